import { describe, expect, it } from 'vitest';
import { hazardsOf } from './migration-rules.ts';
import { readSources } from './sources.ts';

/** The first release starts from these: nobody runs an older version beside them. */
const BEFORE_FIRST_RELEASE = /\/2026112[12]\d{6}_/;

describe('a migration, while an older version of the server works', () => {
  it('[FLT-40] takes nothing away from it, and no table for long', () => {
    const migrations = readSources('prisma/migrations', /\.sql$/);
    expect(migrations.length).toBeGreaterThan(5);
    const found = migrations
      .filter(({ path }) => !BEFORE_FIRST_RELEASE.test(path))
      .flatMap(({ path, text }) => hazardsOf(text).map(({ statement, why }) => `${path}: ${statement}: ${why}`));
    expect(found).toEqual([]);
  });

  it.each([
    'ALTER TABLE "person" ADD COLUMN "nickname" TEXT NOT NULL;',
    'ALTER TABLE person ADD COLUMN a INT, ADD COLUMN b INT NOT NULL;',
    'ALTER TABLE person ADD COLUMN id uuid NOT NULL DEFAULT gen_random_uuid();',
    'ALTER TABLE "person" ALTER COLUMN "first_name" SET NOT NULL;',
    'ALTER TABLE "person" ALTER COLUMN "first_name" SET DATA TYPE VARCHAR(10);',
    'ALTER TABLE "person" DROP COLUMN "first_name";',
    'ALTER TABLE "person" RENAME COLUMN "first_name" TO "given_name";',
    'ALTER TABLE "person" RENAME TO "human";',
    'ALTER TABLE person ADD CONSTRAINT c CHECK (length(first_name) > 0);',
    'ALTER TABLE person ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES b(id) ON DELETE CASCADE;',
    'CREATE INDEX "i" ON "person"("last_name");',
    'CREATE UNIQUE INDEX i ON person (lower(last_name)) WHERE a = 1;',
    '-- all of them\nUPDATE "person" SET "last_name" = \'x;y\';',
    'DROP TABLE "person";',
    'DROP TYPE "sex";',
    'TRUNCATE person;',
  ])('finds what is wrong with %s', (statement) => {
    expect(hazardsOf(statement)).toHaveLength(1);
    expect(hazardsOf(`-- reviewed: ten rows at most\n${statement}`)).toEqual([]);
  });

  it.each([
    'ALTER TABLE "person" ADD COLUMN "nickname" TEXT;',
    'ALTER TABLE "person" ADD COLUMN "silent" BOOLEAN NOT NULL DEFAULT false, ADD COLUMN "a" NUMERIC(3, 1);',
    'ALTER TABLE person ADD CONSTRAINT c CHECK (length(first_name) > 0) NOT VALID;',
    'ALTER TABLE person VALIDATE CONSTRAINT c; ALTER TABLE person DROP CONSTRAINT d;',
    'ALTER TYPE "account_state" ADD VALUE \'REVOKED\';',
    'CREATE TABLE "a" ("id" UUID NOT NULL); CREATE UNIQUE INDEX i ON "a"("id"); ALTER TABLE "a" ADD CONSTRAINT x CHECK (true);',
    'CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN UPDATE person SET a = 1; END $$;',
    "COMMENT ON TABLE person IS 'drop table person; update it';",
  ])('finds nothing wrong with %s', (statement) => {
    expect(hazardsOf(statement)).toEqual([]);
  });
});

-- AlterTable
ALTER TABLE "account" ADD COLUMN     "ministry" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "password_must_change" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "temporary_until" TIMESTAMPTZ(3);


-- What follows Prisma cannot say. test/platform/constraints.test.ts holds that each of these exists and bites.

ALTER TABLE "account"
    -- A temporary password is one that must be changed.
    ADD CONSTRAINT "account_temporary" CHECK ("temporary_until" IS NULL OR
        ("password_must_change" AND "password_hash" IS NOT NULL)),
    -- The ministry's accounts are of people.
    ADD CONSTRAINT "account_ministry" CHECK (NOT "ministry" OR "kind" = 'PERSON');

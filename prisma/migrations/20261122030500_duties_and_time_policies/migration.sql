-- CreateEnum
CREATE TYPE "time_policy" AS ENUM ('PASSWORD_EXPIRY', 'REVOCATION');

-- AlterEnum
ALTER TYPE "account_state" ADD VALUE 'REVOKED';

-- AlterTable
ALTER TABLE "account" ADD COLUMN     "last_access_at" TIMESTAMPTZ(3),
ADD COLUMN     "notice_version" TEXT,
ADD COLUMN     "noticed_at" TIMESTAMPTZ(3),
ADD COLUMN     "password_expires_at" TIMESTAMPTZ(3),
ADD COLUMN     "password_set_at" TIMESTAMPTZ(3),
ADD COLUMN     "revoked_at" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "policy_notice" (
    "id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "policy" "time_policy" NOT NULL,
    "about" TIMESTAMPTZ(3) NOT NULL,
    "step" SMALLINT NOT NULL,
    "mail_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "policy_notice_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "policy_notice_account_id_policy_about_step_key" ON "policy_notice"("account_id", "policy", "about", "step");

-- AddForeignKey
ALTER TABLE "policy_notice" ADD CONSTRAINT "policy_notice_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE CASCADE ON UPDATE CASCADE;



-- What follows Prisma cannot say. test/platform/constraint-cases-time.ts holds that each of these exists and bites.

ALTER TABLE "account"
    -- A value that this transaction adds to a type cannot be compared with yet, its name can.
    ADD CONSTRAINT "account_revoked" CHECK (("state"::text = 'REVOKED') = ("revoked_at" IS NOT NULL)),
    ADD CONSTRAINT "account_notice" CHECK (("notice_version" IS NULL) = ("noticed_at" IS NULL));

ALTER TABLE "policy_notice"
    ADD CONSTRAINT "policy_notice_step" CHECK (CASE "policy"
        WHEN 'PASSWORD_EXPIRY' THEN "step" IN (1, 7, 14, 30)
        ELSE "step" BETWEEN 1 AND 3 END);

-- What is known of those who are there already.
UPDATE "account" SET "password_set_at" = "created_at" WHERE "password_hash" IS NOT NULL;
UPDATE "account" a SET "last_access_at" = s.at
    FROM (SELECT "account_id", max("last_used_at") AS at FROM "login_session" GROUP BY 1) s WHERE s."account_id" = a."id";
UPDATE "account" a SET "notice_version" = r."consent_version", "noticed_at" = r."consented_at"
    FROM "registration" r WHERE r."account_id" = a."id" AND r."consent_version" IS NOT NULL AND r."consented_at" IS NOT NULL;

-- CreateEnum
CREATE TYPE "sex" AS ENUM ('F', 'M');

-- AlterTable
ALTER TABLE "person" ADD COLUMN     "birthplace_code" CHAR(4),
ADD COLUMN     "born_on" DATE,
ADD COLUMN     "sex" "sex";

-- CreateTable
CREATE TABLE "registration" (
    "id" UUID NOT NULL,
    "browser_hash" BYTEA NOT NULL,
    "fiscal_code" CHAR(16) NOT NULL,
    "locale" "locale" NOT NULL,
    "notice_version" TEXT NOT NULL,
    "noticed_at" TIMESTAMPTZ(3) NOT NULL,
    "first_name" TEXT,
    "last_name" TEXT,
    "born_on" DATE,
    "sex" "sex",
    "birthplace_code" CHAR(4),
    "email" TEXT,
    "consent_version" TEXT,
    "consented_at" TIMESTAMPTZ(3),
    "links" INTEGER NOT NULL DEFAULT 0,
    "first_link" INTEGER,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "completed_at" TIMESTAMPTZ(3),
    "account_id" UUID,
    "to_verify" TEXT[],

    CONSTRAINT "registration_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "registration_link" (
    "id" UUID NOT NULL,
    "registration_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "token_hash" BYTEA NOT NULL,
    "mailbox_key" BYTEA NOT NULL,
    "network_key" BYTEA NOT NULL,
    "mailed" BOOLEAN NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "mail_id" UUID,
    "compared_at" TIMESTAMPTZ(3),

    CONSTRAINT "registration_link_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "registration_browser_hash_key" ON "registration"("browser_hash");

-- CreateIndex
CREATE UNIQUE INDEX "registration_account_id_key" ON "registration"("account_id");

-- CreateIndex
CREATE INDEX "registration_expires_at_idx" ON "registration"("expires_at");

-- CreateIndex
CREATE UNIQUE INDEX "registration_link_token_hash_key" ON "registration_link"("token_hash");

-- CreateIndex
CREATE INDEX "registration_link_mailbox_key_created_at_idx" ON "registration_link"("mailbox_key", "created_at");

-- CreateIndex
CREATE INDEX "registration_link_network_key_created_at_idx" ON "registration_link"("network_key", "created_at");

-- CreateIndex
CREATE UNIQUE INDEX "registration_link_registration_id_number_key" ON "registration_link"("registration_id", "number");

-- AddForeignKey
ALTER TABLE "registration" ADD CONSTRAINT "registration_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "registration_link" ADD CONSTRAINT "registration_link_registration_id_fkey" FOREIGN KEY ("registration_id") REFERENCES "registration"("id") ON DELETE CASCADE ON UPDATE CASCADE;


-- By hand: what Prisma cannot say.
ALTER TABLE "registration"
  ADD CONSTRAINT "registration_links" CHECK ("first_link" IS NULL OR "first_link" BETWEEN 1 AND "links"),
  ADD CONSTRAINT "registration_completed" CHECK (
    ("completed_at" IS NULL) = ("account_id" IS NULL)
    AND ("completed_at" IS NULL OR ("email" IS NOT NULL AND "consented_at" IS NOT NULL AND "last_name" IS NOT NULL)));

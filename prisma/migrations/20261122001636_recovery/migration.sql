-- CreateTable
CREATE TABLE "recovery_request" (
    "id" UUID NOT NULL,
    "number" SERIAL NOT NULL,
    "account_id" UUID,
    "owner_key" BYTEA NOT NULL,
    "network_key" BYTEA NOT NULL,
    "browser_hash" BYTEA NOT NULL,
    "link_hash" BYTEA NOT NULL,
    "code_hash" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "handled_at" TIMESTAMPTZ(3),
    "confirmed_at" TIMESTAMPTZ(3),
    "grant_hash" BYTEA,
    "grant_until" TIMESTAMPTZ(3),
    "completed_at" TIMESTAMPTZ(3),

    CONSTRAINT "recovery_request_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "spent_proof" (
    "proof" BYTEA NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "spent_proof_pkey" PRIMARY KEY ("proof")
);

-- CreateIndex
CREATE UNIQUE INDEX "recovery_request_number_key" ON "recovery_request"("number");

-- CreateIndex
CREATE UNIQUE INDEX "recovery_request_browser_hash_key" ON "recovery_request"("browser_hash");

-- CreateIndex
CREATE UNIQUE INDEX "recovery_request_link_hash_key" ON "recovery_request"("link_hash");

-- CreateIndex
CREATE UNIQUE INDEX "recovery_request_grant_hash_key" ON "recovery_request"("grant_hash");

-- CreateIndex
CREATE INDEX "recovery_request_owner_key_number_idx" ON "recovery_request"("owner_key", "number");

-- CreateIndex
CREATE INDEX "recovery_request_network_key_created_at_idx" ON "recovery_request"("network_key", "created_at");

-- CreateIndex
CREATE INDEX "recovery_request_created_at_idx" ON "recovery_request"("created_at");

-- CreateIndex
CREATE INDEX "spent_proof_expires_at_idx" ON "spent_proof"("expires_at");


-- What follows Prisma cannot say. test/platform/constraints.test.ts holds that each of these exists and bites.

-- The fifth code is the last that is looked at, and nothing is completed that was not confirmed.
ALTER TABLE "recovery_request"
    ADD CONSTRAINT "recovery_request_attempts" CHECK ("attempts" BETWEEN 0 AND 5),
    ADD CONSTRAINT "recovery_request_times" CHECK ("expires_at" > "created_at"),
    ADD CONSTRAINT "recovery_request_grant" CHECK (
        ("confirmed_at" IS NULL AND "grant_hash" IS NULL AND "grant_until" IS NULL AND "completed_at" IS NULL) OR
        ("confirmed_at" IS NOT NULL AND "grant_hash" IS NOT NULL AND "grant_until" IS NOT NULL AND "account_id" IS NOT NULL));

-- Who forgot the user name is looked for by the address.
CREATE INDEX "account_email_lower" ON "account" (lower("email"));

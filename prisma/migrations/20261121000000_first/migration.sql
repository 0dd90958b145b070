-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateEnum
CREATE TYPE "school_state" AS ENUM ('OPEN', 'CLOSED');

-- CreateEnum
CREATE TYPE "account_kind" AS ENUM ('PERSON', 'INSTITUTION');

-- CreateEnum
CREATE TYPE "account_state" AS ENUM ('ACTIVE', 'DISABLED');

-- CreateEnum
CREATE TYPE "locale" AS ENUM ('IT', 'EN');

-- CreateEnum
CREATE TYPE "role" AS ENUM ('DESK', 'HEAD', 'OFFICE', 'HELPDESK', 'SECURITY');

-- CreateEnum
CREATE TYPE "campaign_state" AS ENUM ('DRAFT', 'PUBLISHED', 'CLOSED', 'ARCHIVED');

-- CreateEnum
CREATE TYPE "campaign_audience" AS ENUM ('EVERYONE', 'LISTED');

-- CreateEnum
CREATE TYPE "school_order" AS ENUM ('INFANZIA', 'PRIMARIA', 'SECONDARIA_PRIMO', 'SECONDARIA_SECONDO');

-- CreateEnum
CREATE TYPE "lab_session_state" AS ENUM ('SCHEDULED', 'CANCELLED');

-- CreateEnum
CREATE TYPE "booking_state" AS ENUM ('BOOKED', 'OFFERED', 'CANCELLED', 'DECLINED', 'EXPIRED');

-- CreateEnum
CREATE TYPE "waiting_state" AS ENUM ('WAITING', 'SERVED', 'LEFT');

-- CreateEnum
CREATE TYPE "mail_state" AS ENUM ('WAITING', 'SENT', 'REFUSED');

-- CreateTable
CREATE TABLE "school" (
    "code" CHAR(10) NOT NULL,
    "name" TEXT NOT NULL,
    "kind" TEXT,
    "institute_code" CHAR(10),
    "institute_name" TEXT,
    "address" TEXT,
    "postal_code" TEXT,
    "municipality" TEXT NOT NULL,
    "municipality_code" CHAR(4),
    "province_code" CHAR(2) NOT NULL,
    "province_name" TEXT,
    "region" TEXT,
    "email" TEXT,
    "certified_email" TEXT,
    "website" TEXT,
    "is_seat" BOOLEAN NOT NULL DEFAULT false,
    "registry" TEXT NOT NULL,
    "school_year" TEXT NOT NULL,
    "state" "school_state" NOT NULL DEFAULT 'OPEN',
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "school_pkey" PRIMARY KEY ("code")
);

-- CreateTable
CREATE TABLE "person" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "fiscal_code" CHAR(16) NOT NULL,
    "first_name" TEXT NOT NULL,
    "last_name" TEXT NOT NULL,

    CONSTRAINT "person_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "account" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "kind" "account_kind" NOT NULL,
    "username" TEXT NOT NULL,
    "person_id" UUID,
    "school_code" CHAR(10),
    "display_name" TEXT NOT NULL,
    "email" TEXT,
    "locale" "locale" NOT NULL DEFAULT 'IT',
    "password_hash" TEXT,
    "state" "account_state" NOT NULL DEFAULT 'ACTIVE',
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "account_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "role_grant" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "account_id" UUID NOT NULL,
    "role" "role" NOT NULL,
    "school_code" CHAR(10),
    "starts_at" TIMESTAMPTZ(3) NOT NULL,
    "ends_at" TIMESTAMPTZ(3),

    CONSTRAINT "role_grant_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "login_session" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "token_hash" BYTEA NOT NULL,
    "account_id" UUID NOT NULL,
    "remembered" BOOLEAN NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "last_used_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),
    "user_agent" TEXT,

    CONSTRAINT "login_session_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sign_in_throttle" (
    "key" BYTEA NOT NULL,
    "failures" INTEGER NOT NULL,
    "window_at" TIMESTAMPTZ(3) NOT NULL,
    "locked_until" TIMESTAMPTZ(3),

    CONSTRAINT "sign_in_throttle_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "campaign" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "slug" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "description" TEXT NOT NULL,
    "school_year" TEXT NOT NULL,
    "opens_at" TIMESTAMPTZ(3) NOT NULL,
    "closes_at" TIMESTAMPTZ(3) NOT NULL,
    "audience" "campaign_audience" NOT NULL,
    "personal_limit" INTEGER NOT NULL,
    "cancel_hours_before" INTEGER NOT NULL,
    "offer_hours" INTEGER NOT NULL DEFAULT 24,
    "state" "campaign_state" NOT NULL DEFAULT 'DRAFT',
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "campaign_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "campaign_eligible" (
    "campaign_id" UUID NOT NULL,
    "fiscal_code" CHAR(16) NOT NULL,

    CONSTRAINT "campaign_eligible_pkey" PRIMARY KEY ("campaign_id","fiscal_code")
);

-- CreateTable
CREATE TABLE "lab" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "campaign_id" UUID NOT NULL,
    "code" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "description" TEXT NOT NULL,
    "topic" TEXT NOT NULL,
    "trainers" TEXT[],
    "audience" "school_order"[],
    "subject" TEXT,
    "credited_hours" INTEGER NOT NULL,
    "waiting" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "lab_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "lab_session" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "lab_id" UUID NOT NULL,
    "campaign_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "school_code" CHAR(10),
    "venue_name" TEXT,
    "venue_address" TEXT,
    "venue_municipality" TEXT,
    "venue_province" CHAR(2),
    "room" TEXT,
    "starts_at" TIMESTAMPTZ(3) NOT NULL,
    "ends_at" TIMESTAMPTZ(3) NOT NULL,
    "state" "lab_session_state" NOT NULL DEFAULT 'SCHEDULED',
    "cancel_reason" TEXT,
    "capacity" INTEGER NOT NULL,
    "booked" INTEGER NOT NULL DEFAULT 0,
    "offered" INTEGER NOT NULL DEFAULT 0,
    "waiting" INTEGER NOT NULL DEFAULT 0,
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "lab_session_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "booking" (
    "id" UUID NOT NULL,
    "code" TEXT NOT NULL,
    "session_id" UUID NOT NULL,
    "campaign_id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "state" "booking_state" NOT NULL,
    "starts_at" TIMESTAMPTZ(3) NOT NULL,
    "ends_at" TIMESTAMPTZ(3) NOT NULL,
    "booked_at" TIMESTAMPTZ(3) NOT NULL,
    "offered_until" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),
    "sequence" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "booking_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "lab_holding" (
    "campaign_id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "held" INTEGER NOT NULL,
    "max_held" INTEGER NOT NULL,

    CONSTRAINT "lab_holding_pkey" PRIMARY KEY ("campaign_id","account_id")
);

-- CreateTable
CREATE TABLE "lab_waiting" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "lab_id" UUID NOT NULL,
    "session_id" UUID,
    "account_id" UUID NOT NULL,
    "state" "waiting_state" NOT NULL DEFAULT 'WAITING',
    "joined_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "lab_waiting_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "accepted_act" (
    "account_id" UUID NOT NULL,
    "key" UUID NOT NULL,
    "act" TEXT NOT NULL,
    "input_hash" BYTEA NOT NULL,
    "outcome" JSONB NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "accepted_act_pkey" PRIMARY KEY ("account_id","key")
);

-- CreateTable
CREATE TABLE "audit_event" (
    "id" BIGSERIAL NOT NULL,
    "tx" xid8 NOT NULL DEFAULT pg_current_xact_id(),
    "at" TIMESTAMPTZ(3) NOT NULL,
    "event" TEXT NOT NULL,
    "actor_id" UUID,
    "subject_id" UUID,
    "data" JSONB NOT NULL,
    "request_id" TEXT,

    CONSTRAINT "audit_event_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "audit_seal" (
    "seq" BIGINT NOT NULL,
    "event_id" BIGINT NOT NULL,
    "hash" BYTEA NOT NULL,

    CONSTRAINT "audit_seal_pkey" PRIMARY KEY ("seq")
);

-- CreateTable
CREATE TABLE "mail" (
    "id" UUID NOT NULL,
    "template" TEXT NOT NULL,
    "account_id" UUID,
    "booking_id" UUID,
    "params" JSONB NOT NULL,
    "locale" "locale" NOT NULL,
    "recipient" TEXT NOT NULL,
    "state" "mail_state" NOT NULL DEFAULT 'WAITING',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "last_error" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "settled_at" TIMESTAMPTZ(3),

    CONSTRAINT "mail_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "dev_message" (
    "id" BIGSERIAL NOT NULL,
    "message_id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "sender" TEXT NOT NULL,
    "recipient" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "raw" BYTEA NOT NULL,

    CONSTRAINT "dev_message_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "installation" (
    "key" TEXT NOT NULL,
    "value" JSONB NOT NULL,

    CONSTRAINT "installation_pkey" PRIMARY KEY ("key")
);

-- CreateIndex
CREATE INDEX "school_province_code_idx" ON "school"("province_code");

-- CreateIndex
CREATE UNIQUE INDEX "person_fiscal_code_key" ON "person"("fiscal_code");

-- CreateIndex
CREATE UNIQUE INDEX "account_username_key" ON "account"("username");

-- CreateIndex
CREATE UNIQUE INDEX "account_person_id_key" ON "account"("person_id");

-- CreateIndex
CREATE UNIQUE INDEX "account_school_code_key" ON "account"("school_code");

-- CreateIndex
CREATE INDEX "role_grant_account_id_idx" ON "role_grant"("account_id");

-- CreateIndex
CREATE UNIQUE INDEX "login_session_token_hash_key" ON "login_session"("token_hash");

-- CreateIndex
CREATE INDEX "login_session_account_id_idx" ON "login_session"("account_id");

-- CreateIndex
CREATE INDEX "sign_in_throttle_window_at_idx" ON "sign_in_throttle"("window_at");

-- CreateIndex
CREATE UNIQUE INDEX "campaign_slug_key" ON "campaign"("slug");

-- CreateIndex
CREATE UNIQUE INDEX "lab_code_key" ON "lab"("code");

-- CreateIndex
CREATE INDEX "lab_campaign_id_idx" ON "lab"("campaign_id");

-- CreateIndex
CREATE INDEX "lab_session_campaign_id_starts_at_id_idx" ON "lab_session"("campaign_id", "starts_at", "id");

-- CreateIndex
CREATE INDEX "lab_session_starts_at_id_idx" ON "lab_session"("starts_at", "id");

-- CreateIndex
CREATE UNIQUE INDEX "lab_session_lab_id_number_key" ON "lab_session"("lab_id", "number");

-- CreateIndex
CREATE UNIQUE INDEX "booking_code_key" ON "booking"("code");

-- CreateIndex
CREATE INDEX "booking_account_id_starts_at_idx" ON "booking"("account_id", "starts_at");

-- CreateIndex
CREATE INDEX "booking_session_id_idx" ON "booking"("session_id");

-- CreateIndex
CREATE INDEX "lab_waiting_lab_id_joined_at_id_idx" ON "lab_waiting"("lab_id", "joined_at", "id");

-- CreateIndex
CREATE INDEX "accepted_act_at_idx" ON "accepted_act"("at");

-- CreateIndex
CREATE INDEX "audit_event_subject_id_id_idx" ON "audit_event"("subject_id", "id");

-- CreateIndex
CREATE INDEX "audit_event_tx_id_idx" ON "audit_event"("tx", "id");

-- CreateIndex
CREATE UNIQUE INDEX "audit_seal_event_id_key" ON "audit_seal"("event_id");

-- CreateIndex
CREATE INDEX "mail_booking_id_created_at_idx" ON "mail"("booking_id", "created_at");

-- CreateIndex
CREATE INDEX "mail_account_id_created_at_idx" ON "mail"("account_id", "created_at");

-- CreateIndex
CREATE UNIQUE INDEX "dev_message_message_id_key" ON "dev_message"("message_id");

-- AddForeignKey
ALTER TABLE "account" ADD CONSTRAINT "account_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "account" ADD CONSTRAINT "account_school_code_fkey" FOREIGN KEY ("school_code") REFERENCES "school"("code") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "role_grant" ADD CONSTRAINT "role_grant_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "role_grant" ADD CONSTRAINT "role_grant_school_code_fkey" FOREIGN KEY ("school_code") REFERENCES "school"("code") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "login_session" ADD CONSTRAINT "login_session_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "campaign_eligible" ADD CONSTRAINT "campaign_eligible_campaign_id_fkey" FOREIGN KEY ("campaign_id") REFERENCES "campaign"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "lab" ADD CONSTRAINT "lab_campaign_id_fkey" FOREIGN KEY ("campaign_id") REFERENCES "campaign"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "lab_session" ADD CONSTRAINT "lab_session_lab_id_fkey" FOREIGN KEY ("lab_id") REFERENCES "lab"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "lab_session" ADD CONSTRAINT "lab_session_campaign_id_fkey" FOREIGN KEY ("campaign_id") REFERENCES "campaign"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "lab_session" ADD CONSTRAINT "lab_session_school_code_fkey" FOREIGN KEY ("school_code") REFERENCES "school"("code") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "booking" ADD CONSTRAINT "booking_session_id_fkey" FOREIGN KEY ("session_id") REFERENCES "lab_session"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "booking" ADD CONSTRAINT "booking_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "lab_holding" ADD CONSTRAINT "lab_holding_campaign_id_fkey" FOREIGN KEY ("campaign_id") REFERENCES "campaign"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "lab_holding" ADD CONSTRAINT "lab_holding_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "lab_waiting" ADD CONSTRAINT "lab_waiting_lab_id_fkey" FOREIGN KEY ("lab_id") REFERENCES "lab"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "lab_waiting" ADD CONSTRAINT "lab_waiting_session_id_fkey" FOREIGN KEY ("session_id") REFERENCES "lab_session"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "lab_waiting" ADD CONSTRAINT "lab_waiting_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "accepted_act" ADD CONSTRAINT "accepted_act_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "audit_seal" ADD CONSTRAINT "audit_seal_event_id_fkey" FOREIGN KEY ("event_id") REFERENCES "audit_event"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "mail" ADD CONSTRAINT "mail_booking_id_fkey" FOREIGN KEY ("booking_id") REFERENCES "booking"("id") ON DELETE RESTRICT ON UPDATE CASCADE;



-- What follows Prisma cannot say. test/platform/constraints.test.ts holds that each of these exists and bites.

-- Both are trusted extensions: the owner of the database may create them.
CREATE EXTENSION IF NOT EXISTS btree_gist;
CREATE EXTENSION IF NOT EXISTS unaccent;

ALTER TABLE "person" ADD CONSTRAINT "person_fiscal_code_form" CHECK ("fiscal_code" ~ '^[A-Z0-9]{16}$');

ALTER TABLE "account"
    ADD CONSTRAINT "account_username_lower" CHECK ("username" = lower("username")),
    ADD CONSTRAINT "account_of_kind" CHECK (
        ("kind" = 'PERSON' AND "school_code" IS NULL) OR
        ("kind" = 'INSTITUTION' AND "person_id" IS NULL AND "school_code" IS NOT NULL));

-- A head belongs to a school; office, helpdesk and security officers to the office; a desk may be at either.
ALTER TABLE "role_grant" ADD CONSTRAINT "role_grant_place" CHECK (
    CASE WHEN "role" = 'HEAD' THEN "school_code" IS NOT NULL
         WHEN "role" = 'DESK' THEN true
         ELSE "school_code" IS NULL END);

ALTER TABLE "campaign"
    ADD CONSTRAINT "campaign_window" CHECK ("closes_at" > "opens_at"),
    ADD CONSTRAINT "campaign_limits" CHECK ("personal_limit" >= 1 AND "cancel_hours_before" >= 0 AND "offer_hours" >= 1);

ALTER TABLE "lab_session"
    ADD CONSTRAINT "lab_session_seats" CHECK ("booked" >= 0 AND "offered" >= 0 AND "booked" + "offered" <= "capacity"),
    ADD CONSTRAINT "lab_session_waiting" CHECK ("waiting" >= 0),
    ADD CONSTRAINT "lab_session_times" CHECK ("ends_at" > "starts_at"),
    ADD CONSTRAINT "lab_session_venue" CHECK (
        ("school_code" IS NOT NULL AND "venue_name" IS NULL AND "venue_municipality" IS NULL AND "venue_province" IS NULL) OR
        ("school_code" IS NULL AND "venue_name" IS NOT NULL AND "venue_municipality" IS NOT NULL AND "venue_province" IS NOT NULL));

ALTER TABLE "lab" ADD CONSTRAINT "lab_numbers" CHECK ("waiting" >= 0 AND "credited_hours" >= 0);

-- One live seat or offer a person and session, and none that overlap in time (LAB-06, LAB-09).
CREATE UNIQUE INDEX "booking_one_live" ON "booking" ("session_id", "account_id") WHERE "state" IN ('BOOKED', 'OFFERED');
ALTER TABLE "booking"
    ADD CONSTRAINT "booking_no_overlap" EXCLUDE USING gist
        ("account_id" WITH =, tstzrange("starts_at", "ends_at") WITH &&) WHERE ("state" IN ('BOOKED', 'OFFERED')),
    ADD CONSTRAINT "booking_offer_until" CHECK (("state" = 'OFFERED') <= ("offered_until" IS NOT NULL));

ALTER TABLE "lab_holding" ADD CONSTRAINT "lab_holding_limit" CHECK ("held" >= 0 AND "held" <= "max_held");

CREATE UNIQUE INDEX "lab_waiting_one_session" ON "lab_waiting" ("account_id", "session_id") WHERE "state" = 'WAITING' AND "session_id" IS NOT NULL;
CREATE UNIQUE INDEX "lab_waiting_one_lab" ON "lab_waiting" ("account_id", "lab_id") WHERE "state" = 'WAITING' AND "session_id" IS NULL;

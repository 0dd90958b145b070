-- AlterTable
ALTER TABLE "recovery_request" ADD COLUMN     "silent" BOOLEAN NOT NULL DEFAULT false;

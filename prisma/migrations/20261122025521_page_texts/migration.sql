-- CreateEnum
CREATE TYPE "page_name" AS ENUM ('HELP', 'CONTACTS', 'CREDENTIALS', 'GUIDE', 'FAQ', 'GLOSSARY', 'LEGAL');

-- CreateTable
CREATE TABLE "page_text" (
    "page" "page_name" NOT NULL,
    "locale" "locale" NOT NULL,
    "version" INTEGER NOT NULL,
    "title" TEXT NOT NULL,
    "body" TEXT NOT NULL,
    "published_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "page_text_pkey" PRIMARY KEY ("page","locale","version")
);



-- By hand: what Prisma cannot say.
ALTER TABLE "page_text"
  ADD CONSTRAINT "page_text_version" CHECK ("version" > 0),
  ADD CONSTRAINT "page_text_title" CHECK (char_length("title") BETWEEN 1 AND 120),
  ADD CONSTRAINT "page_text_body" CHECK (char_length("body") BETWEEN 1 AND 40000);

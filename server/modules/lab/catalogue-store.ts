import { type SqlRunner, sql } from '../../platform/db/db.ts';
import type { CatalogueLab, CatalogueSession, ExportedLab } from './catalogue-format.ts';

export interface CampaignFacts {
  id: string;
  state: 'DRAFT' | 'PUBLISHED' | 'CLOSED' | 'ARCHIVED';
  audience: 'EVERYONE' | 'LISTED';
}

export interface StoredLab extends Omit<CatalogueLab, 'line'> {
  id: string;
  campaignId: string;
  waiting: number;
}

export interface StoredSession extends Omit<CatalogueSession, 'line'> {
  id: string;
  taken: number;
  waiting: number;
}

export interface NewSession extends Omit<CatalogueSession, 'line'> {
  labId: string;
}

export async function findCampaign(db: SqlRunner, slug: string): Promise<CampaignFacts | null> {
  const rows = await db.query<CampaignFacts>(sql`select id, state, audience from campaign where slug = ${slug}`);
  return rows[0] ?? null;
}

/** Imports of one campaign follow each other; bookings, which only refer to it, go on. */
export async function lockCampaign(db: SqlRunner, slug: string): Promise<CampaignFacts | null> {
  const rows = await db.query<CampaignFacts>(
    sql`select id, state, audience from campaign where slug = ${slug} for no key update`,
  );
  return rows[0] ?? null;
}

const LAB_COLUMNS = sql`
  id, campaign_id as "campaignId", code, title, description, topic, trainers,
  audience::text[] as audience, subject, credited_hours as "creditedHours", waiting`;

/** Labs by code, of whatever campaign: a code is one lab's alone. */
export async function listLabsByCode(db: SqlRunner, codes: readonly string[]): Promise<StoredLab[]> {
  return await db.query<StoredLab>(sql`select ${LAB_COLUMNS} from lab where code = any(${[...codes]}::text[])`);
}

export async function listStoredSessions(db: SqlRunner, campaignId: string): Promise<StoredSession[]> {
  return await db.query<StoredSession>(sql`
    select s.id, l.code as "labCode", s.number, s.school_code as "schoolCode", s.venue_name as "venueName",
      s.venue_address as "venueAddress", s.venue_municipality as "venueMunicipality", s.venue_province as "venueProvince",
      s.room, s.starts_at as "startsAt", s.ends_at as "endsAt", s.capacity, s.state, s.cancel_reason as "cancelReason",
      s.booked + s.offered as taken, s.waiting
    from lab_session s join lab l on l.id = s.lab_id
    where s.campaign_id = ${campaignId}::uuid order by l.code collate "C", s.number`);
}

export async function insertLabs(db: SqlRunner, campaignId: string, labs: readonly CatalogueLab[]): Promise<void> {
  await db.query(sql`
    insert into lab (campaign_id, code, title, description, topic, trainers, audience, subject, credited_hours)
    select ${campaignId}::uuid, code, title, description, topic, trainers, audience, subject, "creditedHours"
    from jsonb_to_recordset(${JSON.stringify(labs)}::jsonb) as r (code text, title text, description text, topic text,
      trainers text[], audience school_order[], subject text, "creditedHours" int)`);
}

export async function updateLabs(db: SqlRunner, labs: readonly (CatalogueLab & { id: string })[]): Promise<void> {
  await db.query(sql`
    update lab set title = r.title, description = r.description, topic = r.topic, trainers = r.trainers,
      audience = r.audience, subject = r.subject, credited_hours = r."creditedHours"
    from jsonb_to_recordset(${JSON.stringify(labs)}::jsonb) as r (id uuid, title text, description text, topic text,
      trainers text[], audience school_order[], subject text, "creditedHours" int)
    where lab.id = r.id`);
}

const SESSION_RECORD = sql`
  "schoolCode" text, "venueName" text, "venueAddress" text, "venueMunicipality" text, "venueProvince" text, room text,
  "startsAt" timestamptz, "endsAt" timestamptz, capacity int, state lab_session_state, "cancelReason" text`;

export async function insertSessions(
  db: SqlRunner,
  campaignId: string,
  sessions: readonly NewSession[],
): Promise<string[]> {
  const rows = await db.query<{ id: string }>(sql`
    insert into lab_session (lab_id, campaign_id, number, school_code, venue_name, venue_address, venue_municipality,
      venue_province, room, starts_at, ends_at, capacity, state, cancel_reason)
    select "labId", ${campaignId}::uuid, number, "schoolCode", "venueName", "venueAddress", "venueMunicipality",
      "venueProvince", room, "startsAt", "endsAt", capacity, state, "cancelReason"
    from jsonb_to_recordset(${JSON.stringify(sessions)}::jsonb) as r ("labId" uuid, number int, ${SESSION_RECORD})
    returning id`);
  return rows.map(({ id }) => id);
}

export async function updateSessions(
  db: SqlRunner,
  sessions: readonly (CatalogueSession & { id: string })[],
): Promise<void> {
  await db.query(sql`
    update lab_session set school_code = r."schoolCode", venue_name = r."venueName", venue_address = r."venueAddress",
      venue_municipality = r."venueMunicipality", venue_province = r."venueProvince", room = r.room,
      starts_at = r."startsAt", ends_at = r."endsAt", capacity = r.capacity, version = version + 1
    from jsonb_to_recordset(${JSON.stringify(sessions)}::jsonb) as r (id uuid, ${SESSION_RECORD})
    where lab_session.id = r.id`);
}

/** Every lab of a campaign with its sessions, by code and number. */
export async function listCatalogue(db: SqlRunner, campaignId: string): Promise<ExportedLab[]> {
  const labs = await db.query<StoredLab>(
    sql`select ${LAB_COLUMNS} from lab where campaign_id = ${campaignId}::uuid order by code collate "C"`,
  );
  const sessions = await listStoredSessions(db, campaignId);
  return labs.map((lab) => ({ ...lab, sessions: sessions.filter(({ labCode }) => labCode === lab.code) }));
}

/** Adds people to the list of a campaign; how many were not in it. */
export async function addEligible(db: SqlRunner, campaignId: string, codes: readonly string[]): Promise<number> {
  const rows = await db.query<{ one: number }>(sql`
    insert into campaign_eligible (campaign_id, fiscal_code)
    select ${campaignId}::uuid, code from unnest(${[...codes]}::char(16)[]) as t (code)
    on conflict do nothing returning 1 as one`);
  return rows.length;
}

/** Takes off the list whoever is not among `codes`; how many they were. */
export async function removeOtherEligible(
  db: SqlRunner,
  campaignId: string,
  codes: readonly string[],
): Promise<number> {
  const rows = await db.query<{ one: number }>(sql`
    delete from campaign_eligible
    where campaign_id = ${campaignId}::uuid and fiscal_code <> all(${[...codes]}::char(16)[]) returning 1 as one`);
  return rows.length;
}

import { rawSql, type SqlRunner, sql } from '../../platform/db/db.ts';
import type { Campaign, Lab, LabSession, School } from '../../platform/db/generated/client.ts';

/** A session as it stands, with all that a person is told of it. */
export type SessionFacts = LabSession & {
  lab: Lab & { campaign: Campaign };
  campaign: Campaign;
  school: School | null;
};

// Named one by one so that a new column of the model is missing here at once.
const SESSION: Record<keyof LabSession, string> = {
  id: 'id',
  labId: 'lab_id',
  campaignId: 'campaign_id',
  number: 'number',
  schoolCode: 'school_code',
  venueName: 'venue_name',
  venueAddress: 'venue_address',
  venueMunicipality: 'venue_municipality',
  venueProvince: 'venue_province',
  room: 'room',
  startsAt: 'starts_at',
  endsAt: 'ends_at',
  state: 'state',
  cancelReason: 'cancel_reason',
  capacity: 'capacity',
  booked: 'booked',
  offered: 'offered',
  waiting: 'waiting',
  version: 'version',
};
const LAB: Record<keyof Lab, string> = {
  id: 'id',
  campaignId: 'campaign_id',
  code: 'code',
  title: 'title',
  description: 'description',
  topic: 'topic',
  trainers: 'trainers',
  // The driver reads no array of a type of ours.
  audience: 'audience::text[]',
  subject: 'subject',
  creditedHours: 'credited_hours',
  waiting: 'waiting',
};
const CAMPAIGN: Record<keyof Campaign, string> = {
  id: 'id',
  slug: 'slug',
  title: 'title',
  description: 'description',
  schoolYear: 'school_year',
  opensAt: 'opens_at',
  closesAt: 'closes_at',
  audience: 'audience',
  personalLimit: 'personal_limit',
  cancelHoursBefore: 'cancel_hours_before',
  offerHours: 'offer_hours',
  state: 'state',
  version: 'version',
  createdAt: 'created_at',
};
const SCHOOL: Record<keyof School, string> = {
  code: 'code',
  name: 'name',
  kind: 'kind',
  instituteCode: 'institute_code',
  instituteName: 'institute_name',
  address: 'address',
  postalCode: 'postal_code',
  municipality: 'municipality',
  municipalityCode: 'municipality_code',
  provinceCode: 'province_code',
  provinceName: 'province_name',
  region: 'region',
  email: 'email',
  certifiedEmail: 'certified_email',
  website: 'website',
  isSeat: 'is_seat',
  registry: 'registry',
  schoolYear: 'school_year',
  state: 'state',
  updatedAt: 'updated_at',
};

type Cells = Record<string, unknown>;

const columnsOf = (table: string, columns: Record<string, string>): string =>
  Object.entries(columns)
    .map(([name, column]) => `${table}.${column} as "${table}_${name}"`)
    .join(', ');
const COLUMNS = rawSql(
  [columnsOf('s', SESSION), columnsOf('l', LAB), columnsOf('k', CAMPAIGN), columnsOf('v', SCHOOL)].join(', '),
);

/** One table's part of a joined row, under the model's names. */
function partOf<Model>(row: Cells, table: string, columns: Record<string, string>): Model {
  return Object.fromEntries(Object.keys(columns).map((name) => [name, row[`${table}_${name}`]])) as Model;
}

/** These sessions, by id; none asks nothing. */
export async function listSessionFacts(
  db: SqlRunner,
  sessionIds: readonly string[],
): Promise<ReadonlyMap<string, SessionFacts>> {
  if (sessionIds.length === 0) return new Map();
  const rows = await db.query<Cells>(sql`
    select ${COLUMNS} from lab_session s join lab l on l.id = s.lab_id join campaign k on k.id = s.campaign_id
    left join school v on v.code = s.school_code where s.id = any(${[...new Set(sessionIds)]}::uuid[])`);
  const facts = rows.map((row): SessionFacts => {
    const campaign = partOf<Campaign>(row, 'k', CAMPAIGN);
    return {
      ...partOf<LabSession>(row, 's', SESSION),
      lab: { ...partOf<Lab>(row, 'l', LAB), campaign },
      campaign,
      school: row.v_code === null ? null : partOf<School>(row, 'v', SCHOOL),
    };
  });
  return new Map(facts.map((one) => [one.id, one]));
}

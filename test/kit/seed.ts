// Rows that a story starts from. What the story itself does goes through the public door.
import { randomUUID } from 'node:crypto';
import type { Viewer } from '#server/graphql/context.ts';
import { TERMS_VERSION } from '#server/modules/account/terms.ts';
import { type Db, sql } from '#server/platform/db/db.ts';
import type { CampaignAudience, CampaignState, Role } from '#server/platform/db/generated/client.ts';
import { DAY_MS, HOUR_MS } from './clock.ts';

/** Monday at noon in Rome: the instant at which most stories begin. */
export const NOON = new Date('2026-11-23T11:00:00Z');

let counter = 0;

export interface SeededPerson {
  accountId: string;
  username: string;
  fiscalCode: string;
  viewer: Viewer;
}

export function createSeed(db: Db) {
  async function person(options: { passwordHash?: string; email?: string | null } = {}): Promise<SeededPerson> {
    const [made] = await people(1, options);
    return made!;
  }

  async function people(
    count: number,
    options: { passwordHash?: string; email?: string | null } = {},
  ): Promise<SeededPerson[]> {
    const made = Array.from({ length: count }, () => {
      const n = ++counter;
      const username = `prova.${process.pid}.${n}`;
      return {
        id: randomUUID(),
        personId: randomUUID(),
        username,
        fiscalCode: `PRVTST80A01${String(n).padStart(4, '0')}X`,
      };
    });
    const email = (username: string) => (options.email === undefined ? `${username}@sportello.example` : options.email);
    await db.prisma.person.createMany({
      data: made.map((one) => ({
        id: one.personId,
        fiscalCode: one.fiscalCode,
        firstName: 'Persona',
        lastName: 'Prova',
      })),
    });
    await db.prisma.account.createMany({
      data: made.map((one) => ({
        id: one.id,
        kind: 'PERSON' as const,
        username: one.username,
        personId: one.personId,
        displayName: 'Persona Prova',
        email: email(one.username),
        passwordHash: options.passwordHash ?? null,
        passwordSetAt: options.passwordHash === undefined ? null : NOON,
        noticeVersion: TERMS_VERSION,
        noticedAt: NOON,
        createdAt: NOON,
      })),
    });
    return made.map((one) => ({
      accountId: one.id,
      username: one.username,
      fiscalCode: one.fiscalCode,
      viewer: viewer({ id: one.id, username: one.username, email: email(one.username), fiscalCode: one.fiscalCode }),
    }));
  }

  async function grant(accountId: string, role: Role, schoolCode: string | null = null): Promise<void> {
    // Since before every clock of the tests, the real one included.
    const startsAt = new Date('2026-09-01T00:00:00Z');
    await db.prisma.roleGrant.create({ data: { accountId, role, schoolCode, startsAt } });
  }

  interface CampaignOptions {
    opensAt?: Date;
    closesAt?: Date;
    personalLimit?: number;
    cancelHoursBefore?: number;
    audience?: CampaignAudience;
    state?: CampaignState;
    title?: string;
  }

  async function campaign(options: CampaignOptions = {}) {
    const slug = `campagna-${++counter}`;
    return await db.prisma.campaign.create({
      data: {
        slug,
        title: options.title ?? `Campagna ${counter}`,
        description: 'Una campagna di prova.',
        schoolYear: '2026/27',
        opensAt: options.opensAt ?? new Date(NOON.getTime() - DAY_MS),
        closesAt: options.closesAt ?? new Date(NOON.getTime() + 30 * DAY_MS),
        audience: options.audience ?? 'EVERYONE',
        personalLimit: options.personalLimit ?? 2,
        cancelHoursBefore: options.cancelHoursBefore ?? 48,
        state: options.state ?? 'PUBLISHED',
        createdAt: NOON,
      },
    });
  }

  async function lab(campaignId: string, options: { title?: string; topic?: string; code?: string } = {}) {
    const code = options.code ?? `LB-${++counter}`;
    return await db.prisma.lab.create({
      data: {
        campaignId,
        code,
        title: options.title ?? `Laboratorio ${code}`,
        description: 'Un laboratorio di prova.',
        topic: options.topic ?? 'Robotica',
        trainers: ['Formatrice Prova'],
        audience: ['PRIMARIA'],
        creditedHours: 3,
      },
    });
  }

  interface SessionOptions {
    capacity?: number;
    startsAt?: Date;
    hours?: number;
    municipality?: string;
    province?: string;
  }

  async function session(ofLab: { id: string; campaignId: string }, options: SessionOptions = {}) {
    // Days apart unless said otherwise, so that they do not overlap by accident.
    const n = ++counter;
    const startsAt = options.startsAt ?? new Date(NOON.getTime() + (7 + (n % 20)) * DAY_MS + (n % 7) * HOUR_MS);
    return await db.prisma.labSession.create({
      data: {
        labId: ofLab.id,
        campaignId: ofLab.campaignId,
        number: n,
        venueName: 'Laboratorio territoriale di prova',
        venueAddress: 'via delle Prove 1',
        venueMunicipality: options.municipality ?? 'Ferrara',
        venueProvince: options.province ?? 'FE',
        room: 'aula 12',
        startsAt,
        endsAt: new Date(startsAt.getTime() + (options.hours ?? 3) * HOUR_MS),
        capacity: options.capacity ?? 20,
      },
    });
  }

  /** A place in the line, as the waiting list writes it. */
  async function waiting(
    ofSession: { id: string; labId: string },
    accountId: string,
    joinedAt: Date = NOON,
  ): Promise<void> {
    await db.prisma.labWaiting.create({
      data: { labId: ofSession.labId, sessionId: ofSession.id, accountId, joinedAt },
    });
    await db.query(
      sql`update lab_session set waiting = waiting + 1, version = version + 1 where id = ${ofSession.id}::uuid`,
    );
  }

  return { person, people, grant, campaign, lab, session, waiting };
}

export type Seed = ReturnType<typeof createSeed>;

function viewer(account: { id: string; username: string; email: string | null; fiscalCode: string }): Viewer {
  return {
    account: { ...account, kind: 'PERSON', displayName: 'Persona Prova', locale: 'IT', schoolCode: null },
    roles: [],
    withheldRoles: [],
    loginSessionId: randomUUID(),
    accessToken: null,
    passwordDuty: null,
    expiresAt: new Date(NOON.getTime() + DAY_MS),
  };
}

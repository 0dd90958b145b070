import { randomUUID } from 'node:crypto';
import { execute, GraphQLError, parse, subscribe } from 'graphql';
import { describe, expect, it } from 'vitest';
import type { Context, Services, Viewer } from '#server/graphql/context.ts';
import type { AccountKind, PrismaClient, Role } from '#server/platform/db/generated/client.ts';
import { schema } from '#server/schema.ts';
import { fieldsOf, operationFor, ownTypes, rootFields, scopeOf, type WalkedField } from './schema-walk.ts';

// Who may ask for each root field. A new field has to be written here, with the scope that it states in the schema.
const PUBLIC = `Query.page Query.registration Query.registrationTerms Mutation.startRegistration Mutation.saveRegistrationData
  Mutation.confirmRegistrationData Mutation.resendRegistrationMail Mutation.openRegistrationLink
  Mutation.correctRegistration Mutation.completeRegistration Query.birthPlaces Query.campaign Query.campaigns Query.lab Query.labSession Query.labSessionFacets
  Query.labSessions Query.me Query.node Query.office Query.serverTime Mutation.signIn Mutation.signOut Subscription.availability
  Query.emailLink Mutation.confirmEmailChange Mutation.undoEmailChange
  Query.passwordFaults Query.recovery Query.recoveryByLink Query.recoveryChannels Query.securityCheck Mutation.chooseRecoveredPassword
  Query.secondStep Mutation.confirmSecondFactor
  Mutation.confirmRecoveryCode Mutation.confirmRecoveryLink Mutation.recoverUsername Mutation.startRecovery`;
const SIGNED_IN = `Mutation.acceptNotice Query.mySecondFactors Mutation.addSecondFactor Mutation.removeSecondFactor Mutation.renewRecoveryCodes
  Mutation.startSecondFactor Query.booking Query.myAccessTokens Query.myBookings
  Query.myContacts Query.myErasureRequest Query.myLoginSessions Query.myMails Query.myPersonalData Query.mySecurityEvents Mutation.cancelEmailChange Mutation.changePassword
  Mutation.confirmPhoneCode Mutation.requestPhoneCode Mutation.updateOwnContacts
  Mutation.requestEmailChange Mutation.requestErasure Mutation.withdrawErasure Mutation.bookSeat Mutation.cancelBooking Mutation.changeBooking
  Mutation.createAccessToken Mutation.revokeAccessToken Mutation.endLoginSessions Mutation.setLocale
  Subscription.accountEvents Subscription.myBookings`;
const HELPDESK = 'Mutation.openAccountSheet Mutation.searchAccounts';
const SECURITY = 'Query.ministryAccount Mutation.setTemporaryPassword';
const OFFICE = `Query.officeErasures Query.officeRoles Mutation.decideErasure Mutation.grantRole Mutation.withdrawRole
  Query.officePages Mutation.publishPage Query.officeCampaign Query.officeCampaigns Mutation.archiveCampaign Mutation.closeCampaign
  Mutation.createCampaign Mutation.publishCampaign Mutation.updateCampaign`;

type Access = 'public' | 'signedIn' | Role;
const EXPECTED = new Map<string, Access>([
  ...PUBLIC.split(/\s+/).map((path) => [path, 'public'] as const),
  ...SIGNED_IN.split(/\s+/).map((path) => [path, 'signedIn'] as const),
  ...OFFICE.split(/\s+/).map((path) => [path, 'OFFICE'] as const),
  ...HELPDESK.split(/\s+/).map((path) => [path, 'HELPDESK'] as const),
  ...SECURITY.split(/\s+/).map((path) => [path, 'SECURITY'] as const),
]);

const ROLES: readonly Role[] = ['DESK', 'HEAD', 'OFFICE', 'HELPDESK', 'SECURITY'];

interface Reader {
  name: string;
  viewer: Viewer | null;
}

function viewer(kind: AccountKind, roles: readonly Role[]): Viewer {
  return {
    account: {
      id: randomUUID(),
      kind,
      username: 'prova',
      displayName: 'Prova',
      email: null,
      locale: 'IT',
      fiscalCode: null,
      schoolCode: null,
    },
    roles: roles.map((role) => ({ role, schoolCode: null })),
    withheldRoles: [],
    loginSessionId: randomUUID(),
    accessToken: null,
    passwordDuty: null,
    expiresAt: new Date('2026-12-01T00:00:00Z'),
  };
}

const READERS: readonly Reader[] = [
  { name: 'a visitor', viewer: null },
  { name: 'a person', viewer: viewer('PERSON', []) },
  { name: 'an institution', viewer: viewer('INSTITUTION', []) },
  ...ROLES.map((role) => ({ name: role, viewer: viewer('PERSON', [role]) })),
];

class PastTheGate extends Error {}

/** What lies behind the scopes; touching it proves that a request got through. */
function behindTheGate<T extends object>(): T {
  return new Proxy({} as T, {
    get() {
      throw new PastTheGate();
    },
  });
}

function contextOf(reader: Reader): Context {
  return {
    services: behindTheGate<Services>(),
    prisma: behindTheGate<PrismaClient>(),
    clock: { now: () => new Date('2026-11-23T11:00:00Z') },
    site: { url: 'http://localhost', office: { name: '', shortName: '', ministry: '', helpEmail: '' } },
    viewer: reader.viewer,
    signIn: reader.viewer ? { stillHolds: async () => true, onEnd: () => () => undefined } : null,
    locale: 'IT',
    say: (key) => key,
    requestId: 'test',
    clientAddress: '127.0.0.1',
    userAgent: null,
    cookies: null,
  };
}

/** `open` when the request got past the field's scope, whatever came of it there; else the code of the refusal. */
async function knock(walked: WalkedField, reader: Reader): Promise<string> {
  const document = parse(operationFor(schema, walked));
  const run = walked.path.startsWith('Subscription.') ? subscribe : execute;
  const result = await run({ schema, document, contextValue: contextOf(reader) });
  if (!('errors' in result)) return 'open';
  const [error] = result.errors ?? [];
  if (error instanceof GraphQLError && error.originalError instanceof PastTheGate) return 'open';
  const code = error?.extensions.code;
  return code === 'UNAUTHENTICATED' || code === 'FORBIDDEN' ? code : 'open';
}

function dueTo(access: Access | undefined, reader: Reader): string {
  if (access === 'public') return 'open';
  if (reader.viewer === null) return 'UNAUTHENTICATED';
  if (access === 'signedIn') return 'open';
  return reader.viewer.roles.some((grant) => grant.role === access) ? 'open' : 'FORBIDDEN';
}

describe('rights', () => {
  const fields = rootFields(schema);

  it('[SEC-057] every root field states its scope, and the one that is written down', () => {
    const stated = fields.map(({ path, field }) => [path, JSON.stringify(scopeOf(field))]);
    const wordsOf = (access: Access): string =>
      JSON.stringify(access === 'public' || access === 'signedIn' ? { [access]: true } : { role: access });
    expect(Object.fromEntries(stated)).toEqual(
      Object.fromEntries([...EXPECTED].map(([path, access]) => [path, wordsOf(access)])),
    );
  });

  it('[SEC-057] the fields below the roots that state a scope are the ones that are written down', () => {
    const roots = new Set(fields.map(({ path }) => path));
    const below = ownTypes(schema)
      .flatMap(fieldsOf)
      .filter(({ path, field }) => !roots.has(path) && scopeOf(field) !== undefined);
    expect(below.map(({ path, field }) => [path, scopeOf(field)])).toEqual([
      ['Campaign.eligibleCount', { role: 'OFFICE' }],
    ]);
  });

  it.each(READERS)('[SEC-057] $name gets through where the scope says so, and nowhere else', async (reader) => {
    const seen: Record<string, string> = {};
    for (const field of fields) seen[field.path] = await knock(field, reader);
    const due = fields.map(({ path }) => [path, dueTo(EXPECTED.get(path), reader)]);
    expect(seen).toEqual(Object.fromEntries(due));
  });
});

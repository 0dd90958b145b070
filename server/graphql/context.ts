import type { Clock } from '../platform/clock.ts';
import type { AccountKind, PrismaClient, Role, TokenScope } from '../platform/db/generated/client.ts';
import { UnauthenticatedError } from '../platform/errors.ts';
import type { Loc } from '../platform/i18n.ts';

/** The modules' public doors. Each module adds its own by declaration merging (docs/decisions/0002). */
// biome-ignore lint/suspicious/noEmptyInterface: modules extend it
export interface Services {}

/** Why the password must be changed before any other act: somebody else knew it, or its time is over. */
export type PasswordDuty = 'TEMPORARY' | 'EXPIRED';

/** Who asks: a signed-in account and the roles it holds at this moment. First argument of every service call that needs rights. */
export interface Viewer {
  account: {
    id: string;
    kind: AccountKind;
    username: string;
    displayName: string;
    email: string | null;
    locale: Loc;
    /** Of persons; null for institutions. */
    fiscalCode: string | null;
    /** Of institutions; null for persons. */
    schoolCode: string | null;
  };
  roles: readonly { role: Role; schoolCode: string | null }[];
  /** Roles that it holds too and that open nothing until it has a second factor (ACC-07). */
  withheldRoles: readonly { role: Role; schoolCode: string | null }[];
  /** The sign-in; with an access token the token's own id, which names no sign-in. */
  loginSessionId: string;
  /** What a program was allowed by its access token; null after a sign-in, which opens all that the account may. */
  accessToken: { scopes: readonly TokenScope[] } | null;
  /** null when nothing has to be changed first. */
  passwordDuty: PasswordDuty | null;
  expiresAt: Date;
}

/** What the installation calls itself; configuration (DEC-19). */
export interface Site {
  url: string;
  office: { name: string; shortName: string; ministry: string; helpEmail: string };
}

export interface Cookies {
  /** What the request carries under this name; null when nothing, or two that differ. */
  get(name: string): string | null;
  /** `maxAgeSeconds` null: the cookie ends with the browser. */
  set(name: string, value: string, maxAgeSeconds: number | null): void;
  clear(name: string): void;
}

/** The sign-in behind a request; long-lived reads end with it. */
export interface SignInHold {
  /** Whether it still opens what it opened, without counting as use (SEC-082). */
  stillHolds(): Promise<boolean>;
  /** Calls once when it is over or its rights changed; answers how to stop listening. */
  onEnd(listener: () => void): () => void;
}

/** Every transport builds the same shape, so a resolver cannot tell HTTP from a socket. */
export interface Context {
  services: Services;
  prisma: PrismaClient;
  clock: Clock;
  site: Site;
  /** null for a visitor; over HTTP GET always null (DEC-23). */
  viewer: Viewer | null;
  /** null for a visitor. */
  signIn: SignInHold | null;
  locale: Loc;
  /** Words in the reader's language; throws on an unknown key. */
  say(key: string, params?: Record<string, string | number>): string;
  requestId: string;
  /** Of the peer, after trusted proxies; for limits, never stored beside a person. */
  clientAddress: string;
  userAgent: string | null;
  /** Lets a mutation set or clear the session cookie; null on sockets. */
  cookies: Cookies | null;
}

/** True when the viewer holds the role now, at any school or office. */
export function hasRole(viewer: Viewer | null, role: Role): boolean {
  return viewer?.roles.some((grant) => grant.role === role) ?? false;
}

/** The viewer of a field whose scope asked for one. */
export function viewerOf(context: Context): Viewer {
  if (!context.viewer) throw new UnauthenticatedError('no viewer');
  return context.viewer;
}

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** What binds a registration to the browser that began it. */
export const REGISTRATION_COOKIE = '__Host-sportello-registrazione';

/** How long an unfinished registration is kept after its last change. */
export const DRAFT_MS = 7 * DAY_MS;

/** How long the link of a mail opens; never longer than the registration is kept. */
export const LINK_MS = 48 * HOUR_MS;

/** Another mail may be asked for after this long. */
export const RESEND_MS = 60 * SECOND_MS;

/** Confirmation mails (SEC-015): a whole school may sit behind one network. */
export const MAIL_LIMIT = { perMailbox: 5, perNetwork: 60, windowMs: HOUR_MS } as const;

/** Comparisons with what is known of a person (DEC-10). */
export const COMPARISON_LIMIT = { perMailbox: 5, windowMs: DAY_MS } as const;

export interface Declared {
  firstName: string;
  lastName: string;
  /** YYYY-MM-DD */
  bornOn: string;
  sex: 'F' | 'M';
  birthplaceCode: string;
}

/** What a registration has been told so far. */
export interface Progress {
  declared: Declared | null;
  email: string | null;
  /** null until the data were confirmed as they stand. */
  firstLink: number | null;
}

export type Step = 'DATA' | 'REVIEW' | 'MAIL';

/** The first step that is missing. The codice fiscale is there from the beginning. */
export function stepOf({ declared, email, firstLink }: Progress): Step {
  if (!declared || email === null) return 'DATA';
  return firstLink === null ? 'REVIEW' : 'MAIL';
}

export type KnownPerson = Pick<Declared, 'firstName' | 'lastName'> & {
  [Field in 'bornOn' | 'sex' | 'birthplaceCode']: Declared[Field] | null;
};

export type DeclaredField = keyof Declared;

/** The declared facts that differ from those known; what is not known differs from nothing. `same` compares names. */
export function differencesOf(
  declared: Declared,
  known: KnownPerson | null,
  same: (a: string, b: string) => boolean,
): DeclaredField[] {
  if (!known) return [];
  const fields: readonly DeclaredField[] = ['firstName', 'lastName', 'bornOn', 'birthplaceCode', 'sex'];
  return fields.filter((field) => {
    const held = known[field];
    return held !== null && !same(held, declared[field]);
  });
}

export type LinkState =
  | { kind: 'OPEN' }
  | { kind: 'USED'; at: Date }
  | { kind: 'EXPIRED'; at: Date }
  /** The data were changed or confirmed anew after this mail. */
  | { kind: 'SUPERSEDED' };

export interface LinkFacts {
  number: number;
  expiresAt: Date;
  registration: { firstLink: number | null; completedAt: Date | null };
}

export function judgeLink({ number, expiresAt, registration }: LinkFacts, now: Date): LinkState {
  const { completedAt, firstLink } = registration;
  if (completedAt) return { kind: 'USED', at: completedAt };
  if (firstLink === null || number < firstLink) return { kind: 'SUPERSEDED' };
  if (expiresAt <= now) return { kind: 'EXPIRED', at: expiresAt };
  return { kind: 'OPEN' };
}

export function after(at: Date, ms: number): Date {
  return new Date(at.getTime() + ms);
}

/** Whole seconds until an instant, rounded up; null when it has come. */
export function secondsUntil(at: Date, now: Date): number | null {
  const left = at.getTime() - now.getTime();
  return left > 0 ? Math.ceil(left / SECOND_MS) : null;
}

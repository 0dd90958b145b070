// A person's mobile number from nothing to validated (T19, POL-701..709). Time is no event of its own: what has expired is
// told by `phoneStateOf`. Wrong codes lock beside it, whatever the number, as a lock of sign-in does.

export const PHONE_STATES = ['NONE', 'UNVALIDATED', 'CODE_SENT', 'VALIDATED'] as const;
export type PhoneState = (typeof PHONE_STATES)[number];

export const PHONE_EVENTS = ['NUMBER_CHANGED', 'NUMBER_REMOVED', 'CODE_ASKED', 'CODE_WRONG', 'CODE_RIGHT'] as const;
export type PhoneEvent = (typeof PHONE_EVENTS)[number];

export type PhoneEffect = 'END_CODE' | 'MAKE_CODE' | 'COUNT_WRONG' | 'USE_CODE' | 'FORGET_VALIDATION';
export type PhoneRefusal = 'NO_NUMBER' | 'NO_CODE' | 'VALIDATED_ALREADY';

export type PhoneStep = { to: PhoneState; effects: readonly PhoneEffect[] } | { refusal: PhoneRefusal };

const to = (state: PhoneState, ...effects: PhoneEffect[]): PhoneStep => ({ to: state, effects });
const refuse = (refusal: PhoneRefusal): PhoneStep => ({ refusal });

const TABLE: Record<PhoneState, Record<PhoneEvent, PhoneStep>> = {
  NONE: {
    NUMBER_CHANGED: to('UNVALIDATED'),
    NUMBER_REMOVED: refuse('NO_NUMBER'),
    CODE_ASKED: refuse('NO_NUMBER'),
    CODE_WRONG: refuse('NO_NUMBER'),
    CODE_RIGHT: refuse('NO_NUMBER'),
  },
  UNVALIDATED: {
    NUMBER_CHANGED: to('UNVALIDATED', 'END_CODE'),
    NUMBER_REMOVED: to('NONE', 'END_CODE'),
    // A code whose time is over still has its row.
    CODE_ASKED: to('CODE_SENT', 'END_CODE', 'MAKE_CODE'),
    CODE_WRONG: refuse('NO_CODE'),
    CODE_RIGHT: refuse('NO_CODE'),
  },
  CODE_SENT: {
    NUMBER_CHANGED: to('UNVALIDATED', 'END_CODE'),
    NUMBER_REMOVED: to('NONE', 'END_CODE'),
    CODE_ASKED: to('CODE_SENT', 'END_CODE', 'MAKE_CODE'),
    CODE_WRONG: to('CODE_SENT', 'COUNT_WRONG'),
    CODE_RIGHT: to('VALIDATED', 'USE_CODE'),
  },
  VALIDATED: {
    NUMBER_CHANGED: to('UNVALIDATED', 'FORGET_VALIDATION'),
    NUMBER_REMOVED: to('NONE', 'FORGET_VALIDATION'),
    CODE_ASKED: refuse('VALIDATED_ALREADY'),
    CODE_WRONG: refuse('VALIDATED_ALREADY'),
    CODE_RIGHT: refuse('VALIDATED_ALREADY'),
  },
};

export function stepPhone(state: PhoneState, event: PhoneEvent): PhoneStep {
  return TABLE[state][event];
}

/** What of the rows says where a number stands. */
export interface PhoneFacts {
  mobile: string | null;
  mobileValidatedAt: Date | null;
  /** Until when the open code is good; null without one. */
  codeExpiresAt: Date | null;
}

export function phoneStateOf({ mobile, mobileValidatedAt, codeExpiresAt }: PhoneFacts, now: Date): PhoneState {
  if (mobile === null) return 'NONE';
  if (mobileValidatedAt) return 'VALIDATED';
  return codeExpiresAt && codeExpiresAt > now ? 'CODE_SENT' : 'UNVALIDATED';
}

import { describe, expect, it } from 'vitest';
import {
  countWrongCode,
  lockOfCodes,
  nextCodeAt,
  PHONE_CODE,
  readMobile,
  readPhone,
} from '#server/modules/account/contact-rules.ts';
import { PHONE_EVENTS, PHONE_STATES, phoneStateOf, stepPhone } from '#server/modules/account/phone-machine.ts';
import { HOUR_MS, MINUTE_MS } from '#test/kit/clock.ts';

const NOW = new Date('2026-11-23T11:00:00Z');
const later = (ms: number) => new Date(NOW.getTime() + ms);

describe('a mobile number', () => {
  // One row a state, one column an event, in the order of PHONE_EVENTS.
  const TABLE: Record<(typeof PHONE_STATES)[number], string[]> = {
    NONE: ['UNVALIDATED', '!NO_NUMBER', '!NO_NUMBER', '!NO_NUMBER', '!NO_NUMBER'],
    UNVALIDATED: ['UNVALIDATED +END_CODE', 'NONE +END_CODE', 'CODE_SENT +END_CODE +MAKE_CODE', '!NO_CODE', '!NO_CODE'],
    CODE_SENT: [
      'UNVALIDATED +END_CODE',
      'NONE +END_CODE',
      'CODE_SENT +END_CODE +MAKE_CODE',
      'CODE_SENT +COUNT_WRONG',
      'VALIDATED +USE_CODE',
    ],
    VALIDATED: [
      'UNVALIDATED +FORGET_VALIDATION',
      'NONE +FORGET_VALIDATION',
      '!VALIDATED_ALREADY',
      '!VALIDATED_ALREADY',
      '!VALIDATED_ALREADY',
    ],
  };
  const told = (step: ReturnType<typeof stepPhone>) =>
    'refusal' in step ? `!${step.refusal}` : [step.to, ...step.effects.map((effect) => `+${effect}`)].join(' ');

  it.each(PHONE_STATES)('[POL-709] %s answers every event as the table says', (state) => {
    expect(PHONE_EVENTS.map((event) => told(stepPhone(state, event)))).toEqual(TABLE[state]);
  });

  it('[POL-709] only a right code validates, and only while one is out', () => {
    const ways = PHONE_STATES.flatMap((state) =>
      PHONE_EVENTS.filter((event) => {
        const step = stepPhone(state, event);
        return 'to' in step && step.to === 'VALIDATED';
      }).map((event) => [state, event]),
    );
    expect(ways).toEqual([['CODE_SENT', 'CODE_RIGHT']]);
  });

  it('its state is told by its rows, and a code whose time is over is none', () => {
    const mobile = '3331234567';
    const facts = { mobile, mobileValidatedAt: null, codeExpiresAt: null };
    expect(phoneStateOf({ ...facts, mobile: null, mobileValidatedAt: NOW }, NOW)).toBe('NONE');
    expect(phoneStateOf(facts, NOW)).toBe('UNVALIDATED');
    expect(phoneStateOf({ ...facts, codeExpiresAt: later(1) }, NOW)).toBe('CODE_SENT');
    expect(phoneStateOf({ ...facts, codeExpiresAt: NOW }, NOW)).toBe('UNVALIDATED');
    expect(phoneStateOf({ ...facts, mobileValidatedAt: NOW, codeExpiresAt: later(1) }, NOW)).toBe('VALIDATED');
  });
});

describe('what is typed for a number', () => {
  it('[POL-701] a number with +39 or 0039 is told apart from a wrong one', () => {
    for (const typed of ['+39 333 123 4567', '0039 3331234567', '+393331234567', '39 333 1234567', '+44 7700 900123']) {
      expect([typed, readMobile(typed)]).toEqual([typed, { fault: 'PREFIX' }]);
    }
    expect(readPhone('+39 051 123456')).toEqual({ fault: 'PREFIX' });
    expect(readPhone('0039051123456')).toEqual({ fault: 'PREFIX' });
  });

  it('[POL-708] spaces and signs do not count; only Italian mobile numbers are taken', () => {
    for (const typed of [
      '333 123 4567',
      ' 333-1234567',
      '333.12.34.567',
      '(333) 1234567',
      '333\u00a01234567',
      '333/1234567',
    ])
      expect([typed, readMobile(typed)]).toEqual([typed, { mobile: '3331234567' }]);
    // 393 is a prefix of mobile numbers, not the one of the country.
    expect(readMobile('393 123 4567')).toEqual({ mobile: '3931234567' });
    expect(readMobile('335 123 456')).toEqual({ mobile: '335123456' });
    for (const typed of ['051 123456', '333', '33312345678', '300 1234567', '3a3 123 4567', '199 123456', '311234567'])
      expect([typed, readMobile(typed)]).toEqual([typed, { fault: 'FORM' }]);
    expect(readPhone('051 123 456')).toEqual({ phone: '051123456' });
    expect(readPhone('+33 4 78 12 34 56')).toEqual({ phone: '+33478123456' });
    expect(readPhone('casa')).toEqual({ fault: 'FORM' });
  });
});

describe('limits of codes', () => {
  it('[DEC-08] the fifth wrong code locks for 15 minutes, after which it counts from the beginning', () => {
    let counted = { wrongCodes: 0, codesLockedUntil: null as Date | null };
    const left: number[] = [];
    for (let n = 0; n < PHONE_CODE.mostWrong; n++) {
      const next = countWrongCode(counted, NOW);
      left.push(next.triesLeft);
      counted = next;
    }
    expect(left).toEqual([4, 3, 2, 1, 0]);
    expect(lockOfCodes(counted, later(15 * MINUTE_MS - 1))).toEqual(later(15 * MINUTE_MS));
    expect(lockOfCodes(counted, later(15 * MINUTE_MS))).toBeNull();
    expect(countWrongCode(counted, later(15 * MINUTE_MS))).toMatchObject({ wrongCodes: 1, codesLockedUntil: null });
  });

  it('another code after a minute, at once when the SMS was refused, and five an hour', () => {
    const asked = (minutesAgo: number, lost = false) => ({ createdAt: later(-minutesAgo * MINUTE_MS), lost });
    expect(nextCodeAt([], NOW)).toBeNull();
    expect(nextCodeAt([asked(0)], NOW)).toEqual(later(MINUTE_MS));
    expect(nextCodeAt([asked(0, true)], NOW)).toBeNull();
    expect(nextCodeAt([asked(1)], NOW)).toBeNull();
    const five = [50, 40, 30, 20, 10].map((minutes) => asked(minutes, true));
    expect(nextCodeAt(five, NOW)).toEqual(later(HOUR_MS - 50 * MINUTE_MS));
    expect(nextCodeAt(five.slice(1), NOW)).toBeNull();
  });
});

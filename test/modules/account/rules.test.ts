import { describe, expect, it } from 'vitest';
import { normalIdentifier } from '#server/modules/account/input.ts';
import { decideAdmission, grantsAt, secondsUntil, sessionEnd } from '#server/modules/account/rules.ts';
import { networkOf } from '#server/modules/account/service/attempts.ts';

const NOW = new Date('2026-11-23T11:00:00Z');
const at = (minutes: number): Date => new Date(NOW.getTime() + minutes * 60_000);

describe('lock-out policy', () => {
  it('[DEC-07] tells a lock of the typed identifier, hides one of the account, and frees at the very instant', () => {
    expect(decideAdmission({ identifier: at(1), account: null }, NOW)).toEqual({ kind: 'LOCKED', until: at(1) });
    expect(decideAdmission({ identifier: at(1), account: at(2) }, NOW).kind).toBe('LOCKED');
    expect(decideAdmission({ identifier: null, account: at(1) }, NOW)).toEqual({ kind: 'REFUSE_SILENTLY' });
    expect(decideAdmission({ identifier: NOW, account: NOW }, NOW)).toEqual({ kind: 'CHECK' });
  });

  it('[POL-604] rounds the wait up to whole seconds', () => {
    expect(secondsUntil(new Date(NOW.getTime() + 1), NOW)).toBe(1);
    expect(secondsUntil(new Date(NOW.getTime() + 899_001), NOW)).toBe(900);
  });

  it('[SEC-024] gives every variant of an identifier one form', () => {
    const forms = [
      'Nome.Cognome',
      ' nome.cognome\t',
      'nome .cognome',
      'nome.cog​nome',
      'ＮＯＭＥ.cognome',
      'nome\0.cognome',
    ];
    expect(new Set(forms.map(normalIdentifier))).toEqual(new Set(['nome.cognome']));
  });

  it('[DEC-07] counts a subscriber’s IPv6 network as one address', () => {
    expect(networkOf('2001:db8:1:2:aaaa::1')).toBe(networkOf('2001:0db8:0001:0002::ffff'));
    expect(networkOf('2001:db8:1:2::1')).not.toBe(networkOf('2001:db8:1:3::1'));
    expect(networkOf('::1')).toBe('0:0:0:0');
    expect(networkOf('::ffff:192.0.2.1')).toBe('192.0.2.1');
  });
});

describe('session policy', () => {
  const times = { remembered: false, createdAt: NOW, lastUsedAt: at(10), expiresAt: at(12 * 60) };
  const office = { role: 'OFFICE', schoolCode: null, startsAt: NOW, endsAt: null } as const;

  it('[ACC-03] the first of idle and absolute end counts; remembered ones have the absolute alone', () => {
    expect(sessionEnd(times, [])).toEqual(at(40));
    expect(sessionEnd({ ...times, lastUsedAt: at(11 * 60 + 50) }, [])).toEqual(at(12 * 60));
    const remembered = { ...times, remembered: true, expiresAt: at(30 * 24 * 60) };
    expect(sessionEnd(remembered, [])).toEqual(at(30 * 24 * 60));
    expect(sessionEnd(remembered, [office])).toEqual(at(40));
  });

  it('[ACC-03] a role holds from its start until just before its end', () => {
    const grant = { ...office, startsAt: NOW, endsAt: at(1) };
    expect([at(-1), NOW, at(1)].map((now) => grantsAt([grant], now).length)).toEqual([0, 1, 0]);
  });
});

import { describe, expect, it } from 'vitest';
import { isKnown } from '#server/graphql/known.ts';

describe('what is known', () => {
  const known = {
    id: '1',
    code: 'X',
    session: { id: '2', lab: { title: 'T' }, school: null },
    mails: [{ state: 'SENT' }],
  };

  it.each([
    [{}, true],
    [{ select: { id: true, session: { select: { id: true } } } }, true],
    [{ include: { session: { include: { lab: true, school: { include: { roles: true } } } } } }, true],
    [{ select: { mails: { select: { state: true }, orderBy: { createdAt: 'desc' }, take: 1 } } }, true],
    [{ select: { mails: { select: { state: true, sentAt: true } } } }, false],
    [{ include: { mails: true } }, false],
    [{ include: { mails: { where: { state: 'WAITING' }, select: { state: true } } } }, false],
    [{ include: { mails: {} } }, false],
    [{ select: { account: true } }, false],
    [{ select: { account: false } }, true],
    [{ include: { session: { include: { bookings: { take: 1 } } } } }, false],
    [{ include: { _count: { select: { mails: true } } } }, false],
  ])('%j: %s', (selection, answer) => expect(isKnown(known, selection)).toBe(answer));
});

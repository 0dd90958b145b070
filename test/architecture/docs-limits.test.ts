import { expect, it } from 'vitest';
import { PHONE_CODE, PHONE_CODE_LIMITS } from '#server/modules/account/contact-rules.ts';
import { PASSWORD_LENGTH } from '#server/modules/account/password-rules.ts';
import { RECOVERY, RECOVERY_LIMITS } from '#server/modules/account/recovery-rules.ts';
import { LOCKOUT, NETWORK_LIMIT } from '#server/modules/account/rules.ts';
import { SECOND_FACTOR } from '#server/modules/account/second-factor-rules.ts';
import { readSource } from './sources.ts';

const minutes = (ms: number): number => ms / 60_000;

it('[SEC-020] the limits on credentials that the documents state are those of the code', () => {
  const { text } = readSource('docs/operations.md');
  const stated = [
    `| ${LOCKOUT.wrongPasswords} in ${minutes(LOCKOUT.windowMs)} minutes, then locked for ${minutes(LOCKOUT.lockMs)} minutes |`,
    `| ${NETWORK_LIMIT.wrongPasswords} in ${minutes(NETWORK_LIMIT.windowMs)} minutes |`,
    `| ${PASSWORD_LENGTH.least} to ${PASSWORD_LENGTH.most} characters |`,
    `| ${minutes(RECOVERY.validMs)} minutes, once, ${RECOVERY.mostCodes} codes looked at; then ${minutes(RECOVERY.grantMs)} minutes to choose the password |`,
    `| ${SECOND_FACTOR.wrongAnswers} in ${minutes(LOCKOUT.windowMs)} minutes, then locked for ${minutes(LOCKOUT.lockMs)} minutes |`,
    `| ${minutes(SECOND_FACTOR.stepMs)} minutes, once, in the browser that began it |`,
    `| ${SECOND_FACTOR.recoveryCodes}, each once |`,
    `| ${RECOVERY_LIMITS.mailsAnAddress} an hour |`,
    `| SMS of recovery to one number | ${RECOVERY_LIMITS.smsANumber} an hour |`,
    `| ${minutes(PHONE_CODE.lifeMs)} minutes, once, ${PHONE_CODE.mostWrong} wrong codes in a row, then locked for ${minutes(PHONE_CODE.lockMs)} minutes |`,
    `| one a minute, ${PHONE_CODE_LIMITS.anAccount} an hour of one account, ${PHONE_CODE_LIMITS.aNumber} an hour to one number |`,
    `| ${RECOVERY_LIMITS.requestsANetwork} an hour |`,
  ];
  expect(stated.filter((line) => !text.includes(line))).toEqual([]);
  expect(minutes(RECOVERY_LIMITS.windowMs)).toBe(60);
  expect(text).toContain('a completed recovery lifts the lock at once');
});

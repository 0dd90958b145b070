import { execute, parse } from 'graphql';
import { expect, it } from 'vitest';
import type { Context } from '#server/graphql/context.ts';
import { schema } from '#server/schema.ts';
import { operationFor, rootFields } from './schema-walk.ts';

/** What leads to another password, or out; and the way back from an address that somebody else put in. */
const OPEN = [
  ...['changePassword', 'chooseRecoveredPassword', 'confirmRecoveryCode', 'confirmRecoveryLink', 'confirmSecondFactor'],
  ...['recoverUsername', 'setLocale', 'signIn', 'signOut', 'startRecovery', 'undoEmailChange'],
];

const viewer = {
  account: { kind: 'PERSON' },
  roles: [{ role: 'OFFICE' }],
  withheldRoles: [],
  accessToken: null,
  passwordDuty: 'TEMPORARY',
};
const contextValue = { viewer, locale: 'IT', say: (key: string) => key } as unknown as Context;

it('[SEC-008][IAM-406] a password that must be changed shuts every mutation but these, and no query', async () => {
  const open: string[] = [];
  for (const walked of rootFields(schema).filter(({ path }) => path.startsWith('Mutation.'))) {
    const { errors } = await execute({ schema, document: parse(operationFor(schema, walked)), contextValue });
    if (errors?.[0]?.extensions.code !== 'MUST_CHANGE') open.push(walked.path.slice('Mutation.'.length));
  }
  expect(open.sort()).toEqual(OPEN);
  const { errors } = await execute({ schema, document: parse('{ me { sessionExpiresAt } }'), contextValue });
  expect(errors?.[0]?.extensions.code).not.toBe('MUST_CHANGE');
});

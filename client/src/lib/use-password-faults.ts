import { useEffect, useState } from 'react';
import { useClient } from 'urql';
import type { PasswordFaultCode } from '../gql/graphql.ts';
import { graphql } from '../gql/index.ts';

const PASSWORD_FAULTS = graphql(`
  query PasswordFaults($password: String!, $ownWords: [String!]) {
    passwordFaults(password: $password, ownWords: $ownWords) { code message }
  }
`);

export const PASSWORD_LENGTH = { least: 12, most: 128 } as const;
const WAIT_MS = 350;

export type PasswordState =
  | { kind: 'empty' }
  | { kind: 'short'; missing: number }
  | { kind: 'long' }
  /** Long enough; the rest is being asked. */
  | { kind: 'checking' }
  | { kind: 'refused'; codes: readonly PasswordFaultCode[] }
  | { kind: 'good' }
  /** The server did not answer: it will judge when the form is sent. */
  | { kind: 'unknown' };

/** As people count: a letter with its accent is one, and so is a picture. */
export function passwordLength(password: string): number {
  return [...password.normalize('NFC')].length;
}

/**
 * What can be said of a password while it is typed. Its length is counted here; whether it is common or made of own
 * data is asked of the server a moment after the last key, which alone holds the list and the data.
 */
export function usePasswordState(password: string, ownWords: readonly string[] = []): PasswordState {
  const client = useClient();
  const [answer, setAnswer] = useState<{ password: string; state: PasswordState } | null>(null);
  const length = passwordLength(password);
  const isLong = length >= PASSWORD_LENGTH.least && length <= PASSWORD_LENGTH.most;
  const words = JSON.stringify(ownWords);

  useEffect(() => {
    if (!isLong) return;
    let stale = false;
    const timer = setTimeout(async () => {
      const variables = { password, ownWords: JSON.parse(words) as string[] };
      const { data } = await client.query(PASSWORD_FAULTS, variables, { requestPolicy: 'network-only' }).toPromise();
      if (stale) return;
      const codes = data?.passwordFaults.map(({ code }) => code) ?? null;
      const state: PasswordState =
        codes === null ? { kind: 'unknown' } : codes.length > 0 ? { kind: 'refused', codes } : { kind: 'good' };
      setAnswer({ password, state });
    }, WAIT_MS);
    return () => {
      stale = true;
      clearTimeout(timer);
    };
  }, [client, password, words, isLong]);

  if (length === 0) return { kind: 'empty' };
  if (length < PASSWORD_LENGTH.least) return { kind: 'short', missing: PASSWORD_LENGTH.least - length };
  if (length > PASSWORD_LENGTH.most) return { kind: 'long' };
  return answer?.password === password ? answer.state : { kind: 'checking' };
}

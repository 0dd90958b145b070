import { useCallback, useEffect, useState } from 'react';
import { type Client, useClient } from 'urql';
import type { DeclaredField, OpenRegistrationLinkMutation } from '../../gql/graphql.ts';
import { graphql } from '../../gql/index.ts';
import { type Failure, failureOf } from '../../lib/graphql.ts';

const OPEN = graphql(`
  mutation OpenRegistrationLink($token: String!) {
    openRegistrationLink(token: $token) {
      __typename
      ... on Error { message }
      ... on OpenRegistrationLinkSuccess {
        firstName lastName email fiscalCode username differing expiresAt
      }
      ... on RegistrationLinkExpiredError { expiredAt }
      ... on ComparisonLimitError { retryAfter }
    }
  }
`);

const CORRECT = graphql(`
  mutation CorrectRegistration($token: String!) {
    correctRegistration(token: $token) { __typename ... on Error { message } }
  }
`);

const COMPLETE = graphql(`
  mutation CompleteRegistration($input: CompleteRegistrationInput!) {
    completeRegistration(input: $input) {
      __typename
      ... on Error { message }
      ... on CompleteRegistrationSuccess { username }
      ... on InvalidInputError { issues { path message } }
      ... on DataDifferError { fields }
      ... on BusyError { retryAfter }
    }
  }
`);

type Answer = OpenRegistrationLinkMutation['openRegistrationLink'];
export type Opened = Extract<Answer, { __typename: 'OpenRegistrationLinkSuccess' }>;
export type LinkRefusal = Exclude<Answer, Opened>;

export type LinkState =
  | { status: 'loading' }
  | { status: 'failed'; failure: Failure | null }
  | { status: 'refused'; refusal: LinkRefusal }
  | { status: 'open'; opened: Opened };

/** What the link of the mail leads to. Opening consumes nothing, so it may be repeated. */
export function useLink(token: string): LinkState & { reload: () => void } {
  const client = useClient();
  const [state, setState] = useState<LinkState>({ status: 'loading' });
  const open = useCallback(async () => {
    const answer = await client.mutation(OPEN, { token }).toPromise();
    const result = answer.data?.openRegistrationLink;
    if (!result) setState({ status: 'failed', failure: failureOf(answer) });
    else if (result.__typename === 'OpenRegistrationLinkSuccess') setState({ status: 'open', opened: result });
    else setState({ status: 'refused', refusal: result });
  }, [client, token]);
  useEffect(() => void open(), [open]);
  return { ...state, reload: () => void open() };
}

/** null when this browser holds the registration now; else the reason why not. */
export async function takeBack(client: Client, token: string): Promise<string | Failure | null> {
  const answer = await client.mutation(CORRECT, { token }).toPromise();
  const result = answer.data?.correctRegistration;
  if (!result) return failureOf(answer);
  return result.__typename === 'CorrectRegistrationSuccess' ? null : result.message;
}

export type Completed =
  | { kind: 'done'; username: string }
  | { kind: 'password'; messages: readonly string[] }
  | { kind: 'differs'; fields: readonly DeclaredField[] }
  | { kind: 'refused'; message: string }
  | { kind: 'failed'; failure: Failure | null };

const MOST_WAITS = 5;
const pause = (seconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, seconds * 1000));

/** While the server has too many passwords to look after, it waits its turn and asks again. */
export async function complete(
  client: Client,
  input: { token: string; password: string; acceptDifferences: boolean },
  waits: number = MOST_WAITS,
): Promise<Completed> {
  const answer = await client.mutation(COMPLETE, { input }).toPromise();
  const result = answer.data?.completeRegistration;
  if (!result) return { kind: 'failed', failure: failureOf(answer) };
  switch (result.__typename) {
    case 'CompleteRegistrationSuccess':
      return { kind: 'done', username: result.username };
    case 'InvalidInputError':
      return { kind: 'password', messages: result.issues.map(({ message }) => message) };
    case 'DataDifferError':
      return { kind: 'differs', fields: result.fields };
    case 'BusyError':
      if (waits === 0) return { kind: 'refused', message: result.message };
      await pause(result.retryAfter);
      return complete(client, input, waits - 1);
    default:
      return { kind: 'refused', message: result.message };
  }
}

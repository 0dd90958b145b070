import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation, useNavigate } from 'react-router';
import { useClient } from 'urql';
import { failureText } from '../../components/pages.tsx';
import type { SignInInput } from '../../gql/graphql.ts';
import { graphql } from '../../gql/index.ts';
import { failureOf } from '../../lib/graphql.ts';
import { useViewer } from '../../lib/viewer.tsx';
import type { Lock } from './locked.tsx';
import type { Revoked } from './revoked.tsx';

const SIGN_IN = graphql(`
  mutation SignIn($input: SignInInput!) {
    signIn(input: $input) {
      __typename
      ... on Error { message }
      ... on SignInSuccess { viewer { account { id } } }
      ... on LockedError { until scope }
      ... on AccountRevokedError { revokedAt }
      ... on BusyError { retryAfter }
      ... on InvalidInputError { issues { path message } }
    }
  }
`);
const SLOW_AFTER_MS = 4_000;
const MOST_WAITS = 5;

export type Refused =
  | { kind: 'locked'; lock: Lock }
  | { kind: 'revoked'; revoked: Revoked }
  | { kind: 'faults'; faults: readonly { path: string | null; message: string }[] };

interface SignIn {
  /** Null when it worked: the page then moves on by itself. */
  signIn: (input: SignInInput) => Promise<Refused | null>;
  sending: boolean;
  slow: boolean;
}

const pause = (seconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, seconds * 1000));

/** Signs in; while the server has too many passwords to check, it waits its turn and asks again. */
export function useSignIn(): SignIn {
  const { t } = useTranslation('signIn');
  const client = useClient();
  const navigate = useNavigate();
  const { search } = useLocation();
  const { changePerson } = useViewer();
  const [sending, setSending] = useState(false);
  const [slow, setSlow] = useState(false);
  const fault = (message: string): Refused => ({ kind: 'faults', faults: [{ path: null, message }] });

  async function ask(input: SignInInput, waits: number): Promise<Refused | null> {
    const answer = await client.mutation(SIGN_IN, { input }).toPromise();
    if (!answer.data) return fault(failureText(failureOf(answer), t));
    const { signIn: result } = answer.data;
    switch (result.__typename) {
      case 'SignInSuccess':
        return (await changePerson()) ? null : fault(t('noCookie'));
      case 'LockedError':
        return { kind: 'locked', lock: { until: result.until, scope: result.scope } };
      case 'AccountRevokedError':
        return { kind: 'revoked', revoked: { revokedAt: result.revokedAt } };
      case 'WrongCredentialsError':
        return fault(t('wrong'));
      case 'SecondFactorRequired':
        // The page of the second step reads by itself what it waits for.
        void navigate({ pathname: '/accedi/secondo-passo', search });
        return null;
      case 'InvalidInputError':
        return { kind: 'faults', faults: result.issues };
      case 'BusyError':
        if (waits === 0) return fault(t('busy'));
        setSlow(true);
        await pause(result.retryAfter);
        return ask(input, waits - 1);
    }
  }
  async function signIn(input: SignInInput): Promise<Refused | null> {
    setSending(true);
    const timer = setTimeout(() => setSlow(true), SLOW_AFTER_MS);
    const refused = await ask(input, MOST_WAITS);
    clearTimeout(timer);
    setSlow(false);
    setSending(false);
    return refused;
  }
  return { signIn, sending, slow };
}

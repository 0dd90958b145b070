import { useCallback, useState } from 'react';
import { useNavigate } from 'react-router';
import { useClient } from 'urql';
import { graphql } from '../gql/index.ts';
import { type Failure, failureOf } from './graphql.ts';
import { useViewer } from './viewer.tsx';

const SIGN_OUT = graphql(`
  mutation SignOut {
    signOut { ok }
  }
`);

/** History state of the moment between signing out and knowing it. */
export const LEAVING = { leaving: true };

/** Ends the session and shows the page that says so; a failure is told there too. */
export function useSignOut(): { signOut: () => Promise<void>; failure: Failure | null; sending: boolean } {
  const client = useClient();
  const navigate = useNavigate();
  const { changePerson } = useViewer();
  const [failure, setFailure] = useState<Failure | null>(null);
  const [sending, setSending] = useState(false);
  const signOut = useCallback(async () => {
    setSending(true);
    const result = await client.mutation(SIGN_OUT, {}).toPromise();
    setFailure(failureOf(result));
    if (result.error) {
      setSending(false);
      await navigate('/esci');
      return;
    }
    // The page is left first: one that is only for who is signed in would send to the sign-in.
    await navigate('/esci', { state: LEAVING });
    await changePerson();
    await navigate('/esci', { replace: true });
    setSending(false);
  }, [client, changePerson, navigate]);
  return { signOut, failure, sending };
}

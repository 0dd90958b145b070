import { useCallback, useEffect, useState } from 'react';
import { type AnyVariables, type Client, type TypedDocumentNode, useClient } from 'urql';
import type { FieldFault } from '../../components/error-summary.tsx';
import type { OwnRegistrationQuery, RegistrationDataInput } from '../../gql/graphql.ts';
import { graphql } from '../../gql/index.ts';
import { type Failure, failureOf } from '../../lib/graphql.ts';

const OWN = graphql(`
  query OwnRegistration {
    registrationTerms { version }
    registration {
      step
      fiscalCode
      expiresAt
      data {
        firstName lastName bornOn sex email
        birthPlace { code name kind province }
      }
      mail { delivery linkExpiresAt resendAt }
    }
  }
`);

const START = graphql(`
  mutation StartRegistration($input: StartRegistrationInput!) {
    startRegistration(input: $input) {
      __typename
      ... on Error { message }
      ... on InvalidInputError { issues { path message } }
    }
  }
`);

const SAVE = graphql(`
  mutation SaveRegistrationData($input: RegistrationDataInput!) {
    saveRegistrationData(input: $input) {
      __typename
      ... on Error { message }
      ... on InvalidInputError { issues { path message } }
    }
  }
`);

const CONFIRM = graphql(`
  mutation ConfirmRegistrationData {
    confirmRegistrationData { __typename ... on Error { message } }
  }
`);

const RESEND = graphql(`
  mutation ResendRegistrationMail($token: String) {
    resendRegistrationMail(token: $token) { __typename ... on Error { message } }
  }
`);

export type Own = NonNullable<OwnRegistrationQuery['registration']>;

export interface OwnState {
  status: 'loading' | 'ready' | 'failed';
  failure: Failure | null;
  own: Own | null;
  termsVersion: string;
}

/** The registration that this browser holds, read from the server whenever a step appears. */
export function useOwnRegistration(): OwnState & { reload: () => Promise<void> } {
  const client = useClient();
  const [state, setState] = useState<OwnState>({ status: 'loading', failure: null, own: null, termsVersion: '' });
  const reload = useCallback(async () => {
    const answer = await client.query(OWN, {}, { requestPolicy: 'network-only' }).toPromise();
    const { data } = answer;
    setState((before) => {
      if (data) {
        const { registration, registrationTerms } = data;
        return { status: 'ready', failure: null, own: registration ?? null, termsVersion: registrationTerms.version };
      }
      // A failed second reading leaves what was known on screen.
      return before.status === 'ready' ? before : { ...before, status: 'failed', failure: failureOf(answer) };
    });
  }, [client]);
  useEffect(() => void reload(), [reload]);
  return { ...state, reload };
}

/** What came of an act: done, or why not. */
export type Outcome =
  | { kind: 'done' }
  | { kind: 'faults'; faults: readonly { path: string | null; message: string }[] }
  | { kind: 'refused'; typename: string; message: string }
  | { kind: 'failed'; failure: Failure };

interface Refusable {
  __typename: string;
  message?: string;
  issues?: readonly { path: string; message: string }[];
}

const UNKNOWN: Failure = { code: 'OTHER', requestId: null, retryAfter: null };

async function perform<Data extends Record<string, unknown>, Variables extends AnyVariables>(
  client: Client,
  document: TypedDocumentNode<Data, Variables>,
  variables: Variables,
): Promise<Outcome> {
  const answer = await client.mutation(document, variables).toPromise();
  const result = answer.data ? (Object.values(answer.data)[0] as Refusable) : null;
  if (!result) return { kind: 'failed', failure: failureOf(answer) ?? UNKNOWN };
  if (result.issues) return { kind: 'faults', faults: result.issues };
  if (result.message !== undefined) return { kind: 'refused', typename: result.__typename, message: result.message };
  return { kind: 'done' };
}

export const startRegistration = (
  client: Client,
  input: { fiscalCode: string; termsVersion: string; proof: string },
): Promise<Outcome> => perform(client, START, { input });

export const saveData = (client: Client, input: RegistrationDataInput): Promise<Outcome> =>
  perform(client, SAVE, { input });

export const confirmData = (client: Client): Promise<Outcome> => perform(client, CONFIRM, {});

/** `token` of a link that expired; null for the registration of this browser. */
export const resendMail = (client: Client, token: string | null): Promise<Outcome> =>
  perform(client, RESEND, { token });

/** Faults of the input at the fields of the page; what belongs to no field stands alone. */
export function fieldFaults(
  faults: readonly { path: string | null; message: string }[],
  ids: Readonly<Record<string, string>>,
): FieldFault[] {
  return faults.map(({ path, message }) => ({ field: (path !== null && ids[path]) || null, message }));
}

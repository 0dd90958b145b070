import { type Challenge, solveChallengeWorkers } from 'altcha-lib';

import type { Client } from 'urql';
import { graphql } from '../gql/index.ts';
import SecurityWorker from './security-worker.ts?worker';

const SECURITY_CHECK = graphql(`
  query SecurityCheck {
    securityCheck { challenge expiresAt }
  }
`);
// More would take the machine away from whoever types meanwhile.
const MOST_WORKERS = 4;
const GIVE_UP_MS = 90_000;

export interface Proof {
  proof: string;
  /** By the server's clock. */
  expiresAt: string;
}

/** Asks for work and does it, in workers of this origin. Throws when either fails; null when `controller` aborts. */
export async function solveSecurityCheck(client: Client, controller: AbortController): Promise<Proof | null> {
  const { data } = await client.query(SECURITY_CHECK, {}, { requestPolicy: 'network-only' }).toPromise();
  if (!data) throw new Error('no security check came');
  const challenge = JSON.parse(data.securityCheck.challenge) as Challenge;
  const solution = await solveChallengeWorkers({
    challenge,
    concurrency: Math.min(MOST_WORKERS, navigator.hardwareConcurrency || 1),
    controller,
    createWorker: () => new SecurityWorker(),
    timeout: GIVE_UP_MS,
  });
  if (controller.signal.aborted) return null;
  if (!solution) throw new Error('the security check was not solved in time');
  return { proof: JSON.stringify({ challenge, solution }), expiresAt: data.securityCheck.expiresAt };
}

import { createHash } from 'node:crypto';
import { type Challenge, createChallenge, type Payload, randomInt, verifySolution } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2';
import { z } from 'zod';
import type { Clock } from './clock.ts';
import { type SqlRunner, sql } from './db/db.ts';
import { DomainError } from './errors.ts';
import { keyedHash } from './tokens.ts';

/** What an anonymous act asks of the sender's machine in place of pictures to recognise (DEC-09). */
export interface ProofOfWork {
  /** The work to do, as ALTCHA's JSON, and until when it is accepted. Nothing is kept of it here. */
  challenge(): Promise<{ challenge: string; expiresAt: Date }>;
  /** Takes a proof, once in the whole installation. Throws ProofError. */
  spend(db: SqlRunner, proof: string): Promise<void>;
}

/** The proof is missing, wrong, too old or was used before: another challenge has to be solved. */
export class ProofError extends DomainError {
  readonly key = 'error.proof';

  constructor() {
    super('the proof of work is not accepted');
  }
}

// About a second of one core of an old telephone; half of it on average for a computer.
const WORK = { algorithm: 'PBKDF2/SHA-256', cost: 1_000, least: 300, most: 900 } as const;
const VALID_MS = 20 * 60_000;
const LONGEST_PROOF = 4_000;

const parameters = z.looseObject({
  algorithm: z.literal(WORK.algorithm),
  cost: z.literal(WORK.cost),
  data: z.object({ until: z.number() }),
});
const payload = z.object({
  challenge: z.object({ parameters, signature: z.string() }),
  solution: z.object({ counter: z.int().nonnegative(), derivedKey: z.string() }),
});

export function createProofOfWork({ clock, serverKey }: { clock: Clock; serverKey: Buffer }): ProofOfWork {
  const secrets = {
    hmacSignatureSecret: keyedHash(serverKey, 'proof of work').toString('base64'),
    hmacKeySignatureSecret: keyedHash(serverKey, 'proof of work, key').toString('base64'),
  };

  /** Until when the proof would be accepted; null when it is not one. */
  async function judge(proof: string): Promise<Date | null> {
    const parsed = proof.length <= LONGEST_PROOF ? payload.safeParse(parseJson(proof)) : null;
    if (!parsed?.success) return null;
    const { challenge, solution } = parsed.data as Payload & z.infer<typeof payload>;
    const { verified } = await verifySolution({ challenge: challenge as Challenge, solution, deriveKey, ...secrets });
    return verified ? new Date(challenge.parameters.data.until) : null;
  }

  return {
    async challenge() {
      // The library would judge its own expiry by the machine's clock.
      const expiresAt = new Date(clock.now().getTime() + VALID_MS);
      const challenge = await createChallenge({
        algorithm: WORK.algorithm,
        cost: WORK.cost,
        counter: randomInt(WORK.most, WORK.least),
        data: { until: expiresAt.getTime() },
        deriveKey,
        ...secrets,
      });
      return { challenge: JSON.stringify(challenge), expiresAt };
    },
    async spend(db, proof) {
      const until = await judge(proof);
      const now = clock.now();
      if (!until || until <= now) throw new ProofError();
      const { signature } = (JSON.parse(proof) as Payload).challenge;
      const key = createHash('sha256').update(String(signature)).digest();
      if (!(await insertSpent(db, key, until, now))) throw new ProofError();
    },
  };
}

/** False when it was spent before. Forgets a few of those that expired. */
async function insertSpent(db: SqlRunner, key: Buffer, until: Date, now: Date): Promise<boolean> {
  const rows = await db.query(sql`
    with forgotten as (
      delete from spent_proof where proof in (
        select proof from spent_proof where expires_at <= ${now} limit 10 for update skip locked)
    )
    insert into spent_proof (proof, expires_at) values (${key}, ${until}) on conflict (proof) do nothing
    returning proof`);
  return rows.length > 0;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

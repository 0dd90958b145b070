import { recordAudit } from '../../../platform/audit/audit.ts';
import type { SqlTx } from '../../../platform/db/db.ts';
import { newId } from '../../../platform/ids.ts';
import { newToken, tokenHash } from '../../../platform/tokens.ts';
import { absoluteEnd, type Grant, grantsAt, mayBeRemembered, SESSION } from '../rules.ts';
import type { SecondStepMethod } from '../second-factor-rules.ts';
import { endSession, insertSession } from '../store.ts';
import type { SignedIn, SignInOrigin } from './deps.ts';
import { tellNewDevice } from './new-device.ts';
import type { Sessions } from './sessions.ts';

const MAX_USER_AGENT = 300;

/** Somebody who has shown all that was asked for. */
export interface Entrance {
  accountId: string;
  /** The hash that was verified. */
  passwordHash: string;
  grants: readonly Grant[];
  remember: boolean;
  /** null: the account asks for none. */
  secondFactor: SecondStepMethod | null;
  origin: SignInOrigin;
  at: Date;
}

export interface Opened {
  token: string;
  remembered: boolean;
}

export interface Opening {
  /** Opens the session. null when the account was disabled, or its password changed, since it was verified. */
  open(tx: SqlTx, entrance: Entrance): Promise<Opened | null>;
  /** After commit: whoever stands behind the new session. null when it is over already. */
  enter(opened: Opened): Promise<SignedIn | null>;
}

/** The one way into an account, whatever was asked for before. */
export function createOpening(sessions: Sessions): Opening {
  return {
    async open(tx, { accountId, passwordHash, grants, remember, secondFactor, origin, at }) {
      const token = newToken();
      const id = newId();
      const remembered = remember && mayBeRemembered(grantsAt(grants, at));
      const expiresAt = absoluteEnd(remembered, at);
      const userAgent = origin.userAgent?.slice(0, MAX_USER_AGENT) ?? null;
      const session = {
        id,
        tokenHash: tokenHash(token),
        accountId,
        passwordHash,
        remembered,
        at,
        expiresAt,
        userAgent,
      };
      if (!(await insertSession(tx, session))) return null;
      const previous = origin.viewer?.loginSessionId;
      if (previous && (await endSession(tx, previous, at))) tx.afterCommit(() => sessions.ended([previous]));
      const who = { actorId: accountId, subjectId: accountId, at, requestId: origin.requestId };
      const data = { loginSessionId: id, remembered, secondFactor };
      await recordAudit(tx, { event: 'account.signedIn', data, ...who });
      await tellNewDevice(tx, { loginSessionId: id, accountId, userAgent, at });
      return { token, remembered };
    },
    async enter({ token, remembered }) {
      const viewer = await sessions.resolve(token);
      return viewer && { token, viewer, maxAgeSeconds: remembered ? SESSION.rememberedMs / 1000 : null };
    },
  };
}

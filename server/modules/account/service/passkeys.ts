import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server';
import type { Logger } from '../../../platform/logger.ts';
import { SECOND_FACTOR, type SecondFactorSettings } from '../second-factor-rules.ts';
import { passkeyUser, setupChallenge, stepChallenge } from '../second-factor-secrets.ts';
import type { ProvedFactor, SecondFactorRow } from '../second-factor-store.ts';

type Proved = NonNullable<ProvedFactor['passkey']>;

export interface PasskeyOwner {
  accountId: string;
  username: string;
  displayName: string;
}

export interface Passkeys {
  /** What the browser needs to make one, as JSON; those that the account has are left out. */
  makingOptions(setupId: string, owner: PasskeyOwner, factors: readonly SecondFactorRow[]): Promise<string>;
  /** null when it was not made here, now and by somebody whom the authenticator verified. */
  readMade(setupId: string, response: RegistrationResponseJSON): Promise<Proved | null>;
  /** What the browser needs to use one, as JSON; null when the account has none. */
  usingOptions(stepId: string, factors: readonly SecondFactorRow[]): Promise<string | null>;
  /** Which factor signed, and its count; null when none of these did, or not here and now. */
  readUsed(
    stepId: string,
    response: AuthenticationResponseJSON,
    factors: readonly SecondFactorRow[],
  ): Promise<{ factor: SecondFactorRow; signCount: number } | null>;
}

/** WebAuthn. The library is loaded when somebody first needs it: it takes its time. */
export function createPasskeys(
  { roles: _, issuer, host, origins }: SecondFactorSettings,
  { serverKey, logger }: { serverKey: Buffer; logger: Logger },
): Passkeys {
  const library = () => import('@simplewebauthn/server');
  const here = { expectedOrigin: [...origins], expectedRPID: host, requireUserVerification: true };

  /** A wrong answer makes the library throw: it is refused like any other, and the log says why. */
  async function verified<T>(verify: () => Promise<T>): Promise<T | null> {
    try {
      return await verify();
    } catch (error) {
      logger.info({ reason: error instanceof Error ? error.message : String(error) }, 'a passkey was refused');
      return null;
    }
  }

  return {
    async makingOptions(setupId, { accountId, username, displayName }, factors) {
      const { generateRegistrationOptions } = await library();
      const options = await generateRegistrationOptions({
        ...{ rpName: issuer, rpID: host, userName: username, userDisplayName: displayName },
        userID: new Uint8Array(passkeyUser(serverKey, accountId)),
        challenge: new Uint8Array(setupChallenge(serverKey, setupId)),
        attestationType: 'none',
        authenticatorSelection: { residentKey: 'preferred', userVerification: 'required' },
        excludeCredentials: credentialsOf(factors),
        timeout: SECOND_FACTOR.setupMs,
      });
      return JSON.stringify(options);
    },

    async readMade(setupId, response) {
      const { verifyRegistrationResponse } = await library();
      const expectedChallenge = setupChallenge(serverKey, setupId).toString('base64url');
      const result = await verified(() => verifyRegistrationResponse({ response, expectedChallenge, ...here }));
      if (!result?.verified) return null;
      const { id, publicKey, counter, transports } = result.registrationInfo.credential;
      return {
        credentialId: Buffer.from(id, 'base64url'),
        publicKey: Buffer.from(publicKey),
        signCount: counter,
        transports: transports ?? [],
      };
    },

    async usingOptions(stepId, factors) {
      const allowCredentials = credentialsOf(factors);
      if (allowCredentials.length === 0) return null;
      const { generateAuthenticationOptions } = await library();
      const options = await generateAuthenticationOptions({
        ...{ rpID: host, allowCredentials, userVerification: 'required', timeout: SECOND_FACTOR.stepMs },
        challenge: new Uint8Array(stepChallenge(serverKey, stepId)),
      });
      return JSON.stringify(options);
    },

    async readUsed(stepId, response, factors) {
      const factor = factors.find(({ credentialId }) => credentialId?.toString('base64url') === response.id);
      if (!factor?.publicKey) return null;
      const { verifyAuthenticationResponse } = await library();
      const expectedChallenge = stepChallenge(serverKey, stepId).toString('base64url');
      const credential = {
        id: response.id,
        publicKey: new Uint8Array(factor.publicKey),
        counter: factor.signCount ?? 0,
      };
      const result = await verified(() =>
        verifyAuthenticationResponse({ response, expectedChallenge, credential, ...here }),
      );
      return result?.verified ? { factor, signCount: result.authenticationInfo.newCounter } : null;
    },
  };
}

function credentialsOf(factors: readonly SecondFactorRow[]): { id: string; transports: string[] }[] {
  return factors.flatMap(({ credentialId, transports }) =>
    credentialId ? [{ id: credentialId.toString('base64url'), transports }] : [],
  );
}

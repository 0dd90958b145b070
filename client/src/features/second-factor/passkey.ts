import {
  browserSupportsWebAuthn,
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  startAuthentication,
  startRegistration,
  WebAuthnError,
} from '@simplewebauthn/browser';

/** What became of the browser's own dialog; the answer is JSON for the server. */
export type PasskeyOutcome = { kind: 'done'; answer: string } | { kind: 'given-up' | 'known-here' | 'failed' };

export const passkeysWork = (): boolean => browserSupportsWebAuthn();

export function makePasskey(options: string): Promise<PasskeyOutcome> {
  const optionsJSON = JSON.parse(options) as PublicKeyCredentialCreationOptionsJSON;
  return outcomeOf(() => startRegistration({ optionsJSON }));
}

export function askPasskey(options: string): Promise<PasskeyOutcome> {
  const optionsJSON = JSON.parse(options) as PublicKeyCredentialRequestOptionsJSON;
  return outcomeOf(() => startAuthentication({ optionsJSON }));
}

async function outcomeOf(ask: () => Promise<object>): Promise<PasskeyOutcome> {
  try {
    return { kind: 'done', answer: JSON.stringify(await ask()) };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    if (error instanceof WebAuthnError && error.code === 'ERROR_AUTHENTICATOR_PREVIOUSLY_REGISTERED')
      return { kind: 'known-here' };
    // Whoever closes the dialog and whoever waits too long are not told apart: the browser does not tell.
    return { kind: error.name === 'NotAllowedError' || error.name === 'AbortError' ? 'given-up' : 'failed' };
  }
}

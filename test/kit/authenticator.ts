// What proves itself to the server in tests: an authenticator app by RFC 6238, and an authenticator of passkeys that can
// be told to lie. Neither uses the libraries that the server checks them with.
import { createHash, createHmac, createSign, generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

function fromBase32(text: string): Buffer {
  const bits = [...text].map((character) => ALPHABET.indexOf(character).toString(2).padStart(5, '0')).join('');
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
}

/** The six digits that an app with this key shows at an instant. */
export function appCode(secret: string, at: Date): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(at.getTime() / 30_000)));
  const mac = createHmac('sha1', fromBase32(secret)).update(counter).digest();
  const offset = (mac.at(-1) ?? 0) & 15;
  return String((mac.readUInt32BE(offset) & 0x7f_ff_ff_ff) % 1_000_000).padStart(6, '0');
}

export interface Lies {
  origin?: string;
  host?: string;
  /** Whether it asked for a PIN or a finger. */
  userVerified?: boolean;
  challenge?: string;
  /** How often it says that it signed. */
  count?: number;
}

export interface TestPasskey {
  make(options: string, lies?: Lies): string;
  use(options: string, lies?: Lies): string;
}

const AT = 0x40;
const USER_PRESENT = 0x01;
const USER_VERIFIED = 0x04;

export function testPasskey(origin = 'http://localhost:4000'): TestPasskey {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const credentialId = randomBytes(32);
  const id = credentialId.toString('base64url');
  let count = 0;

  function parts(type: string, options: string, lies: Lies, more: Buffer) {
    const { challenge } = JSON.parse(options) as { challenge: string };
    const client = { type, challenge: lies.challenge ?? challenge, origin: lies.origin ?? origin, crossOrigin: false };
    const host = lies.host ?? new URL(origin).hostname;
    const flags = USER_PRESENT | (lies.userVerified === false ? 0 : USER_VERIFIED) | (more.length > 0 ? AT : 0);
    const counter = Buffer.alloc(4);
    counter.writeUInt32BE(lies.count ?? count++);
    const authenticatorData = Buffer.concat([sha256(host), Buffer.from([flags]), counter, more]);
    return { clientDataJSON: Buffer.from(JSON.stringify(client)), authenticatorData };
  }

  const answer = (response: Record<string, Buffer>): string =>
    JSON.stringify({
      ...{ id, rawId: id, type: 'public-key', clientExtensionResults: {} },
      response: Object.fromEntries(Object.entries(response).map(([key, value]) => [key, value.toString('base64url')])),
    });

  return {
    make(options, lies = {}) {
      const length = Buffer.from([0, credentialId.length]);
      const attested = Buffer.concat([Buffer.alloc(16), length, credentialId, coseKey(publicKey)]);
      const { clientDataJSON, authenticatorData } = parts('webauthn.create', options, lies, attested);
      return answer({ clientDataJSON, attestationObject: attestation(authenticatorData) });
    },
    use(options, lies = {}) {
      const { clientDataJSON, authenticatorData } = parts('webauthn.get', options, lies, Buffer.alloc(0));
      const signature = sign(privateKey, Buffer.concat([authenticatorData, sha256(clientDataJSON)]));
      return answer({ clientDataJSON, authenticatorData, signature });
    },
  };
}

const sha256 = (data: string | Buffer): Buffer => createHash('sha256').update(data).digest();
const sign = (key: KeyObject, data: Buffer): Buffer => createSign('sha256').update(data).sign(key);

/** CBOR of { 1: 2, 3: -7, -1: 1, -2: x, -3: y }: ES256 on P-256. */
function coseKey(key: KeyObject): Buffer {
  const { x = '', y = '' } = key.export({ format: 'jwk' });
  const coordinate = (label: number, value: string) =>
    Buffer.concat([Buffer.from([label, 0x58, 0x20]), Buffer.from(value, 'base64url')]);
  return Buffer.concat([Buffer.from([0xa5, 1, 2, 3, 0x26, 0x20, 1]), coordinate(0x21, x), coordinate(0x22, y)]);
}

/** CBOR of { fmt: 'none', attStmt: {}, authData }. */
function attestation(authData: Buffer): Buffer {
  const text = (value: string) => Buffer.concat([Buffer.from([0x60 + value.length]), Buffer.from(value)]);
  return Buffer.concat([
    ...[Buffer.from([0xa3]), text('fmt'), text('none'), text('attStmt'), Buffer.from([0xa0]), text('authData')],
    Buffer.from([0x58, authData.length]),
    authData,
  ]);
}

import type { IncomingMessage } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { ConfigError, readConfig } from '#server/config.ts';
import { clientAddress, trustedPeers } from '#server/http/client-address.ts';
import { sql } from '#server/platform/db/db.ts';
import { startTestApp, type TestApp } from '#test/kit/api.ts';

const SIGN_IN = 'mutation ($input: SignInInput!) { signIn(input: $input) { __typename } }';

let test: TestApp;
let started: TestApp | null = null;
afterEach(async () => {
  await started?.stop();
  started = null;
});

async function start(trustedProxies: string[]): Promise<void> {
  test = await startTestApp({ config: { trustedProxies } });
  started = test;
}

/**
 * Wrong passwords for as many unknown people, each with its own claim of who asks. How many stood together: every
 * identifier fails once, so only an address may have failed more often.
 */
async function failures(claims: readonly string[]): Promise<number[]> {
  for (const [n, claim] of claims.entries()) {
    const input = { identifier: `nessuno.${n}`, password: 'sbagliata' };
    await test.send(SIGN_IN, { input }, { headers: { 'x-forwarded-for': claim } });
  }
  const rows = await test.app.db.query<{ failures: number }>(
    sql`select failures from sign_in_throttle where failures > 1`,
  );
  return rows.map((row) => row.failures);
}

describe('behind a proxy', () => {
  it('[SEC-056] the word of a peer that is not named changes nothing', async () => {
    await start(['192.0.2.0/24']);
    expect(await failures(['203.0.113.1', '203.0.113.2', '203.0.113.3'])).toEqual([3]);
  });

  it('[SEC-056] the word of a named peer gives the client, and only the nearest address that is not a proxy', async () => {
    await start(['127.0.0.0/8', '::1']);
    const claims = ['203.0.113.1', '203.0.113.2', '198.51.100.7, 203.0.113.2', '203.0.113.3, 127.0.0.9'];
    // 203.0.113.2 twice: what it claims itself, on the left, is not believed. The others once.
    expect(await failures(claims)).toEqual([2]);
  });

  it.each([
    ['203.0.113.9', '198.51.100.1', '203.0.113.9'],
    ['127.0.0.1', undefined, '127.0.0.1'],
    ['::ffff:127.0.0.1', '198.51.100.1', '198.51.100.1'],
    ['127.0.0.1', '198.51.100.1, 203.0.113.5', '203.0.113.5'],
    ['127.0.0.1', '203.0.113.5, 10.4.5.6', '203.0.113.5'],
    ['127.0.0.1', '203.0.113.5, rubbish', '127.0.0.1'],
    ['fd00::4', '2001:db8::7', '2001:db8::7'],
  ])('[SEC-056] a socket from %s that says %s comes from %s', (remoteAddress, said, expected) => {
    const trusts = trustedPeers(['127.0.0.1', '10.0.0.0/8', 'fd00::/8']);
    const headers = said === undefined ? {} : { 'x-forwarded-for': said };
    expect(clientAddress({ socket: { remoteAddress }, headers } as IncomingMessage, trusts)).toBe(expected);
  });
});

describe('the configuration', () => {
  it('[SEC-056] reads addresses and networks', () => {
    expect(readConfig({ TRUSTED_PROXIES: '127.0.0.1, 10.0.0.0/8,::1,fd00::/8' }).trustedProxies).toEqual([
      '127.0.0.1',
      '10.0.0.0/8',
      '::1',
      'fd00::/8',
    ]);
  });

  it.each(['proxy.internal', '10.0.0.0/33', '10.0.0.0/', '10.0.0', '::1/129', '127.0.0.1,', '*'])(
    '[SEC-056] refuses %s: a word that nobody can check must not open the door',
    (value) => {
      expect(() => readConfig({ TRUSTED_PROXIES: value })).toThrow(ConfigError);
    },
  );
});

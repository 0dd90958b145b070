// The reserved area by its public door, with the development mailbox that its mails land in.
import PostalMime, { type Email } from 'postal-mime';
import { expect } from 'vitest';
import type { Config } from '#server/config.ts';
import { sql } from '#server/platform/db/db.ts';
import { PASSWORD, startTestApp, type TestApp } from '#test/kit/api.ts';

export interface OwnWorld extends TestApp {
  /** Every mail that came to an address, the oldest first. */
  mailsTo(address: string): Promise<Email[]>;
  /** The mail of a subject, once it is there. */
  mailOf(address: string, subject: RegExp): Promise<Email>;
  /** A person who is signed in, on one device. */
  person(): Promise<{ accountId: string; username: string; email: string; cookie: string }>;
  /** Signs in on another device, with the cookie to send. */
  elsewhere(username: string, userAgent?: string, password?: string): Promise<string>;
  isSignedIn(cookie: string): Promise<boolean>;
}

export async function startOwnWorld(config: Partial<Config> = {}): Promise<OwnWorld> {
  const app = await startTestApp({ config: { jobs: true, ...config } });
  const passwordHash = await app.app.passwords.hash(PASSWORD);

  async function mailsTo(address: string): Promise<Email[]> {
    const rows = await app.app.db.query<{ raw: Uint8Array }>(sql`
      select raw from dev_message where recipient = ${address} order by id`);
    return await Promise.all(rows.map(({ raw }) => PostalMime.parse(raw)));
  }

  async function elsewhere(username: string, userAgent = 'Prova', password = PASSWORD): Promise<string> {
    const document = 'mutation ($input: SignInInput!) { signIn(input: $input) { __typename } }';
    const input = { identifier: username, password };
    const { headers } = await app.send(document, { input }, { headers: { 'user-agent': userAgent } });
    return headers.getSetCookie()[0]?.split(';')[0] ?? '';
  }

  return {
    ...app,
    mailsTo,
    elsewhere,
    async mailOf(address, subject) {
      const found = async () => (await mailsTo(address)).find((mail) => subject.test(mail.subject ?? ''));
      await expect.poll(found, { timeout: 10_000 }).toBeDefined();
      return (await found()) as Email;
    },
    async person() {
      const { accountId, username } = await app.seed.person({ passwordHash });
      return { accountId, username, email: `${username}@sportello.example`, cookie: await app.signIn(username) };
    },
    async isSignedIn(cookie) {
      return (await app.ask<{ me: object | null }>('{ me { sessionExpiresAt } }', {}, cookie)).me !== null;
    },
  };
}

/** The token at the end of the link that a mail carries to a page. */
export function tokenIn(mail: Email, page: string): string {
  const found = new RegExp(`http://localhost:4000/${page}/([A-Za-z0-9_-]{43})`).exec(mail.text ?? '');
  if (!found?.[1]) throw new Error(`no link to ${page} in: ${mail.text}`);
  return found[1];
}

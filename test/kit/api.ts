// A whole server on a database of its own, entered by its public door.
import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { print } from 'graphql';
import { type Client, createClient } from 'graphql-ws';
import WebSocket from 'ws';
import { type App, createApp, type Overrides } from '#server/app.ts';
import type { Config } from '#server/config.ts';
import { SESSION_COOKIE } from '#server/modules/account/rules.ts';
import { createLogger } from '#server/platform/logger.ts';
import { newToken, tokenHash } from '#server/platform/tokens.ts';
import { createTestClock, HOUR_MS, type TestClock } from './clock.ts';
import { createTestDatabase, type TestDatabase } from './database.ts';
import { createSeed, NOON, type Seed, type SeededPerson } from './seed.ts';

export const PASSWORD = 'Cavallo corretto, pila 9';

export interface Answer<T> {
  status: number;
  headers: Headers;
  data: T | null;
  errors: { message: string; path?: (string | number)[]; extensions: Record<string, unknown> }[];
}

export interface TestApp {
  app: App;
  url: string;
  clock: TestClock;
  database: TestDatabase;
  seed: Seed;
  /** Texts of the statements sent to the database, newest last. */
  queries: string[];
  send<T = Record<string, unknown>>(
    document: string | TypedDocumentNode<T, never>,
    variables?: object,
    options?: { cookie?: string | null; headers?: Record<string, string> },
  ): Promise<Answer<T>>;
  /** Data of an operation that must not have top-level errors. */
  ask<T = Record<string, unknown>>(document: string, variables?: object, cookie?: string | null): Promise<T>;
  /** Signs in by the public door; the cookie to send. */
  signIn(username: string, password?: string): Promise<string>;
  /** A person who can sign in, and the cookie. */
  signedIn(): Promise<SeededPerson & { cookie: string }>;
  /** A sign-in that stands already, for stories that do not tell of it. */
  cookieOf(accountId: string): Promise<string>;
  socket(cookie?: string | null): Client;
  stop(): Promise<void>;
}

export interface StartOptions {
  config?: Partial<Config>;
  overrides?: Overrides;
  database?: TestDatabase;
  /** Real database time instead of a clock that stands still. */
  realTime?: boolean;
}

export function testConfig(database: TestDatabase, more: Partial<Config> = {}): Config {
  return {
    mode: 'development',
    host: '127.0.0.1',
    port: 0,
    siteUrl: 'http://localhost:4000',
    allowedOrigins: ['http://localhost:4000'],
    database: { url: database.url, ownerUrl: database.ownerUrl, poolSize: 8 },
    redis: null,
    smtp: null,
    sms: null,
    mailFrom: 'Sportello <sportello@sportello.example>',
    serverKey: randomBytes(32),
    dataDir: path.join(tmpdir(), 'sportello-test'),
    office: {
      name: 'Ufficio di prova',
      shortName: 'UP',
      ministry: 'Ministero di prova',
      helpEmail: 'assistenza@sportello.example',
    },
    introspection: true,
    demoData: false,
    jobs: false,
    logLevel: 'silent',
    hashing: { concurrency: 2, queue: 500 },
    policies: { passwordExpiry: null, revocation: { months: 15 } },
    // Tests are one busy address.
    rateLimits: { perAddress: 10_000_000, perAccount: 10_000_000 },
    secondFactorRoles: [],
    trustedProxies: [],
    metrics: { token: null },
    tracing: null,
    ...more,
  };
}

const SIGN_IN = `mutation ($input: SignInInput!) { signIn(input: $input) { __typename ... on Error { message } } }`;

export async function startTestApp(options: StartOptions = {}): Promise<TestApp> {
  const database = options.database ?? (await createTestDatabase());
  const clock = createTestClock(NOON);
  const queries: string[] = [];
  const app = await createApp(testConfig(database, options.config), {
    ...(options.realTime ? {} : { clock }),
    logger: createLogger('silent'),
    onQuery: (statement) => queries.push(statement),
    ...options.overrides,
  });
  const { url } = await app.listen();
  const seed = createSeed(app.db);
  let passwordHash: string | null = null;
  const sockets: Client[] = [];

  const send: TestApp['send'] = async (document, variables = {}, { cookie, headers = {} } = {}) => {
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/graphql-response+json, application/json;q=0.9',
        ...(cookie ? { cookie } : {}),
        ...headers,
      },
      body: JSON.stringify({ query: typeof document === 'string' ? document : print(document), variables }),
    });
    const body = (await response.json().catch(() => ({}))) as { data?: never; errors?: never[] };
    return { status: response.status, headers: response.headers, data: body.data ?? null, errors: body.errors ?? [] };
  };

  async function signIn(username: string, password = PASSWORD): Promise<string> {
    const { headers, data, errors } = await send<{ signIn: { __typename: string; message?: string } }>(SIGN_IN, {
      input: { identifier: username, password },
    });
    const cookie = headers.getSetCookie()[0]?.split(';')[0];
    if (!cookie) throw new Error(`could not sign in: ${data?.signIn.message ?? JSON.stringify(errors)}`);
    return cookie;
  }

  return {
    ...{ app, url, clock, database, seed, queries, send, signIn },
    async ask<T>(document: string, variables: object = {}, cookie: string | null = null) {
      const { data, errors } = await send<T>(document, variables, { cookie });
      if (errors.length > 0 || data === null) throw new Error(`the operation failed: ${JSON.stringify(errors)}`);
      return data;
    },
    async signedIn() {
      passwordHash ??= await app.passwords.hash(PASSWORD);
      const person = await seed.person({ passwordHash });
      return { ...person, cookie: await signIn(person.username) };
    },
    async cookieOf(accountId) {
      const token = newToken();
      const now = app.clock.now();
      const expiresAt = new Date(now.getTime() + 12 * HOUR_MS);
      await app.db.prisma.loginSession.create({
        data: {
          accountId,
          tokenHash: new Uint8Array(tokenHash(token)),
          remembered: false,
          createdAt: now,
          lastUsedAt: now,
          expiresAt,
        },
      });
      return `${SESSION_COOKIE}=${token}`;
    },
    socket(cookie = null) {
      const headers = { origin: 'http://localhost:4000', ...(cookie ? { cookie } : {}) };
      class WithHeaders extends WebSocket {
        constructor(address: string, protocols?: string | string[]) {
          super(address, protocols, { headers });
        }
      }
      const client = createClient({
        url: `${url.replace('http', 'ws')}/graphql`,
        webSocketImpl: WithHeaders,
        retryAttempts: 0,
      });
      sockets.push(client);
      return client;
    },
    async stop() {
      for (const socket of sockets) await socket.dispose();
      await app.dispose();
      if (!options.database) await database.drop();
    },
  };
}

/** Reads a subscription one message at a time. */
export function watch<T>(client: Client, query: string, variables: Record<string, unknown> = {}) {
  const messages = client.iterate<T>({ query, variables });
  return {
    async next(): Promise<T> {
      const { value, done } = await messages.next();
      if (done || !value?.data) throw new Error(`no message: ${JSON.stringify(value)}`);
      return value.data;
    },
    messages,
    close: () => messages.return?.(),
  };
}

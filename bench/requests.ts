// The operations of the workloads, as they go over the wire to either server.
import { randomUUID } from 'node:crypto';
import { globalId } from '#server/graphql/ids.ts';
import { accountId, addressOf, cookieOf, PASSWORD, sessionId, username } from './fill.ts';
import { encode } from './http-client.ts';

const CATALOGUE = `query Catalogue($slug: String!) {
  campaign(slug: $slug) { labs { code title sessions { id startsAt seats { free } } } } }`;

const SESSION = `query Session($id: ID!) {
  node(id: $id) { ... on LabSession { id number startsAt lab { title } seats { capacity free } } } }`;

const BOOK = `mutation Book($input: BookSeatInput!) {
  bookSeat(input: $input) { __typename ... on Error { message } ... on BookSeatSuccess { booking { id code } } } }`;

const SIGN_IN = `mutation SignIn($input: SignInInput!) {
  signIn(input: $input) { __typename ... on Error { message } } }`;

export const WATCH = `subscription Watch($id: ID!) {
  availability(of: { session: $id }) { kind version sessions { sessionId capacity free waiting version } } }`;

const post = (query: string, variables: object, who: { cookie?: string; address?: string } = {}): string =>
  encode({ path: '/graphql', body: { query, variables }, ...who });

const person = (n: number) => ({ cookie: cookieOf(n), address: addressOf(n) });

export const globalSession = (n: number): string => globalId('LabSession', sessionId(n));

export const ours = {
  catalogue: (slug: string): string => post(CATALOGUE, { slug }),
  /** A variable of no use tells the requests apart, so that no answer can serve two. */
  catalogueAlone: (slug: string, n: number): string => post(CATALOGUE, { slug, n }),
  session: (session: number, by: number): string => post(SESSION, { id: globalSession(session) }, person(by)),
  book: (session: number, by: number): string =>
    post(BOOK, { input: { sessionId: globalSession(session), idempotencyKey: randomUUID() } }, person(by)),
  signIn: (n: number): string =>
    post(SIGN_IN, { input: { identifier: username(n), password: PASSWORD } }, { address: addressOf(n) }),
};

export const floor = {
  catalogue: (slug: string): string => encode({ path: `/catalogue/${slug}` }),
  session: (session: number): string => encode({ path: `/session/${sessionId(session)}` }),
  book: (session: number, by: number, kind: 'bare' | 'same rows', hot: boolean): string =>
    encode({
      path: kind === 'bare' ? '/book' : '/book-same-rows',
      body: { sessionId: sessionId(session), accountId: accountId(by), bookingId: randomUUID(), hot },
    }),
  change: (): string => encode({ path: '/change', body: {} }),
};

export const BOOKED = '"BookSeatSuccess"';

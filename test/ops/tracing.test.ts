import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { afterEach, expect, it } from 'vitest';
import { readConfig } from '#server/config.ts';
import { startTestApp } from '#test/kit/api.ts';

const undo: (() => unknown)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

interface ReceivedSpan {
  name: string;
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  attributes: { key: string; value: { stringValue?: string; intValue?: number } }[];
}

/** A collector that keeps what it is sent. */
async function startCollector(): Promise<{ endpoint: string; spans: ReceivedSpan[]; paths: Set<string> }> {
  const spans: ReceivedSpan[] = [];
  const paths = new Set<string>();
  const server = createServer(async (request, response) => {
    paths.add(request.url ?? '');
    const body = (await json(request)) as { resourceSpans: { scopeSpans: { spans: ReceivedSpan[] }[] }[] };
    spans.push(...body.resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap((scope) => scope.spans)));
    response.setHeader('content-type', 'application/json').end('{}');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  undo.push(() => server.close());
  return { endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, spans, paths };
}

it('[OPS-01] a request is a span with its operation below it, and nothing of what was sent', async () => {
  const collector = await startCollector();
  const app = await startTestApp({ config: { tracing: { endpoint: collector.endpoint } } });
  const { cookie, username, accountId } = await app.signedIn();
  const { headers } = await app.send('query Segreta { me { account { id } } }', {}, { cookie });
  await app.send('{ myBookings { id } }');
  await fetch(`${app.url}/laboratori/segreto?nome=segreto`);
  // What is left is sent when the server stops.
  await app.stop();
  expect([...collector.paths]).toEqual(['/v1/traces']);
  const id = headers.get('x-request-id');
  const ofRequest = collector.spans.filter((span) => span.attributes.some(({ value }) => value.stringValue === id));
  const [http] = ofRequest.filter(({ name }) => name === 'HTTP /graphql');
  const [operation] = ofRequest.filter(({ name }) => name === 'GraphQL query');
  expect(ofRequest).toHaveLength(2);
  expect(operation).toMatchObject({ traceId: http?.traceId, parentSpanId: http?.spanId });
  expect(new Set(collector.spans.map(({ name }) => name))).toEqual(
    new Set(['HTTP /graphql', 'HTTP /*', 'GraphQL query', 'GraphQL mutation']),
  );
  const told = JSON.stringify(collector.spans);
  for (const secret of [username, accountId, cookie.split('=')[1] ?? '', 'segret', 'Segret'])
    expect(told).not.toContain(secret);
  expect(told).toContain('UNAUTHENTICATED');
});

it('[OPS-01] a collector that is away costs no request, and the server stops all the same', async () => {
  const app = await startTestApp({ config: { tracing: { endpoint: 'http://127.0.0.1:9' } } });
  for (let n = 0; n < 20; n++) expect((await app.send('{ serverTime }')).status).toBe(200);
  const started = performance.now();
  await app.stop();
  expect(performance.now() - started).toBeLessThan(8_000);
});

it('[OPS-01] there are no traces without an endpoint', () => {
  expect(readConfig({}).tracing).toBeNull();
  expect(readConfig({ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://localhost:4318' }).tracing).toEqual({
    endpoint: 'http://localhost:4318',
  });
});

import { createHash } from 'node:crypto';
import { parse, validate } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { examples } from '#server/http/graphiql-examples.ts';
import { schema } from '#server/schema.ts';
import { startTestApp, type TestApp } from '#test/kit/api.ts';

let test: TestApp;
beforeAll(async () => {
  test = await startTestApp();
});
afterAll(() => test.stop());

describe('GraphiQL', () => {
  it('[DEC-16] is one page that asks nothing of other servers, under a policy that names its only script', async () => {
    const answer = await fetch(`${test.url}/graphql`, { headers: { accept: 'text/html' } });
    const html = await answer.text();
    expect(html).not.toMatch(/<(script|link|img)[^>]+(src|href)="https?:/);
    const script = html.match(/<script>([\s\S]*?)<\/script>/)![1]!;
    const policy = answer.headers.get('content-security-policy')!;
    expect(policy).toContain(`script-src 'sha256-${createHash('sha256').update(script).digest('base64')}'`);
    expect(policy).toContain("connect-src 'self'");
    expect(policy).toContain("frame-ancestors 'none'");
  });

  it('[DEC-16] opens with operations that are valid', () => {
    for (const { query } of examples) expect(validate(schema, parse(query))).toEqual([]);
  });

  it('[DEC-16][SEC-072] is off with introspection, and then nothing of the schema is told on any transport', async () => {
    const silent = await startTestApp({ config: { introspection: false } });
    try {
      const page = await fetch(`${silent.url}/graphql`, { headers: { accept: 'text/html' } });
      expect(await page.text()).not.toContain('GraphiQL');
      const query = '{ __schema { types { name } } }';
      const client = silent.socket();
      const overSocket = new Promise<unknown>((resolve) => {
        client.subscribe({ query }, { next: resolve, error: resolve, complete: () => undefined });
      });
      const overSse = await fetch(`${silent.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
        body: JSON.stringify({ query }),
      });
      for (const text of [
        JSON.stringify(await silent.send(query)),
        JSON.stringify(await silent.send('{ sessio }')),
        JSON.stringify(await silent.send('{ labSessions(frist: 1) { totalCount } }')),
        JSON.stringify(await overSocket),
        await overSse.text(),
      ]) {
        expect(text).not.toMatch(/LabSession|Did you mean/);
      }
      // What the client wrote itself is told again.
      const own = await silent.send('{ labSessions(first: "Did you mean ten?") { totalCount } }');
      expect(own.errors[0]?.message).toBe('Int cannot represent non-integer value: "Did you mean ten?"');
    } finally {
      await silent.stop();
    }
  });
});

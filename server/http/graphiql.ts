import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { examples } from './graphiql-examples.ts';
import { ownPolicy } from './headers.ts';

interface Page {
  zipped: Buffer;
  policy: ReturnType<typeof ownPolicy>;
}

let made: Promise<Page> | null = null;

/** GraphiQL whole in one answer: nothing is fetched from elsewhere. It speaks with the reader's own session. */
export async function sendGraphiQL(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  made ??= makePage();
  const { zipped, policy } = await made;
  await reply.helmet(policy);
  const zip = /\bgzip\b/.test(request.headers['accept-encoding'] ?? '');
  if (zip) reply.header('content-encoding', 'gzip');
  return await reply
    .header('vary', 'Accept, Accept-Encoding')
    .header('cache-control', 'no-cache')
    .type('text/html; charset=utf-8')
    .send(zip ? zipped : await promisify(gunzip)(zipped));
}

async function makePage(): Promise<Page> {
  // Nine megabytes of source, 70 of memory: only for a server that somebody asks for it.
  const { renderGraphiQL } = await import('@graphql-yoga/render-graphiql');
  const text = renderGraphiQL({
    title: 'Sportello · GraphiQL',
    endpoint: '/graphql',
    credentials: 'same-origin',
    subscriptionsProtocol: 'WS',
    defaultTabs: [...examples],
    shouldPersistHeaders: false,
    schemaDescription: true,
    inputValueDeprecation: true,
  });
  return { zipped: await promisify(gzip)(text.trimStart()), policy: policyOf(text) };
}

/** Its one script is named by its hash; the editor makes styles, workers and fonts as it runs. */
function policyOf(text: string): ReturnType<typeof ownPolicy> {
  const script = text.slice(text.indexOf('<script>') + '<script>'.length, text.indexOf('</script>'));
  const hash = createHash('sha256').update(script).digest('base64');
  return ownPolicy({
    scriptSrc: [`'sha256-${hash}'`],
    styleSrc: ["'unsafe-inline'"],
    workerSrc: ['blob:'],
    fontSrc: ['data:'],
    imgSrc: ['data:'],
    connectSrc: ["'self'"],
  });
}

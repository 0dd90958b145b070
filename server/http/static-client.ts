import { existsSync } from 'node:fs';
import path from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply } from 'fastify';

const NOT_BUILT =
  'Il client web non è stato costruito: esegui «npm run build».\nThe web client was not built: run `npm run build`.\n';
const NOT_FOUND = 'Non trovato. Not found.\n';
const FOR_EVER = 'public, max-age=31536000, immutable';
const AN_HOUR = 'public, max-age=3600';

/** The built web client: hashed files for ever, its one page for every address that it may know. */
export async function staticClient(server: FastifyInstance, folder: string): Promise<void> {
  // The build leaves Brotli and gzip copies beside its files.
  await server.register(fastifyStatic, {
    root: folder,
    serve: false,
    cacheControl: false,
    suppressWarning: true,
    preCompressed: true,
  });

  async function sendPage(reply: FastifyReply): Promise<FastifyReply> {
    if (!existsSync(path.join(folder, 'index.html'))) return await sendText(reply, 503, NOT_BUILT);
    // It names the hashed files of its own build: it is asked for anew every time.
    return await reply.header('cache-control', 'no-cache').sendFile('index.html');
  }

  // The folder is replaced by the next build, so files are looked for at every request.
  server.get<{ Params: { '*': string } }>('/*', async (request, reply) => {
    const file = request.params['*'];
    if (path.extname(file) === '') return await sendPage(reply);
    return await reply.header('cache-control', file.startsWith('assets/') ? FOR_EVER : AN_HOUR).sendFile(file);
  });
  server.setNotFoundHandler(async (request, reply) => {
    const wantsPage = request.method === 'GET' && request.headers.accept?.includes('text/html');
    if (wantsPage && !request.url.startsWith('/assets/')) return await sendPage(reply);
    return await sendText(reply, 404, NOT_FOUND);
  });
}

async function sendText(reply: FastifyReply, status: number, text: string): Promise<FastifyReply> {
  return await reply.code(status).header('cache-control', 'no-store').type('text/plain; charset=utf-8').send(text);
}

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import PostalMime, { type Email } from 'postal-mime';
import { emptySql, type SqlRunner, sql } from '../db/db.ts';
import { faultPage, type Html, listPage, type MessageLine, mailboxStyle, messagePage } from './mailbox-html.ts';

export interface MailboxRouteDeps {
  db: SqlRunner;
  /** Whether mails stay here because there is no SMTP server. */
  enabled: boolean;
}

const PAGE_SIZE = 50;
const PAGE_POLICY =
  "default-src 'none'; style-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
// The mail's own styles stand on its elements; nothing in it may run, send or load.
const MAIL_POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'self'; form-action 'none'; frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox";

/** The development mailbox at /posta (MSG-03): there only without an SMTP server, and only for this computer. */
export function mailboxRoutes({ db, enabled }: MailboxRouteDeps): (server: FastifyInstance) => void {
  return (server) => {
    if (!enabled) return;
    server.register(
      async (scope) => {
        scope.addHook('onRequest', refuseStrangers);
        addPages(scope, db);
        addParts(scope, db);
      },
      { prefix: '/posta' },
    );
  };
}

interface ById {
  Params: { id: string };
}

function addPages(scope: FastifyInstance, db: SqlRunner): void {
  scope.get<{ Querystring: { prima?: string } }>('/', async (request, reply) => {
    const messages = await listMessages(db, idOf(request.query.prima), PAGE_SIZE + 1);
    const shown = messages.slice(0, PAGE_SIZE);
    const older = messages.length > PAGE_SIZE ? (shown.at(-1)?.id ?? null) : null;
    return await sendPage(reply, listPage(shown, older));
  });
  scope.get<ById>('/:id', async (request, reply) => {
    const found = await findMessage(db, request.params.id);
    if (!found) return await notFound(reply);
    const { message, mail } = found;
    const attachments = filesOf(mail).map(({ name, type, content }) => ({ name, type, size: content.length }));
    return await sendPage(
      reply,
      messagePage({ ...message, text: mail.text ?? '', hasHtml: mail.html !== undefined, attachments }),
    );
  });
  scope.get('/stile.css', async (_request, reply) => await reply.type('text/css; charset=utf-8').send(mailboxStyle));
}

function addParts(scope: FastifyInstance, db: SqlRunner): void {
  scope.get<ById>('/:id/html', async (request, reply) => {
    const found = await findMessage(db, request.params.id);
    if (found?.mail.html === undefined) return await notFound(reply);
    // Links open beside the page: inside the sandboxed frame they would lead nowhere.
    const body = found.mail.html.replace('<head>', '<head><base target="_blank">');
    return await reply
      .header('content-security-policy', MAIL_POLICY)
      .header('x-frame-options', 'SAMEORIGIN')
      .type('text/html; charset=utf-8')
      .send(body);
  });
  scope.get<{ Params: { id: string; index: string } }>('/:id/allegati/:index', async (request, reply) => {
    const found = await findMessage(db, request.params.id);
    const file =
      found && /^\d{1,3}$/.test(request.params.index) ? filesOf(found.mail)[Number(request.params.index)] : null;
    if (!file) return await notFound(reply);
    return await sendFile(reply, file);
  });
  scope.get<ById>('/:id/originale.eml', async (request, reply) => {
    const found = await findMessage(db, request.params.id);
    if (!found) return await notFound(reply);
    const name = `messaggio-${found.message.id}.eml`;
    return await sendFile(reply, { name, type: 'message/rfc822', content: found.message.raw });
  });
}

const LOOPBACK = /^(::1|(::ffff:)?127(\.\d{1,3}){3})$/;
const LOCAL_NAME = /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?$/i;

/**
 * The peer is this computer, no proxy stands between, and the page was asked for by a local name: a foreign site whose
 * name is made to point here does not get it either.
 */
function isLocal(request: FastifyRequest): boolean {
  const { headers, socket } = request.raw;
  if (headers.forwarded ?? headers['x-forwarded-for'] ?? headers['x-real-ip']) return false;
  return LOOPBACK.test(socket.remoteAddress ?? '') && LOCAL_NAME.test(headers.host ?? '');
}

async function refuseStrangers(request: FastifyRequest, reply: FastifyReply): Promise<void> {
  reply.header('content-security-policy', PAGE_POLICY);
  reply.header('cache-control', 'no-store');
  reply.header('x-content-type-options', 'nosniff');
  reply.header('referrer-policy', 'no-referrer');
  if (isLocal(request)) return;
  const page = faultPage('Pagina riservata', 'La posta di sviluppo risponde solo al computer su cui gira Sportello.');
  await sendPage(reply.code(403), page);
}

async function notFound(reply: FastifyReply): Promise<FastifyReply> {
  return await sendPage(reply.code(404), faultPage('Non trovato', 'Questo messaggio non esiste.'));
}

async function sendPage(reply: FastifyReply, page: Html): Promise<FastifyReply> {
  return await reply.type('text/html; charset=utf-8').send(page.text);
}

interface MailFile {
  name: string;
  type: string;
  content: Buffer;
}

async function sendFile(reply: FastifyReply, { name, type, content }: MailFile): Promise<FastifyReply> {
  // Whatever the mail says it is, the browser keeps it as a file.
  const safeName = name.replaceAll(/[^A-Za-z0-9._-]/g, '_');
  return await reply
    .type(/^[a-z]+\/[a-z0-9.+-]+$/.test(type) ? type : 'application/octet-stream')
    .header('content-disposition', `attachment; filename="${safeName}"`)
    .send(content);
}

/** The named files; the invitation that mail programs read by themselves is one of them too. */
function filesOf(mail: Email): MailFile[] {
  return mail.attachments.flatMap(({ filename, mimeType, content }) =>
    filename ? [{ name: filename, type: mimeType, content: bytesOf(content) }] : [],
  );
}

function bytesOf(content: ArrayBuffer | Uint8Array | string): Buffer {
  if (typeof content === 'string') return Buffer.from(content);
  return content instanceof Uint8Array ? Buffer.from(content) : Buffer.from(new Uint8Array(content));
}

interface StoredMessage extends MessageLine {
  sender: string;
  raw: Buffer;
}

async function listMessages(db: SqlRunner, before: string | null, limit: number): Promise<MessageLine[]> {
  return await db.query<MessageLine>(sql`
    select id::text as id, at, recipient, subject from dev_message
    ${before === null ? emptySql : sql`where id < ${before}::bigint`} order by id desc limit ${limit}`);
}

async function findMessage(db: SqlRunner, givenId: string): Promise<{ message: StoredMessage; mail: Email } | null> {
  const id = idOf(givenId);
  if (id === null) return null;
  const [message] = await db.query<StoredMessage>(sql`
    select id::text as id, at, sender, recipient, subject, raw from dev_message where id = ${id}::bigint`);
  return message ? { message, mail: await PostalMime.parse(message.raw) } : null;
}

function idOf(text: string | undefined): string | null {
  return text !== undefined && /^\d{1,18}$/.test(text) ? text : null;
}

import { createTransport, type SendMailOptions } from 'nodemailer';
import type { Clock } from '../clock.ts';
import { type SqlRunner, sql } from '../db/db.ts';

export interface MailTransport {
  /** Resolves when the message is in the next server's hands; throws what that server or the network said. */
  deliver(message: SendMailOptions): Promise<void>;
  dispose(): Promise<void>;
}

const CONNECT_TIMEOUT_MS = 10_000;
const ANSWER_TIMEOUT_MS = 30_000;
const CONNECTIONS = 2;
const MESSAGES_PER_CONNECTION = 100;

export function createSmtpTransport(url: string): MailTransport {
  const transport = createTransport({
    url,
    pool: true,
    maxConnections: CONNECTIONS,
    maxMessages: MESSAGES_PER_CONNECTION,
    // A connection that ends while a message is under way leaves it to our own retry, which is written down.
    maxRequeues: 0,
    connectionTimeout: CONNECT_TIMEOUT_MS,
    greetingTimeout: CONNECT_TIMEOUT_MS,
    socketTimeout: ANSWER_TIMEOUT_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    async deliver(message) {
      await transport.sendMail(message);
    },
    async dispose() {
      transport.close();
    },
  };
}

/** The development mailbox: keeps the message as it would have been sent (MSG-03). */
export function createMailboxTransport(options: { db: SqlRunner; clock: Clock }): MailTransport {
  const { db, clock } = options;
  const builder = createTransport({ streamTransport: true, buffer: true });
  return {
    async deliver(message) {
      const built = await builder.sendMail(message);
      const { from, to } = built.envelope;
      await db.query(sql`
        insert into dev_message (message_id, at, sender, recipient, subject, raw)
        values (${built.messageId}, ${clock.now()}, ${String(from)}, ${to.join(', ')}, ${String(message.subject)},
                ${built.message as Buffer})
        on conflict (message_id) do nothing`);
    },
    async dispose() {
      builder.close();
    },
  };
}

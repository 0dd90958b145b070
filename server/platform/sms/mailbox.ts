import type { Clock } from '../clock.ts';
import { type SqlRunner, sql } from '../db/db.ts';
import type { SmsTransport } from './gateway.ts';

/** The development mailbox takes what would have been sent, as it takes mails (MSG-03). */
export function createSmsMailbox({ db, clock }: { db: SqlRunner; clock: Clock }): SmsTransport {
  return {
    async deliver({ id, to, text }) {
      const messageId = `<${id}@sms>`;
      const raw = [
        'From: SMS',
        `To: ${to}`,
        'Subject: SMS',
        `Message-ID: ${messageId}`,
        'MIME-Version: 1.0',
        'Content-Type: text/plain; charset=utf-8',
        'Content-Transfer-Encoding: base64',
        '',
        Buffer.from(text).toString('base64'),
      ].join('\r\n');
      await db.query(sql`
        insert into dev_message (message_id, at, sender, recipient, subject, raw)
        values (${messageId}, ${clock.now()}, 'SMS', ${to}, 'SMS', ${Buffer.from(raw)})
        on conflict (message_id) do nothing`);
      return { kind: 'sent' };
    },
  };
}

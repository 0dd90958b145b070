import type { SendMailOptions } from 'nodemailer';
import type { Loc } from '../i18n.ts';
import { layOut } from './layout.ts';
import type { MailDocument, MailSite } from './template.ts';

/** A mailbox that SMTP can take without quoting: no space, control character, list separator or dot look-alike. */
const ADDRESS = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*$/;
const LONGEST_ADDRESS = 254;

export function isMailAddress(address: string): boolean {
  return address.length <= LONGEST_ADDRESS && ADDRESS.test(address);
}

/** Text for a header: line ends, NUL and every other control become one space (SEC-014). */
export function headerText(text: string): string {
  return text
    .replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .replaceAll(/ {2,}/g, ' ')
    .trim();
}

export interface OutgoingMail {
  mailId: string;
  document: MailDocument;
  locale: Loc;
  site: MailSite;
  recipient: string;
  /** When the mail was owed: a retry carries the same date. */
  at: Date;
}

/** The same mail always has the same Message-ID, so a second copy is known as one (FLT-21). */
export function messageIdOf(mailId: string, site: MailSite): string {
  return `<${mailId}@${site.sender.address.slice(site.sender.address.lastIndexOf('@') + 1)}>`;
}

export function composeMessage({ mailId, document, locale, site, recipient, at }: OutgoingMail): SendMailOptions {
  const { subject, text, html } = layOut(document, locale, site);
  const { address } = site.sender;
  return {
    messageId: messageIdOf(mailId, site),
    date: at,
    from: { name: headerText(site.sender.name), address },
    to: { name: '', address: recipient },
    envelope: { from: address, to: [recipient] },
    subject: headerText(subject),
    text,
    html,
    headers: {
      'Auto-Submitted': 'auto-generated',
      'X-Auto-Response-Suppress': 'All',
      'Content-Language': locale.toLowerCase(),
    },
    ...(document.calendar ? { icalEvent: { ...document.calendar, filename: 'appuntamento.ics' } } : {}),
    attachments: (document.attachments ?? []).map(({ filename, contentType, content }) => ({
      filename: headerText(filename),
      contentType,
      content,
    })),
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}

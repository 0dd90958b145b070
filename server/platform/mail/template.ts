import type { Loc } from '../i18n.ts';
import type { MailName, MailParams } from './queue.ts';

/** What every mail says of who sends it (DEC-19). */
export interface MailSite {
  office: { name: string; shortName: string };
  /** Without a trailing slash. */
  siteUrl: string;
  sender: { name: string; address: string };
}

/** One piece of a mail; text and HTML are made from the same pieces, so they say the same words (MSG-02). */
export type MailBlock =
  | { kind: 'paragraph'; text: string }
  | { kind: 'facts'; rows: readonly { label: string; value: string }[] }
  | { kind: 'link'; label: string; url: string };

/** A change of the reader's calendar, as an invitation that mail programs understand. */
export interface MailCalendar {
  method: 'REQUEST' | 'CANCEL';
  content: string;
}

export interface MailAttachment {
  filename: string;
  contentType: string;
  content: string | Buffer;
}

export interface MailDocument {
  subject: string;
  blocks: readonly MailBlock[];
  calendar?: MailCalendar;
  attachments?: readonly MailAttachment[];
}

export interface MailContext {
  site: MailSite;
  recipient: string;
  /** When the act was done that the mail tells of. */
  at: Date;
}

/** Pure: the same row always makes the same mail. `params` come from JSON: instants are ISO texts. */
export type MailTemplate<Name extends MailName> = (
  params: MailParams[Name],
  locale: Loc,
  context: MailContext,
) => MailDocument;

export type MailTemplates = { [Name in MailName]: MailTemplate<Name> };

import type { Loc } from '../i18n.ts';
import type { MailContext, MailDocument, MailSite, MailTemplates } from './template.ts';

/** A mail as its row keeps it. */
export interface KeptMail {
  template: string;
  params: unknown;
  locale: Loc;
  recipient: string;
  createdAt: Date;
}

/** The document that a row stands for. Throws when this version knows no such template. */
export function renderMail(
  templates: MailTemplates,
  mail: Omit<KeptMail, 'recipient' | 'createdAt'>,
  context: MailContext,
): MailDocument {
  const byName = templates as Partial<Record<string, (...args: unknown[]) => MailDocument>>;
  const template = byName[mail.template];
  if (!template) throw new Error(`no template ${mail.template}`);
  return template(mail.params, mail.locale, context);
}

/** What a mail is about; null for one of a kind that this version no longer writes. */
export type SubjectOf = (mail: KeptMail) => string | null;

export function createSubjects(templates: MailTemplates, site: MailSite): SubjectOf {
  return (mail) =>
    mail.template in templates
      ? renderMail(templates, mail, { site, recipient: mail.recipient, at: mail.createdAt }).subject
      : null;
}

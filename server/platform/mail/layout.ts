import { createTranslator, type Loc } from '../i18n.ts';
import type { MailBlock, MailDocument, MailSite } from './template.ts';

const words = createTranslator([
  {
    IT: {
      foot: '{{office}} · {{siteUrl}}.',
      automatic: 'Messaggio automatico: non leggiamo le risposte. Per aiuto: {{siteUrl}}/assistenza.',
    },
    EN: {
      foot: '{{office}} · {{siteUrl}}.',
      automatic: 'Automatic message: replies are not read. For help: {{siteUrl}}/assistenza.',
    },
  },
]);

export interface RenderedMail {
  subject: string;
  text: string;
  html: string;
}

/** The two bodies of a mail, with the foot that ends every one. */
export function layOut(document: MailDocument, locale: Loc, site: MailSite): RenderedMail {
  const foot = footLines(locale, site);
  return {
    subject: document.subject,
    text: `${[site.office.name, ...document.blocks.map(blockText), ['--', ...foot].join('\n')].join('\n\n')}\n`,
    html: page({ document, locale, site, foot }),
  };
}

function footLines(locale: Loc, site: MailSite): string[] {
  const params = { office: site.office.name, siteUrl: site.siteUrl };
  return [words.say(locale, 'foot', params), words.say(locale, 'automatic', params)];
}

function blockText(block: MailBlock): string {
  if (block.kind === 'paragraph') return block.text;
  if (block.kind === 'link') return `${block.label}:\n${block.url}`;
  return block.rows.map(({ label, value }) => `${label}: ${value}`).join('\n');
}

// Styles stand on the elements: mail programs drop style sheets. Colours keep 4.5:1 on white and on the foot's grey.
const FONT = "font-family:'Titillium Web',Arial,Helvetica,sans-serif";
const TEXT = `${FONT};font-size:17px;line-height:1.5;color:#17324d`;
const LINK = 'color:#0052a3';

function blockHtml(block: MailBlock, siteUrl: string): string {
  if (block.kind === 'paragraph') return `<p style="margin:0 0 20px;${TEXT}">${linked(block.text, siteUrl)}</p>`;
  if (block.kind === 'link') {
    const button = `display:inline-block;padding:12px 24px;border-radius:4px;background:#0066cc;color:#ffffff;text-decoration:none;font-weight:600;${FONT};font-size:17px`;
    const url = escapeHtml(block.url);
    return `<p style="margin:0 0 8px"><a href="${url}" style="${button}">${escapeHtml(block.label)}</a></p>
<p style="margin:0 0 20px;${FONT};font-size:14px;line-height:1.5;word-break:break-all"><a href="${url}" style="${LINK}">${url}</a></p>`;
  }
  const rows = block.rows.map(
    ({ label, value }) =>
      `<dt style="margin:0;${FONT};font-size:14px;line-height:1.5;color:#455a70">${escapeHtml(label)}</dt>
<dd style="margin:0 0 12px;${TEXT};font-weight:600">${escapeHtml(value)}</dd>`,
  );
  return `<dl style="margin:0 0 20px;padding:16px 16px 4px;border-left:4px solid #0066cc;background:#f2f7fc">
${rows.join('\n')}
</dl>`;
}

interface Page {
  document: MailDocument;
  locale: Loc;
  site: MailSite;
  foot: readonly string[];
}

function page({ document, locale, site, foot }: Page): string {
  const footHtml = foot.map((line) => `<p style="margin:0 0 4px">${linked(line, site.siteUrl)}</p>`).join('\n');
  return `<!doctype html>
<html lang="${locale.toLowerCase()}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(document.subject)}</title>
</head>
<body style="margin:0;padding:0;background:#ffffff">
<div style="max-width:600px;margin:0 auto">
<header style="display:block;padding:16px 24px;background:#0066cc;color:#ffffff;${FONT};font-size:17px;font-weight:600">${escapeHtml(site.office.name)}</header>
<main style="display:block;padding:24px">
<h1 style="margin:0 0 20px;${FONT};font-size:24px;line-height:1.25;color:#17324d">${escapeHtml(document.subject)}</h1>
${document.blocks.map((block) => blockHtml(block, site.siteUrl)).join('\n')}
</main>
<footer style="display:block;padding:16px 24px;background:#f2f3f5;${FONT};font-size:14px;line-height:1.5;color:#455a70">
${footHtml}
</footer>
</div>
</body>
</html>
`;
}

/** The site's own addresses in a line become links. */
function linked(line: string, siteUrl: string): string {
  const url = escapeHtml(siteUrl);
  return escapeHtml(line).replaceAll(
    new RegExp(`${url.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')}(/[a-z]+)?`, 'g'),
    (address) => `<a href="${address}" style="${LINK}">${address}</a>`,
  );
}

export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

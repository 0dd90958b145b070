import { escapeHtml } from './layout.ts';

/** Text that is HTML already. */
export class Html {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

type Part = string | number | Html | readonly Html[];

/** HTML in which every value is escaped, save what is Html itself. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return new Html(strings.reduce((text, string, index) => `${text}${partHtml(parts[index - 1] ?? '')}${string}`));
}

function partHtml(part: Part): string {
  if (part instanceof Html) return part.text;
  if (typeof part === 'object') return part.map((one) => one.text).join('\n');
  return escapeHtml(String(part));
}

export interface MessageLine {
  id: string;
  at: Date;
  recipient: string;
  subject: string;
}

export interface ShownMessage extends MessageLine {
  sender: string;
  text: string;
  hasHtml: boolean;
  attachments: readonly { name: string; type: string; size: number }[];
}

const ROOT = '/posta';

export function listPage(messages: readonly MessageLine[], olderThan: string | null): Html {
  const rows = messages.map(
    ({ id, at, recipient, subject }) => html`<li>
<a href="${ROOT}/${id}"><span class="subject">${subject}</span></a>
<span class="to">a ${recipient}</span>
<time datetime="${at.toISOString()}">${when(at)}</time>
</li>`,
  );
  const list =
    messages.length > 0 ? html`<ol class="messages">${rows}</ol>` : html`<p class="empty">Nessun messaggio.</p>`;
  const older = olderThan === null ? html`` : html`<p><a href="${ROOT}?prima=${olderThan}">Messaggi precedenti</a></p>`;
  return page(
    'Casella di sviluppo',
    html`<h1>Casella di sviluppo</h1>
<p class="lead">Qui restano i messaggi e gli SMS che non partono, perché non è configurato un server di posta o un servizio SMS. Questa pagina risponde solo a questo computer.</p>
<p><a class="button" href="${ROOT}">Aggiorna</a></p>
${list}
${older}`,
  );
}

export function messagePage(message: ShownMessage): Html {
  const { id, at, sender, recipient, subject, text } = message;
  const body = message.hasHtml
    ? html`<iframe class="mail" title="Messaggio come lo vede chi lo riceve" src="${ROOT}/${id}/html" sandbox="allow-popups allow-popups-to-escape-sandbox"></iframe>
<details><summary>Solo testo</summary><pre>${text}</pre></details>`
    : html`<pre>${text}</pre>`;
  return page(
    subject,
    html`<p><a href="${ROOT}">Tutti i messaggi</a></p>
<h1>${subject}</h1>
<dl class="head">
<div><dt>Da</dt><dd>${sender}</dd></div>
<div><dt>A</dt><dd>${recipient}</dd></div>
<div><dt>Scritto</dt><dd><time datetime="${at.toISOString()}">${when(at)}</time></dd></div>
</dl>
${attachmentList(message)}
<h2>Messaggio</h2>
${body}
<p><a href="${ROOT}/${id}/originale.eml">Scarica il messaggio originale</a></p>`,
  );
}

function attachmentList({ id, attachments }: ShownMessage): Html {
  if (attachments.length === 0) return html``;
  const items = attachments.map(
    ({ name, type, size }, index) =>
      html`<li><a href="${ROOT}/${id}/allegati/${index}">${name}</a> <span class="to">${type}, ${size} byte</span></li>`,
  );
  return html`<h2>Allegati</h2>
<ul class="attachments">${items}</ul>`;
}

export function faultPage(title: string, text: string): Html {
  return page(
    title,
    html`<h1>${title}</h1>
<p class="lead">${text}</p>`,
  );
}

function page(title: string, main: Html): Html {
  return html`<!doctype html>
<html lang="it">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${title} · Posta di sviluppo</title>
<link rel="stylesheet" href="${ROOT}/stile.css">
</head>
<body>
<a class="skip" href="#contenuto">Vai al contenuto</a>
<header><p>Sportello <span>posta di sviluppo</span></p></header>
<main id="contenuto">
${main}
</main>
</body>
</html>
`;
}

const format = new Intl.DateTimeFormat('it-IT', { dateStyle: 'medium', timeStyle: 'medium', timeZone: 'Europe/Rome' });

function when(at: Date): string {
  return format.format(at);
}

export const mailboxStyle = `
*,*::before,*::after{box-sizing:border-box}
body{margin:0;font:1.0625rem/1.5 "Titillium Web",system-ui,-apple-system,"Segoe UI",sans-serif;color:#17324d;background:#f5f7fa}
header{background:#0066cc;color:#fff}
header p{max-width:56rem;margin:0 auto;padding:1rem 1.5rem;font-weight:600;font-size:1.25rem}
header span{margin-left:.5rem;font-weight:400;font-size:1rem}
main{max-width:56rem;margin:0 auto;padding:2rem 1.5rem 4rem}
h1{margin:0 0 1rem;font-size:2rem;line-height:1.2;overflow-wrap:anywhere}
h2{margin:2rem 0 .75rem;font-size:1.375rem}
a{color:#0052a3}
a:hover{color:#003d7a}
:focus-visible{outline:3px solid #e68a00;outline-offset:2px}
.skip{position:absolute;left:-999rem;padding:.5rem 1rem;background:#fff}
.skip:focus{left:0;top:0;z-index:1}
.lead{max-width:42rem;margin:0 0 1.5rem;color:#455a70}
.button{display:inline-block;padding:.625rem 1.25rem;border-radius:.25rem;background:#0066cc;color:#fff;font-weight:600;text-decoration:none}
.button:hover{background:#004d99;color:#fff}
.messages{margin:1.5rem 0;padding:0;list-style:none;background:#fff;border:1px solid #d9dadb;border-radius:.25rem}
.messages li{display:grid;grid-template-columns:1fr auto;gap:0 1rem;padding:1rem 1.25rem;border-bottom:1px solid #e8ebee}
.messages li:last-child{border-bottom:0}
.messages a{font-weight:600;overflow-wrap:anywhere}
.messages .to{grid-row:2;overflow-wrap:anywhere}
.messages time{grid-column:2;grid-row:1}
.to,time{color:#455a70;font-size:.9375rem}
.empty{padding:3rem 1.5rem;background:#fff;border:1px dashed #8a98a8;border-radius:.25rem;text-align:center}
.head{margin:0 0 1.5rem;padding:.75rem 1.25rem;background:#fff;border-left:.25rem solid #0066cc}
.head div{display:flex;gap:1rem;padding:.25rem 0}
.head dt{flex:0 0 4.5rem;color:#455a70}
.head dd{margin:0;overflow-wrap:anywhere}
.mail{display:block;width:100%;height:75vh;min-height:30rem;border:1px solid #d9dadb;border-radius:.25rem;background:#fff}
details{margin:1rem 0}
summary{cursor:pointer}
pre{margin:1rem 0;padding:1rem 1.25rem;background:#fff;border:1px solid #d9dadb;border-radius:.25rem;white-space:pre-wrap;overflow-wrap:anywhere;font:.9375rem/1.5 "Roboto Mono",ui-monospace,monospace}
@media (max-width:36rem){.messages li{grid-template-columns:1fr}.messages time,.messages .to{grid-column:1;grid-row:auto}}
`;

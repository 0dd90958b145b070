import type { Case } from './constraint-case.ts';

const text = (of: { version?: number; title?: string; body?: string }) =>
  `insert into page_text (page, locale, version, title, body, published_at)
   values ('FAQ', 'IT', ${of.version ?? 1}, ${of.title ?? `'Prova'`}, ${of.body ?? `'Prova.'`}, now())`;

export const contentCases: readonly Case[] = [
  { name: 'page_text_version', allowed: [text({}), text({ version: 2 })], forbidden: [text({ version: 0 })] },
  {
    name: 'page_text_title',
    allowed: [text({ title: `repeat('x', 120)` })],
    forbidden: [text({ version: 2, title: `''` }), text({ version: 2, title: `repeat('x', 121)` })],
  },
  {
    name: 'page_text_body',
    allowed: [text({ body: `repeat('x', 40000)` })],
    forbidden: [text({ version: 2, body: `''` }), text({ version: 2, body: `repeat('x', 40001)` })],
  },
];

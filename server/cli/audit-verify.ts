import { type AuditVerdict, verifyAudit } from '../platform/audit/verify.ts';
import { type Command, CommandError, textOf, type Values } from './command.ts';

const FAULTS = {
  altered: 'è stato modificato',
  deleted: 'manca, o manca il suo sigillo',
  inserted: 'è preceduto da una riga inserita dopo',
} as const;

export const auditVerify: Command = {
  name: 'audit verify',
  usage: 'audit verify [--head NUMERO:SIGILLO]',
  summary: 'ricalcola la catena del registro; con --head controlla anche un sigillo annotato in passato',
  options: { head: { type: 'string' } },
  required: [],
  positionals: { least: 0, most: 0 },
  async run({ terminal, values, open }) {
    const noted = headOf(values);
    const { db } = await open();
    const verdict = await verifyAudit(db, noted);
    (verdict.ok ? terminal.say : terminal.complain)(sentence(verdict));
    return verdict.ok ? 0 : 1;
  },
};

function headOf(values: Values): { seq: string; hash: string } | undefined {
  const text = textOf(values, 'head');
  if (text === '') return undefined;
  const [, seq = '', hash = ''] = /^(\d+):([0-9a-f]{64})$/i.exec(text) ?? [];
  if (seq === '') throw new CommandError('--head: scrivi numero e sigillo come li dà questo comando, 12:ab34…');
  return { seq, hash: hash.toLowerCase() };
}

function sentence(verdict: AuditVerdict): string {
  if (!verdict.ok) return `Registro NON integro: l’evento ${verdict.seq} ${FAULTS[verdict.fault]}.`;
  if (verdict.head === null) return 'Registro integro: non ha ancora eventi sigillati.';
  const { seq, hash } = verdict.head;
  return `Registro integro: ${seq} eventi sigillati.\nAnnota l’ultimo sigillo fuori dal database: ${seq}:${hash}`;
}

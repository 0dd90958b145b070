/** Made-up files in the ministry's two formats. */

const SHARED_START = ['ANNOSCOLASTICO', 'AREAGEOGRAFICA', 'REGIONE', 'PROVINCIA'];
const INSTITUTE = ['CODICEISTITUTORIFERIMENTO', 'DENOMINAZIONEISTITUTORIFERIMENTO'];
const SCHOOL = [
  'CODICESCUOLA',
  'DENOMINAZIONESCUOLA',
  'INDIRIZZOSCUOLA',
  'CAPSCUOLA',
  'CODICECOMUNESCUOLA',
  'DESCRIZIONECOMUNE',
];
const MAILBOXES = ['INDIRIZZOEMAILSCUOLA', 'INDIRIZZOPECSCUOLA', 'SITOWEBSCUOLA'];
const KIND = 'DESCRIZIONETIPOLOGIAGRADOISTRUZIONESCUOLA';

export const STATE_COLUMNS: string[] = [
  ...[...SHARED_START, ...INSTITUTE, ...SCHOOL, 'DESCRIZIONECARATTERISTICASCUOLA', KIND],
  ...['INDICAZIONESEDEDIRETTIVO', 'INDICAZIONESEDEOMNICOMPRENSIVO', ...MAILBOXES],
];
export const PARITARIE_COLUMNS: string[] = [...SHARED_START, ...SCHOOL, KIND, ...MAILBOXES];

type Row = Record<string, string>;

const USUAL: Row = {
  ANNOSCOLASTICO: '202526',
  AREAGEOGRAFICA: 'NORD EST',
  REGIONE: 'EMILIA ROMAGNA',
  PROVINCIA: 'BOLOGNA',
  CODICEISTITUTORIFERIMENTO: 'BOIC00000A',
  DENOMINAZIONEISTITUTORIFERIMENTO: 'ISTITUTO COMPRENSIVO INVENTATO',
  CODICESCUOLA: 'BOEE000001',
  DENOMINAZIONESCUOLA: 'SCUOLA INVENTATA',
  INDIRIZZOSCUOLA: 'VIA INVENTATA, 1',
  CAPSCUOLA: '40121',
  CODICECOMUNESCUOLA: 'A944',
  DESCRIZIONECOMUNE: 'BOLOGNA',
  DESCRIZIONECARATTERISTICASCUOLA: 'NORMALE',
  [KIND]: 'SCUOLA PRIMARIA',
  INDICAZIONESEDEDIRETTIVO: 'NO',
  INDICAZIONESEDEOMNICOMPRENSIVO: 'Non Disponibile',
  INDIRIZZOEMAILSCUOLA: 'scuola@scuola.example',
  INDIRIZZOPECSCUOLA: 'scuola@pec.scuola.example',
  SITOWEBSCUOLA: 'www.scuola.example',
};

export function schoolsFile(columns: readonly string[], rows: readonly Row[]): string {
  const cells = rows.map((row) => columns.map((column) => row[column] ?? USUAL[column] ?? ''));
  return [columns, ...cells].map((line) => `${line.map(quoted).join(',')}\r\n`).join('');
}

export function stateFile(...rows: Row[]): string {
  return schoolsFile(STATE_COLUMNS, rows);
}

export function paritarieFile(...rows: Row[]): string {
  return schoolsFile(PARITARIE_COLUMNS, rows);
}

export function bytes(text: string, encoding: BufferEncoding = 'utf8'): Buffer[] {
  return [Buffer.from(text, encoding)];
}

function quoted(cell: string): string {
  return /[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

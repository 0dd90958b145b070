// The ministry's registry writes everything in capitals: people read «Liceo scientifico», not «LICEO SCIENTIFICO».

const ACRONYMS = new Set(
  [
    'AFM ETS IC ICS IIS IISS IS ISA ISC ISIS ISISS IT ITA ITAS ITC ITCG ITCS ITE ITET ITG ITI ITIS ITN ITS ITSOS ITST ITT ITTS',
    'IP IPA IPAA IPC IPCT IPIA IPS IPSAR IPSASR IPSC IPSCT IPSEOA IPSIA IPSS IPSSAR IPSSCT IPSSEOA IPSSS',
    'CPIA CTP DD LAS LC LL LS SM SMS SP SSPG SSIG LES MIM USR UST SNC',
  ].flatMap((line) => line.split(' ')),
);
/** Kinds of school: common nouns, small after the first word. */
const KINDS = new Set(
  [
    'agrario alberghiero artistico classico commerciale comprensiva comprensivo comunale coreutico didattica didattico elementare',
    'gr. grado industriale infanzia istruzione linguistico magistrale materna media musicale non omnicomprensivo paritaria parrocchiale',
    'paritario polivalente primaria primario primo professionale scientifico secondaria secondo serale statale statali',
    'superiore superiori tecnica tecnico tecnologico umane umano',
  ].flatMap((line) => line.split(' ')),
);
const SMALL = new Set(
  [
    'a ad agli ai al all alla alle allo con d da dagli dai dal dall dalla dalle degli dei del dell della delle dello',
    'di e ed ex fra gli i il in l la le lo ne nei negli nel nell nella nelle nello o per su sugli sui sul sull sulla tra un',
    'una uno',
  ].flatMap((line) => line.split(' ')),
);
const ABBREVIATED = /^(c\.so|f\.lli|l\.go|p\.le|p\.tta|p\.zza|str\.|v\.le)$/;
const ROMAN = /^(?=.)X{0,3}(IX|IV|V?I{0,3})[°ªº]?$/;
const ACCENTED: Record<string, string> = { a: 'à', e: 'è', i: 'ì', o: 'ò', u: 'ù' };

/** Names in mixed case were written by somebody on purpose: they stay as they are. */
export function readableName(name: string): string {
  if (name !== name.toLocaleUpperCase('it') || !/\p{Lu}{2}/u.test(name)) return name;
  const words = withQuotes(name.trim().replace(/\s+/g, ' ')).split(' ');
  // The first word, and the first of what follows an acronym, a number or a dash, begins with a capital.
  let begins = true;
  return words
    .map((word, index) => {
      const read = readWord(word, { begins, next: words[index + 1] ?? null });
      begins = isAcronym(bareOf(word)) || word === '-' || /\d$/.test(word);
      return read;
    })
    .join(' ');
}

function bareOf(word: string): string {
  return word.replace(/^[«(]+|[»),;:]+$/g, '');
}

function withQuotes(name: string): string {
  return (
    name
      .replace(/["“”]([^"“”]+)["“”]/g, (_all, quoted: string) => `«${quoted.trim()}»`)
      // A mark glued to its neighbour: «STATALE"ROSSI"».
      .replace(/(?<=[\p{L}.])«/gu, ' «')
      .replace(/»(?=\p{L})/gu, '» ')
      .replace(/(^|\s)['‘]([^']{3,}?)['’](?=$|[\s,])/g, '$1«$2»')
      .replaceAll("'", '’')
  );
}

interface Place {
  begins: boolean;
  next: string | null;
}

function readWord(word: string, { begins, next }: Place): string {
  const bare = bareOf(word);
  const [before = '', after = ''] = bare === '' ? [word] : word.split(bare);
  return before + readBare(bare, { begins: begins || /^[«(]/.test(word), next }) + after;
}

function readBare(bare: string, { begins, next }: Place): string {
  const lower = bare.toLocaleLowerCase('it');
  // «N. 3» is a number, «N. PROVA» a person.
  if (/^N[.°]\d/.test(bare) || (/^N[.°]$/.test(bare) && /^\d/.test(next ?? ''))) return lower;
  if (isAcronym(bare)) return bare;
  if (/^\d/.test(bare)) return bare;
  // «UMBERTO I» is a number, «TRA I PINI» is not.
  const counts = next === null ? !begins : /^(GRADO|GR\.?|CICLO)$/.test(next);
  if (ROMAN.test(bare) && (bare !== 'I' || counts)) return bare;
  if (ABBREVIATED.test(lower)) return capital(lower);
  if (!begins && (SMALL.has(lower) || KINDS.has(lower))) return lower;
  return lower
    .replace(/(?<=\p{L}{3})([aeiou])’(?=$|-)/gu, (_all, vowel: string) => ACCENTED[vowel] ?? vowel)
    .split(/(?<=[.’/-])/)
    .map((part, index) => readPart(part, begins || (index > 0 && !lower.includes('’'))))
    .join('');
}

/** A piece of a word: «dell’» and «infanzia», «g.» and «pascoli». */
function readPart(part: string, begins: boolean): string {
  const bare = part.replace(/[.’/-]$/, '');
  if (part.endsWith('’') && SMALL.has(bare)) return begins ? capital(part) : part;
  // «Talent’s», but «dell’Orto»
  if (part === 's' && !begins) return part;
  return KINDS.has(bare) && !begins ? part : capital(part);
}

function isAcronym(word: string): boolean {
  return (
    ACRONYMS.has(word) || /^(SS\.|(\p{Lu}\.)+\p{Lu}?\.?$)/u.test(word) || /^[BCDFGHJKLMNPQRSTVWXZ]{2,5}$/.test(word)
  );
}

function capital(text: string): string {
  return text.charAt(0).toLocaleUpperCase('it') + text.slice(1);
}

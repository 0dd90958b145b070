export type PlaceKind = 'MUNICIPALITY' | 'STATE';

export interface BirthPlace {
  /** Codice catastale, as the codice fiscale ends in it. */
  code: string;
  name: string;
  /** The name as it is searched. */
  folded: string;
  kind: PlaceKind;
  /** Of municipalities: its two letters, the last that it had. */
  province: string | null;
  /** First and last day, YYYY-MM-DD; null when there was none. */
  since: string | null;
  until: string | null;
}

export interface PlaceSearch {
  text: string;
  kind: PlaceKind | null;
  /** The day of birth, YYYY-MM-DD; null for today's and yesterday's places alike. */
  on: string | null;
  first: number;
}

// Of a code the source tells the last name and province alone, so its first day may be that of a new province. Codes up
// to here were given in one alphabetical list; those after it one by one, on the day that the municipality was born.
const LAST_OF_FIRST_LIST = 'M206';

/** Whether somebody born on that day may have been born there: a place too many is refused later, one too few never found. */
export function isOfferedOn(place: Pick<BirthPlace, 'code' | 'kind' | 'since' | 'until'>, on: string): boolean {
  if (place.until !== null && place.until < on) return false;
  // The codice fiscale of who was born in a state that has ceased may bear the state that came after.
  if (place.kind === 'STATE') return true;
  return place.code <= LAST_OF_FIRST_LIST || place.since === null || place.since <= on;
}

/** Small letters a to z, digits and single spaces: accents, apostrophes and hyphens make no difference. */
export function fold(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/ø/g, 'o')
    .replace(/æ/g, 'ae')
    .replace(/ß/g, 'ss')
    .replace(/[^a-z0-9]+/g, ' ')
    .trim();
}

/** The same name first, then names that begin so, then a later word that begins so; of equals those of today, then by name. */
export function rankPlaces(places: readonly BirthPlace[], { text, kind, on, first }: PlaceSearch): BirthPlace[] {
  const { wanted, province } = wantedOf(text);
  if (wanted === '') return [];
  return places
    .flatMap((place) => {
      const rank = rankOf(place.folded, wanted);
      const isOut =
        rank === null ||
        (kind !== null && place.kind !== kind) ||
        (province !== null && place.province !== province) ||
        (on !== null && !isOfferedOn(place, on));
      return isOut ? [] : [{ place, rank: rank + (place.until === null ? 0 : 0.5) }];
    })
    .sort((a, b) => a.rank - b.rank || byName(a.place, b.place))
    .slice(0, first)
    .map(({ place }) => place);
}

/** «Modena (MO)», as a chosen place is written, searches Modena in that province. */
function wantedOf(text: string): { wanted: string; province: string | null } {
  const written = /^(.*)\(([A-Za-z]{2})\)\s*$/.exec(text);
  return { wanted: fold(written?.[1] ?? text), province: written?.[2]?.toUpperCase() ?? null };
}

function rankOf(name: string, wanted: string): number | null {
  if (name === wanted) return 0;
  if (name.startsWith(wanted)) return 1;
  return name.includes(` ${wanted}`) ? 2 : null;
}

function byName(a: BirthPlace, b: BirthPlace): number {
  return a.folded < b.folded ? -1 : a.folded > b.folded ? 1 : a.code < b.code ? -1 : 1;
}

// Names whose last letters the source lost.
const LOST: Record<string, string> = { M273: 'Santa Maria la Carità', M356: 'Contà' };

/** The source holds some names in the wrong encoding, and capitals and small letters around an apostrophe mixed up. */
export function repairedName(code: string, written: string): string {
  const known = LOST[code];
  if (known) return known;
  const name = /[\u00c2\u00c3]/.test(written) ? Buffer.from(written, 'latin1').toString('utf8') : written;
  return name.replace(/\b(D|Dell|Nell|All|Sull)'(\p{L})/gu, (all, particle: string, letter: string, at: number) =>
    at === 0 ? all : `${particle.toLowerCase()}'${letter.toUpperCase()}`,
  );
}

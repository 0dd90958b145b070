export interface Section {
  /** Last part of its address and the key of its words. */
  name: 'dati' | 'recapiti' | 'password' | 'verifica' | 'sicurezza' | 'accessi' | 'messaggi' | 'programmi' | 'privacy';
  path: string;
}

/** The pages of the reserved area, in the order of its list; only those that exist. */
export const SECTIONS: readonly Section[] = (
  ['dati', 'recapiti', 'password', 'verifica', 'sicurezza', 'accessi', 'messaggi', 'programmi', 'privacy'] as const
).map((name) => ({ name, path: `/area-riservata/${name}` }));

/** The section that an address lies in; null on the first page. */
export function sectionOf(pathname: string): Section | null {
  return SECTIONS.find(({ path }) => pathname === path || pathname.startsWith(`${path}/`)) ?? null;
}

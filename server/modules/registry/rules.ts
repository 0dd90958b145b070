/** Which of the ministry's files a school comes from; each speaks only for its own schools. */
export type MinistryRegistry = 'STATE' | 'STATE_AUTONOMOUS' | 'PARITARIE' | 'PARITARIE_AUTONOMOUS';
/** Made-up schools stand apart, so that the ministry's own files neither close them nor look older than they are. */
export type Registry = MinistryRegistry | `DEMO_${MinistryRegistry}`;

// The ministry publishes the autonomous provinces apart (SCUANAAUTSTAT, SCUANAAUTPAR), in the same columns.
const AUTONOMOUS = /^(VALLE D'? ?AOSTA|TRENTINO)/i;

export function registryOf(file: { ofState: boolean; regions: ReadonlySet<string> }): MinistryRegistry {
  const regions = [...file.regions];
  const autonomous = regions.length > 0 && regions.every((region) => AUTONOMOUS.test(region));
  if (file.ofState) return autonomous ? 'STATE_AUTONOMOUS' : 'STATE';
  return autonomous ? 'PARITARIE_AUTONOMOUS' : 'PARITARIE';
}

// Codes keep the letters of their birth: younger provinces, renamed ones and Bolzano's three tongues have others.
const PROVINCES_WITH_OTHER_LETTERS: Record<string, string> = {
  'BARLETTA-ANDRIA-TRANI': 'BT',
  BOLZANO: 'BZ',
  FERMO: 'FM',
  "FORLI'-CESENA": 'FC',
  'PESARO E URBINO': 'PU',
  'SUD SARDEGNA': 'SU',
};

/** The first two letters of the school's code, except where its province goes by others. */
export function provinceCodeOf(schoolCode: string, provinceName: string | null): string {
  return PROVINCES_WITH_OTHER_LETTERS[provinceName?.toUpperCase() ?? ''] ?? schoolCode.slice(0, 2);
}

const CLOSURES_ALWAYS_ALLOWED = 100;
const CLOSURES_SHARE = 0.2;

/** Schools do close, but never a fifth of them in one year: then the file is a part of the registry. */
export function areTooManyClosures(closing: number, open: number): boolean {
  return closing > CLOSURES_ALWAYS_ALLOWED && closing > open * CLOSURES_SHARE;
}

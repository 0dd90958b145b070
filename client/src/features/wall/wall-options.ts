export interface WallOptions {
  campaign: string | null;
  province: string | null;
  theme: 'dark' | 'light';
  rows: number;
  seconds: number;
}

const DEFAULT_ROWS = 7;
const DEFAULT_SECONDS = 12;

function wholeNumber(text: string | null, range: { min: number; max: number; otherwise: number }): number {
  if (text === null || !/^\d{1,4}$/.test(text)) return range.otherwise;
  return Math.min(range.max, Math.max(range.min, Number(text)));
}

/** What the address of the wall asks for; nonsense falls back to the default, so that a screen never stays empty. */
export function wallOptions(params: URLSearchParams, slug: string | undefined): WallOptions {
  const province = params.get('provincia')?.trim().toUpperCase() ?? '';
  return {
    campaign: slug ?? (params.get('campagna')?.trim() || null),
    province: /^[A-Z]{2}$/.test(province) ? province : null,
    theme: params.get('tema') === 'chiaro' ? 'light' : 'dark',
    rows: wholeNumber(params.get('righe'), { min: 3, max: 14, otherwise: DEFAULT_ROWS }),
    seconds: wholeNumber(params.get('secondi'), { min: 5, max: 120, otherwise: DEFAULT_SECONDS }),
  };
}

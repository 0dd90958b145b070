/** The catalogue's filters and their address. Pure: the address is the only state. */

export const AUDIENCES = ['INFANZIA', 'PRIMARIA', 'SECONDARIA_PRIMO', 'SECONDARIA_SECONDO'] as const;
export type Audience = (typeof AUDIENCES)[number];
export const ORDERS = ['data', 'posti', 'titolo'] as const;
export type Order = (typeof ORDERS)[number];

export interface Filters {
  campaign: string | null;
  text: string;
  provinces: readonly string[];
  topics: readonly string[];
  audience: readonly Audience[];
  /** Calendar days in Rome, YYYY-MM-DD, inclusive. */
  from: string | null;
  to: string | null;
  onlyFree: boolean;
  order: Order;
}

export const NO_FILTERS: Filters = {
  campaign: null,
  text: '',
  provinces: [],
  topics: [],
  audience: [],
  from: null,
  to: null,
  onlyFree: false,
  order: 'data',
};

const AUDIENCE_WORDS: Record<Audience, string> = {
  INFANZIA: 'infanzia',
  PRIMARIA: 'primaria',
  SECONDARIA_PRIMO: 'secondaria-primo',
  SECONDARIA_SECONDO: 'secondaria-secondo',
};

function list(value: string | null): string[] {
  return [
    ...new Set(
      (value ?? '')
        .split(',')
        .map((item) => item.trim())
        .filter(Boolean),
    ),
  ];
}

function day(value: string | null): string | null {
  if (!value || !/^\d{4}-\d{2}-\d{2}$/.test(value)) return null;
  const parsed = new Date(`${value}T00:00:00Z`);
  return Number.isNaN(parsed.getTime()) || parsed.toISOString().slice(0, 10) !== value ? null : value;
}

/** Reads an address; whatever it does not understand it leaves out. */
export function readFilters(params: URLSearchParams): Filters {
  const order = params.get('ordine');
  const words = list(params.get('destinatari'));
  return {
    campaign: params.get('campagna') || null,
    text: params.get('q') ?? '',
    provinces: list((params.get('provincia') ?? '').toUpperCase()),
    topics: list(params.get('tema')),
    audience: AUDIENCES.filter((audience) => words.includes(AUDIENCE_WORDS[audience])),
    from: day(params.get('dal')),
    to: day(params.get('al')),
    onlyFree: params.get('liberi') === '1',
    order: ORDERS.find((known) => known === order) ?? 'data',
  };
}

/** Writes an address, always in the same order and without what is not chosen, so that equal choices share one address. */
export function writeFilters(filters: Filters): string {
  const params = new URLSearchParams();
  const put = (name: string, value: string | null): void => {
    if (value) params.set(name, value);
  };
  put('campagna', filters.campaign);
  put('q', filters.text.trim());
  put('provincia', filters.provinces.join());
  put('tema', filters.topics.join());
  put('destinatari', filters.audience.map((audience) => AUDIENCE_WORDS[audience]).join());
  put('dal', filters.from);
  put('al', filters.to);
  put('liberi', filters.onlyFree ? '1' : null);
  put('ordine', filters.order === 'data' ? null : filters.order);
  return params.toString().replaceAll('%2C', ',');
}

export interface ServerFilter {
  campaign?: string;
  text?: string;
  provinces?: string[];
  topics?: string[];
  audience?: Audience[];
  from?: string;
  to?: string;
  onlyFree?: boolean;
}

/** The same choice in the words of the API. */
export function toServerFilter({
  campaign,
  text,
  provinces,
  topics,
  audience,
  from,
  to,
  onlyFree,
}: Filters): ServerFilter {
  return {
    ...(campaign ? { campaign } : {}),
    ...(text.trim() ? { text: text.trim() } : {}),
    ...(provinces.length > 0 ? { provinces: [...provinces] } : {}),
    ...(topics.length > 0 ? { topics: [...topics] } : {}),
    ...(audience.length > 0 ? { audience: [...audience] } : {}),
    ...(from ? { from } : {}),
    ...(to ? { to } : {}),
    ...(onlyFree ? { onlyFree } : {}),
  };
}

/** One choice that can be taken away alone. */
export type Choice =
  | { kind: 'campaign' | 'text' | 'province' | 'topic'; value: string }
  | { kind: 'audience'; value: Audience }
  | { kind: 'dates'; from: string | null; to: string | null }
  | { kind: 'onlyFree' };

export function choicesOf(filters: Filters): Choice[] {
  const text = filters.text.trim();
  return [
    ...(filters.campaign ? [{ kind: 'campaign' as const, value: filters.campaign }] : []),
    ...(text ? [{ kind: 'text' as const, value: text }] : []),
    ...filters.provinces.map((value) => ({ kind: 'province' as const, value })),
    ...filters.topics.map((value) => ({ kind: 'topic' as const, value })),
    ...filters.audience.map((value) => ({ kind: 'audience' as const, value })),
    ...(filters.from || filters.to ? [{ kind: 'dates' as const, from: filters.from, to: filters.to }] : []),
    ...(filters.onlyFree ? [{ kind: 'onlyFree' as const }] : []),
  ];
}

export function withoutChoice(filters: Filters, choice: Choice): Filters {
  switch (choice.kind) {
    case 'campaign':
      return { ...filters, campaign: null };
    case 'text':
      return { ...filters, text: '' };
    case 'province':
      return { ...filters, provinces: filters.provinces.filter((value) => value !== choice.value) };
    case 'topic':
      return { ...filters, topics: filters.topics.filter((value) => value !== choice.value) };
    case 'audience':
      return { ...filters, audience: filters.audience.filter((value) => value !== choice.value) };
    case 'dates':
      return { ...filters, from: null, to: null };
    case 'onlyFree':
      return { ...filters, onlyFree: false };
  }
}

export function withoutFilters(filters: Filters): Filters {
  return { ...NO_FILTERS, order: filters.order };
}

export function toggle<Item>(items: readonly Item[], item: Item): Item[] {
  return items.includes(item) ? items.filter((each) => each !== item) : [...items, item];
}

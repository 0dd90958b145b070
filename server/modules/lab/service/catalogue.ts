import { type InputIssue, InvalidInputError } from '../../../platform/errors.ts';
import { parseInput } from '../../../platform/parse-input.ts';
import type { LabDeps } from '../deps.ts';
import { catalogueSchema } from '../input.ts';
import {
  type CatalogueFilter,
  type CatalogueOrder,
  type CataloguePlace,
  countCatalogue,
  countFacets,
  countFreeSeats,
  type FacetRow,
  listCataloguePage,
} from '../store.ts';

const DEFAULT_PAGE = 20;
const MOST_A_PAGE = 100;

export interface CataloguePageIds {
  filter: CatalogueFilter;
  rows: { id: string; cursor: string }[];
  hasNextPage: boolean;
}

export interface CatalogueUseCases {
  /** One page of the public catalogue, in order, by id (LAB-03). */
  pageOfSessions(
    filter: unknown,
    page: { order: CatalogueOrder; first: number | null | undefined; after: string | null | undefined },
  ): Promise<CataloguePageIds>;
  countSessions(filter: CatalogueFilter): Promise<{ sessions: number; labs: number }>;
  facets(filter: unknown): Promise<FacetRow[]>;
  /** Seats that can be booked in the sessions to come of each campaign, in the order asked. */
  countFreeSeats(campaignIds: readonly string[]): Promise<number[]>;
}

export function createCatalogue({ db, clock }: LabDeps): CatalogueUseCases {
  return {
    async pageOfSessions(input, { order, first, after }) {
      const filter = parseInput(catalogueSchema, input);
      const page = { order, first: pageSize(first), after: after ? placeOf(after) : null };
      const rows = await listCataloguePage(db, filter, page, clock.now());
      return {
        filter,
        rows: rows.slice(0, page.first).map(({ id, value }) => ({ id, cursor: cursorOf([value, id]) })),
        hasNextPage: rows.length > page.first,
      };
    },
    countSessions: (filter) => countCatalogue(db, filter, clock.now()),
    countFreeSeats: (campaignIds) => countFreeSeats(db, campaignIds, clock.now()),
    facets: (input) => countFacets(db, parseInput(catalogueSchema, input), clock.now()),
  };
}

function pageSize(first: number | null | undefined): number {
  const size = first ?? DEFAULT_PAGE;
  if (size >= 1 && size <= MOST_A_PAGE) return size;
  throw refused({ path: 'first', key: 'lab.input.range', params: { minimum: 1, maximum: MOST_A_PAGE } });
}

function cursorOf(place: CataloguePlace): string {
  return Buffer.from(JSON.stringify(place)).toString('base64url');
}

function placeOf(cursor: string): CataloguePlace {
  try {
    const [value, id] = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')) as unknown[];
    const known = (typeof value === 'string' || Number.isFinite(value)) && typeof id === 'string';
    if (known && /^[0-9a-f-]{36}$/.test(id)) return [value as string | number, id];
  } catch {
    // Not a cursor of ours: answered like any other wrong input.
  }
  throw refused({ path: 'after', key: 'lab.input.cursor' });
}

function refused(issue: InputIssue): InvalidInputError {
  return new InvalidInputError([issue]);
}

import { z } from 'zod';
import { InvalidInputError } from '../../platform/errors.ts';
import type { PlaceKind, PlaceSearch } from './place-rules.ts';

const MOST_PLACES = 20;
const MAX_TEXT = 100;

/** A day that the calendar has, YYYY-MM-DD. */
export function isDay(text: string): boolean {
  return /^\d{4}-\d\d-\d\d$/.test(text) && new Date(`${text}T00:00:00Z`).toJSON()?.startsWith(text) === true;
}

// The value of a fault is the i18n key of its words.
const placeSearch = z.object({
  text: z.string().max(MAX_TEXT, 'registry.input.placeTextTooLong'),
  on: z.string().refine(isDay, 'registry.input.day').nullable(),
  first: z.number().int().min(1, 'registry.input.firstPlaces').max(MOST_PLACES, 'registry.input.firstPlaces'),
});

export interface RawPlaceSearch {
  text: string;
  on?: string | null | undefined;
  kind?: PlaceKind | null | undefined;
  first: number;
}

export function parsePlaceSearch(raw: RawPlaceSearch): PlaceSearch {
  const parsed = placeSearch.safeParse({ ...raw, on: raw.on ?? null });
  if (parsed.success) return { ...parsed.data, kind: raw.kind ?? null };
  throw new InvalidInputError(parsed.error.issues.map(({ path, message }) => ({ path: path.join('.'), key: message })));
}

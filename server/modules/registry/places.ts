import { belfioreConnector } from '@marketto/belfiore-connector-embedded';
import type { SqlRunner } from '../../platform/db/db.ts';
import { parsePlaceSearch, type RawPlaceSearch } from './place-input.ts';
import { type BirthPlace, fold, isOfferedOn, rankPlaces, repairedName } from './place-rules.ts';
import { listImportedPlaces, type PlaceRow, placesVersion } from './place-store.ts';

export type { BirthPlace, PlaceKind } from './place-rules.ts';

/** The municipalities and states where somebody can be born, today's and those that ceased. */
export interface Places {
  /** Those that existed on the day, best match first. Throws InvalidInputError. */
  search(raw: RawPlaceSearch): Promise<BirthPlace[]>;
  /** null when no place has this code, or it did not exist on the day. */
  find(code: string, on: string): Promise<BirthPlace | null>;
  /** Every place, whenever it existed. */
  list(): Promise<readonly BirthPlace[]>;
  /** Reads them all with long pauses, so that the first who searches need not wait for it. */
  prepare(): Promise<void>;
}

declare module '../../graphql/context.ts' {
  interface Services {
    places: Places;
  }
}

/** With `db`, municipalities that were imported stand before those of the package. */
export function createPlaces(db?: SqlRunner): Places {
  let reading: Promise<Map<string, BirthPlace>> | null = null;
  let merged: { version: string; lookedAt: number; places: Map<string, BirthPlace> } | null = null;
  const pace: Pace = { awaited: false };
  const known = async (): Promise<Map<string, BirthPlace>> => {
    pace.awaited = true;
    reading ??= readPlaces(pace);
    const packaged = await reading;
    return db ? await withImported(db, packaged) : packaged;
  };
  /** An import by another process is seen within this time. */
  async function withImported(from: SqlRunner, packaged: Map<string, BirthPlace>): Promise<Map<string, BirthPlace>> {
    const now = performance.now();
    if (merged && now - merged.lookedAt < LOOK_MS) return merged.places;
    const version = await placesVersion(from);
    if (merged?.version !== version) {
      const imported = version === '' ? [] : await listImportedPlaces(from);
      merged = { version, lookedAt: now, places: mergePlaces(packaged, imported) };
    }
    merged.lookedAt = now;
    return merged.places;
  }
  return {
    async search(raw) {
      const wanted = parsePlaceSearch(raw);
      return rankPlaces([...(await known()).values()], wanted);
    },
    async find(code, on) {
      const place = (await known()).get(code.toUpperCase());
      return place && isOfferedOn(place, on) ? place : null;
    },
    list: async () => [...(await known()).values()],
    async prepare() {
      reading ??= readPlaces(pace);
      await reading;
    },
  };
}

const LOOK_MS = 5_000;

/** The archive knows better what there is and since when; names are spelt as the package does where they are the same. */
function mergePlaces(packaged: Map<string, BirthPlace>, imported: readonly PlaceRow[]): Map<string, BirthPlace> {
  const places = new Map(packaged);
  for (const { code, name, province, since, until } of imported) {
    const before = packaged.get(code);
    const folded = fold(name);
    const spelt = before?.folded === folded ? before.name : name;
    places.set(code, { code, name: spelt, folded, kind: 'MUNICIPALITY', province, since, until });
  }
  return places;
}

interface Pace {
  /** Whether somebody waits for the places already. */
  awaited: boolean;
}

const PAUSE_MS = 20;

/** The package takes most of a second to decode all: it is read one province at a time, so that others are served between. */
async function readPlaces(pace: Pace): Promise<Map<string, BirthPlace>> {
  const places = new Map<string, BirthPlace>();
  for (const province of await belfioreConnector.provinces) {
    await keep(places, belfioreConnector.byProvince(province));
    await new Promise<void>((resolve) => {
      if (pace.awaited) setImmediate(resolve);
      else setTimeout(resolve, PAUSE_MS);
    });
  }
  await keep(places, belfioreConnector.countries);
  return places;
}

async function keep(places: Map<string, BirthPlace>, source: typeof belfioreConnector | undefined): Promise<void> {
  for (const {
    belfioreCode: code,
    name: written,
    creationDate,
    expirationDate,
    ...rest
  } of (await source?.toArray()) ?? []) {
    const province = 'province' in rest && typeof rest.province === 'string' ? rest.province : null;
    const isState = code.startsWith('Z');
    const name = repairedName(code, written);
    places.set(code, {
      code,
      name,
      folded: fold(name),
      kind: isState ? 'STATE' : 'MUNICIPALITY',
      province: isState ? null : province,
      since: dayOf(creationDate),
      until: dayOf(expirationDate),
    });
  }
}

/** Days as the package writes them, in UTC; null for one that never comes. */
function dayOf(date: Date | undefined): string | null {
  if (!date || date.getUTCFullYear() > 9000) return null;
  return date.toISOString().slice(0, 10);
}

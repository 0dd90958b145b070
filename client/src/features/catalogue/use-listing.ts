import { useCallback, useEffect, useRef, useState } from 'react';
import { type Client, useClient } from 'urql';
import type { Failure } from '../../lib/graphql.ts';
import { type Listing, type Outcome, readListing, readMore } from './catalogue-data.ts';
import { type Filters, writeFilters } from './filters.ts';

// Back shows again the rows that were loaded, at once. Kept with the client, so that it ends with the person's session.
const remembered = new WeakMap<Client, Map<string, Listing>>();
const MOST_REMEMBERED = 20;

function memoryOf(client: Client): Map<string, Listing> {
  const known = remembered.get(client) ?? new Map<string, Listing>();
  remembered.set(client, known);
  return known;
}

function remember(client: Client, key: string, listing: Listing): void {
  const memory = memoryOf(client);
  memory.delete(key);
  memory.set(key, listing);
  const [oldest] = memory.keys();
  if (memory.size > MOST_REMEMBERED && oldest !== undefined) memory.delete(oldest);
}

interface Shown {
  /** The choice these rows answer. */
  key: string;
  listing: Listing | null;
  failure: Failure | null;
}

export interface ListingView {
  listing: Listing | null;
  failure: Failure | null;
  /** The rows on screen still answer the former choice. */
  waiting: boolean;
  loadingMore: boolean;
  reload: () => Promise<string | null>;
  more: () => Promise<void>;
}

/** The rows of a choice: former rows stay on screen until the new ones are here. */
export function useListing(filters: Filters): ListingView {
  const client = useClient();
  const key = writeFilters(filters);
  const [shown, setShown] = useState<Shown>(() => ({ key, listing: memoryOf(client).get(key) ?? null, failure: null }));
  const [loadingMore, setLoadingMore] = useState(false);
  const current = useRef({ key, filters, shown });
  current.current = { key, filters, shown };

  const settle = useCallback(
    (asked: string, outcome: Outcome<Listing>): string | null => {
      if (outcome.value) remember(client, asked, outcome.value);
      if (current.current.key !== asked) return null;
      setShown((before) => ({ key: asked, listing: outcome.value ?? before.listing, failure: outcome.failure }));
      return outcome.value?.at ?? null;
    },
    [client],
  );
  const reload = useCallback(async () => {
    const { key: asked, filters: wanted, shown: before } = current.current;
    const rows =
      before.key === asked ? (before.listing?.rows.length ?? 0) : (memoryOf(client).get(asked)?.rows.length ?? 0);
    return settle(asked, await readListing(client, wanted, rows));
  }, [client, settle]);
  const more = useCallback(async () => {
    const { key: asked, filters: wanted, shown: before } = current.current;
    if (!before.listing) return;
    setLoadingMore(true);
    settle(asked, await readMore(client, wanted, before.listing));
    setLoadingMore(false);
  }, [client, settle]);

  useEffect(() => {
    const known = memoryOf(client).get(key);
    if (known) setShown({ key, listing: known, failure: null });
    void reload();
  }, [client, key, reload]);

  // What is remembered is drawn at once, so that the page is tall enough for its old scroll position.
  const known = shown.key === key ? null : memoryOf(client).get(key);
  const view = known ? { key, listing: known, failure: null } : shown;
  return { listing: view.listing, failure: view.failure, waiting: view.key !== key, loadingMore, reload, more };
}

import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useClient } from 'urql';
import { type Failure, failureOf } from '../../lib/graphql.ts';
import { useViewer } from '../../lib/viewer.tsx';

interface Connection<Row> {
  edges: readonly { cursor: string; node: Row }[];
  pageInfo: { hasNextPage: boolean; endCursor?: string | null };
}

interface Variables {
  after?: string | null;
}

export interface Listed<Row> {
  rows: readonly { cursor: string; node: Row }[];
  more: boolean;
}

interface Pages<Row> {
  data: Listed<Row> | null;
  failure: Failure | null;
  /** Reads the first page anew. */
  read: () => Promise<string | null>;
  /** Adds the next page; answers how many rows stood before it. */
  readMore: () => Promise<number>;
  reading: boolean;
}

/** A list that is read a page at a time. */
export function usePages<Data, Row>(
  document: TypedDocumentNode<Data, Variables>,
  pick: (data: Data) => Connection<Row>,
): Pages<Row> {
  const client = useClient();
  const { refresh } = useViewer();
  const [data, setData] = useState<(Listed<Row> & { end: string | null }) | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [reading, setReading] = useState(false);
  const latest = useRef(pick);
  latest.current = pick;

  const ask = useCallback(
    async (after: string | null, before: Listed<Row>['rows']) => {
      setReading(true);
      const result = await client.query(document, { after }, { requestPolicy: 'network-only' }).toPromise();
      setReading(false);
      const failed = failureOf(result);
      setFailure(failed);
      if (failed?.code === 'UNAUTHENTICATED') await refresh();
      if (!result.data) return;
      const { edges, pageInfo } = latest.current(result.data);
      setData({ rows: [...before, ...edges], more: pageInfo.hasNextPage, end: pageInfo.endCursor ?? null });
    },
    [client, document, refresh],
  );
  const read = useCallback(async () => {
    await ask(null, []);
    return null;
  }, [ask]);
  useEffect(() => {
    void read();
  }, [read]);
  return {
    data,
    failure,
    read,
    reading,
    async readMore() {
      const rows = data?.rows ?? [];
      await ask(data?.end ?? null, rows);
      return rows.length;
    },
  };
}

import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { useCallback, useEffect, useState } from 'react';
import { useClient } from 'urql';
import { type Failure, failureOf } from '../../lib/graphql.ts';
import { serverClock } from '../../lib/server-clock.ts';
import { useViewer } from '../../lib/viewer.tsx';

export interface OwnQuery<Data> {
  /** What was read last; it stays while it is read again. */
  data: Data | null;
  failure: Failure | null;
  /** Reads again; answers the server's instant, or null when it failed. */
  read: () => Promise<string | null>;
}

type NoVariables = Record<string, never>;

/** What a page of the reserved area shows, always read anew. */
export function useOwnQuery<Data extends { serverTime: string }>(
  document: TypedDocumentNode<Data, NoVariables>,
): OwnQuery<Data> {
  const client = useClient();
  const { refresh } = useViewer();
  const [data, setData] = useState<Data | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const read = useCallback(async () => {
    const sentAt = performance.now();
    const result = await client.query(document, {} as NoVariables, { requestPolicy: 'network-only' }).toPromise();
    const failed = failureOf(result);
    setFailure(failed);
    // The session has ended: the page then asks to sign in again.
    if (failed?.code === 'UNAUTHENTICATED') await refresh();
    if (!result.data) return null;
    serverClock.syncFromAnswer(Date.parse(result.data.serverTime), sentAt);
    setData(result.data);
    return result.data.serverTime;
  }, [client, document, refresh]);
  useEffect(() => {
    void read();
  }, [read]);
  return { data, failure, read };
}

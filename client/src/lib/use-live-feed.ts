import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { useCallback, useEffect, useMemo, useReducer, useRef, useState } from 'react';
import { type AnyVariables, useClient } from 'urql';
import type { LiveState } from './live.ts';
import { createFeed, type LiveMessage } from './live-feed.ts';

export interface LiveView extends LiveState {
  /** Instant at which the data on screen were last known to be true, server milliseconds; null before the first. */
  atMs: number | null;
  pause: () => void;
  resume: () => void;
}

interface FeedOptions<Data, Variables extends AnyVariables, Message extends LiveMessage> {
  document: TypedDocumentNode<Data, Variables>;
  /** Null while there is nothing to listen to; a list where one subscription cannot hold all that is on screen. */
  variables: Variables | readonly Variables[] | null;
  pick: (data: Data) => Message;
  onUpdate: (message: Message) => void;
  /** Asks for the same data by query and shows them; answers the server's instant, or null when it failed. */
  poll: () => Promise<string | null>;
  onBack?: () => void;
}

function listOf<Variables>(variables: Variables | readonly Variables[] | null): readonly Variables[] {
  if (variables === null) return [];
  return isList(variables) ? variables : [variables];
}

function isList<Variables>(variables: Variables | readonly Variables[]): variables is readonly Variables[] {
  return Array.isArray(variables);
}

/** A subscription of the page and the honest state of its connection. */
export function useLiveFeed<Data, Variables extends AnyVariables, Message extends LiveMessage>(
  options: FeedOptions<Data, Variables, Message>,
): LiveView {
  const client = useClient();
  const latest = useRef(options);
  latest.current = options;
  const [paused, setPaused] = useState(false);
  const [, redraw] = useReducer((count: number) => count + 1, 0);
  const key = JSON.stringify(options.variables);

  const feed = useMemo(
    () =>
      createFeed<Message>({
        listen(onMessage, onLost) {
          const { document, variables, pick } = latest.current;
          const stops = listOf(variables).map(
            (each) =>
              client.subscription(document, each).subscribe(({ data, error }) => {
                if (data) onMessage(pick(data));
                else if (error) onLost();
              }).unsubscribe,
          );
          return () => {
            for (const stop of stops) stop();
          };
        },
        onMessage: (message) => latest.current.onUpdate(message),
        poll: () => latest.current.poll(),
        onState: redraw,
        onBack: () => latest.current.onBack?.(),
      }),
    [client],
  );
  useEffect(() => {
    feed.setPaused(paused);
    if (!paused && key !== 'null') return feed.start();
  }, [feed, key, paused]);

  const pause = useCallback(() => setPaused(true), []);
  const resume = useCallback(() => setPaused(false), []);
  return { ...feed.state(), pause, resume };
}

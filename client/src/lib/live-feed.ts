import { connectionGeneration, lastHeardAt, onHeard } from './connection.ts';
import { cameBack, decideLive, type LiveFacts, type LiveState, retryDelayMs, shouldPoll } from './live.ts';
import { serverClock } from './server-clock.ts';

export interface LiveMessage {
  at: string;
  freshness: { live: boolean; everySeconds: number };
}

export interface FeedSource<Message extends LiveMessage> {
  /** Starts to listen; answers how to stop. */
  listen: (onMessage: (message: Message) => void, onLost: () => void) => () => void;
  onMessage: (message: Message) => void;
  /** Asks for the same data by query and shows them; answers the server's instant, or null when it failed. */
  poll: () => Promise<string | null>;
  onState: () => void;
  onBack: () => void;
}

export interface Feed {
  start: () => () => void;
  setPaused: (paused: boolean) => void;
  state: () => LiveState & { atMs: number | null };
}

function freshFacts(): LiveFacts {
  return {
    online: navigator.onLine,
    paused: false,
    startedAt: performance.now(),
    heardAt: null,
    polledAt: null,
    freshness: null,
  };
}

/** Keeps one subscription alive and says honestly how fresh its data are (ui guide, "Connection"). */
export function createFeed<Message extends LiveMessage>(source: FeedSource<Message>): Feed {
  const facts = freshFacts();
  let atMs: number | null = null;
  let shown = decideLive(facts, performance.now()).kind;
  let attempt = 0;
  let heardIn = -1;
  let asking = false;
  let refusals = 0;
  let asksAgainAt = 0;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let drop = (): void => undefined;

  function settle(): void {
    const { kind } = decideLive(facts, performance.now());
    if (cameBack(shown, kind)) source.onBack();
    shown = kind;
    source.onState();
  }
  function receive(message: Message): void {
    attempt = 0;
    heardIn = connectionGeneration();
    serverClock.syncFromPush(Date.parse(message.at));
    facts.heardAt = performance.now();
    facts.polledAt = null;
    facts.freshness = message.freshness;
    atMs = Math.max(Date.parse(message.at), atMs ?? 0);
    source.onMessage(message);
    settle();
  }
  function listen(): void {
    drop = source.listen(receive, () => {
      drop();
      heardIn = -1;
      clearTimeout(retry);
      retry = setTimeout(listen, retryDelayMs(attempt, Math.random));
      attempt += 1;
    });
  }
  async function ask(): Promise<void> {
    asking = true;
    const at = await source.poll();
    asking = false;
    if (at === null) {
      asksAgainAt = performance.now() + retryDelayMs(refusals, Math.random);
      refusals += 1;
      return;
    }
    refusals = 0;
    facts.polledAt = performance.now();
    atMs = Date.parse(at);
    settle();
  }
  function tick(): void {
    const now = performance.now();
    if (!asking && now >= asksAgainAt && shouldPoll(facts, now)) void ask();
    if (decideLive(facts, now).kind !== shown) settle();
  }
  function lineSpoke(): void {
    if (heardIn !== connectionGeneration()) return;
    facts.heardAt = lastHeardAt();
    // As long as the line speaks and nothing came, what is shown is still true.
    if (facts.freshness?.live) atMs = serverClock.now();
    settle();
  }
  function networkChanged(): void {
    facts.online = navigator.onLine;
    settle();
  }

  return {
    start() {
      facts.startedAt = performance.now();
      const timer = setInterval(tick, 1000);
      const offHeard = onHeard(lineSpoke);
      window.addEventListener('online', networkChanged);
      window.addEventListener('offline', networkChanged);
      listen();
      settle();
      return () => {
        drop();
        clearTimeout(retry);
        clearInterval(timer);
        offHeard();
        window.removeEventListener('online', networkChanged);
        window.removeEventListener('offline', networkChanged);
      };
    },
    setPaused(paused) {
      facts.paused = paused;
      settle();
    },
    state: () => ({ ...decideLive(facts, performance.now()), atMs }),
  };
}

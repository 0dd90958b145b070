import { Redis } from 'ioredis';
import type { Logger } from '../logger.ts';
import { type Bus, type BusState, Handlers, type Unsubscribe } from './bus.ts';

const COMMAND_TIMEOUT_MS = 1_000;
const RETRY_MS = { first: 100, most: 2_000 };
// A paused Redis keeps its sockets open: only an unanswered ping tells (FLT-14).
const PING_EVERY_MS = 1_000;
const CHANNEL_PREFIX = 'sportello:';

/** The bus between servers, over Redis pub/sub. Down is a state, not an error: see Bus. */
export async function createRedisBus(options: { url: string; logger: Logger }): Promise<Bus> {
  const { logger } = options;
  const handlers = new Handlers();
  const listeners = new Set<(state: BusState) => void>();
  const connection = {
    commandTimeout: COMMAND_TIMEOUT_MS,
    maxRetriesPerRequest: 0,
    enableOfflineQueue: false,
    autoResubscribe: false,
    lazyConnect: true,
    retryStrategy: (times: number) => Math.min(RETRY_MS.first * times, RETRY_MS.most),
  };
  const publisher = new Redis(options.url, connection);
  const subscriber = new Redis(options.url, connection);
  let state: BusState = 'down';
  let disposed = false;

  function setState(next: BusState): void {
    if (state === next) return;
    state = next;
    logger.info({ bus: next }, 'the bus between servers changed state');
    for (const listener of listeners) listener(next);
  }

  /** Up again only when every subscription stands again. */
  async function stand(): Promise<void> {
    const channels = handlers.topics().map((topic) => CHANNEL_PREFIX + topic);
    if (publisher.status !== 'ready' || subscriber.status !== 'ready') return;
    try {
      if (channels.length > 0) await subscriber.subscribe(...channels);
      await Promise.all([publisher.ping(), subscriber.ping()]);
      setState('up');
    } catch {
      setState('down');
    }
  }

  for (const client of [publisher, subscriber]) {
    client.on('error', () => setState('down'));
    client.on('close', () => setState('down'));
    client.on('ready', () => void stand());
  }
  subscriber.on('message', (channel: string, message: string) => {
    handlers.deliver(channel.slice(CHANNEL_PREFIX.length), JSON.parse(message));
  });

  await Promise.allSettled([publisher.connect(), subscriber.connect()]);
  await stand();
  const pinger = setInterval(() => void stand(), PING_EVERY_MS);
  pinger.unref();

  return {
    get state() {
      return state;
    },
    publish(topic, payload) {
      publisher.publish(CHANNEL_PREFIX + topic, JSON.stringify(payload)).catch(() => {
        // The hint is lost here and made good by the re-reading of every server.
        if (!disposed) logger.debug({ topic }, 'a hint could not be published');
      });
    },
    async subscribe(topic, handler) {
      if (handlers.add(topic, handler) && state === 'up') {
        await subscriber.subscribe(CHANNEL_PREFIX + topic).catch(() => setState('down'));
      }
      return () => {
        if (handlers.remove(topic, handler) && state === 'up') {
          subscriber.unsubscribe(CHANNEL_PREFIX + topic).catch(() => setState('down'));
        }
      };
    },
    onState(listener): Unsubscribe {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    async dispose() {
      disposed = true;
      clearInterval(pinger);
      publisher.disconnect();
      subscriber.disconnect();
    },
  };
}

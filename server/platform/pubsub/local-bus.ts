import { type Bus, Handlers } from './bus.ts';

/** The bus of one process alone; always up. */
export function createLocalBus(): Bus {
  const handlers = new Handlers();
  return {
    state: 'up',
    publish(topic, payload) {
      queueMicrotask(() => handlers.deliver(topic, payload));
    },
    async subscribe(topic, handler) {
      handlers.add(topic, handler);
      return () => void handlers.remove(topic, handler);
    },
    onState: () => () => undefined,
    dispose: async () => undefined,
  };
}

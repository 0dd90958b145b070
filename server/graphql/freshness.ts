import type { Freshness as FreshnessShape } from '../platform/watch.ts';
import { builder } from './builder.ts';

export const Freshness = builder.objectRef<FreshnessShape>('Freshness').implement({
  description: 'How current a live read is. A change of it is sent at once, with nothing else in the message.',
  fields: (t) => ({
    live: t.exposeBoolean('live', { description: 'Every change is pushed as it happens.' }),
    everySeconds: t.exposeInt('everySeconds', {
      description:
        'When not live: the rows are re-read every so many seconds, because servers cannot tell each other of changes just now. 0: they cannot be read at all just now.',
    }),
  }),
});

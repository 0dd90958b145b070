import { BusyError, type DomainError, InvalidInputError } from '../platform/errors.ts';
import { builder } from './builder.ts';

/** What every foreseen refusal has in common; the modules' refusals implement it. */
export const RefusalInterface = builder.interfaceRef<DomainError>('Error').implement({
  description: 'A foreseen refusal. The message is in the reader’s language and may be shown as it is.',
  fields: (t) => ({
    message: t.string({
      description: 'What happened and what to do next, in the reader’s language.',
      resolve: (error, _args, context) => context.say(error.key, error.params),
    }),
  }),
});

const InputIssueType = builder
  .objectRef<{ path: string; key: string; params?: Record<string, string | number> }>('InputIssue')
  .implement({
    description: 'One thing to correct in the input.',
    fields: (t) => ({
      path: t.exposeString('path', { description: 'The field of the input, dotted: title, window.opensAt.' }),
      message: t.string({
        description: 'What is wrong with it, in the reader’s language.',
        resolve: (issue, _args, context) => context.say(issue.key, issue.params ?? {}),
      }),
    }),
  });

builder.objectType(InvalidInputError, {
  name: 'InvalidInputError',
  description: 'Something typed has to be corrected; nothing was done.',
  interfaces: [RefusalInterface],
  fields: (t) => ({
    issues: t.field({
      type: [InputIssueType],
      description: 'Every fault found, in the order of the fields.',
      resolve: (error) => [...error.issues],
    }),
  }),
});

builder.objectType(BusyError, {
  name: 'BusyError',
  description: 'Too many people at once; nothing was done.',
  interfaces: [RefusalInterface],
  fields: (t) => ({
    retryAfter: t.exposeInt('retryAfter', { description: 'Seconds after which to try again.' }),
  }),
});

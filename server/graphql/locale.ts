import { Locale } from '../platform/db/generated/client.ts';
import { builder } from './builder.ts';

export const LocaleEnum = builder.enumType('Locale', {
  description: 'Languages of the system.',
  values: {
    [Locale.IT]: { description: 'Italian.' },
    [Locale.EN]: { description: 'English.' },
  },
});

import { builder } from '../../../graphql/builder.ts';
import { RefusalInterface } from '../../../graphql/refusals.ts';
import type { DomainError } from '../../../platform/errors.ts';
import {
  AlreadyRegisteredError,
  ComparisonLimitError,
  DataDifferError,
  RegistrationIncompleteError,
  RegistrationLinkExpiredError,
  RegistrationLinkSupersededError,
  RegistrationLinkUnknownError,
  RegistrationLinkUsedError,
  RegistrationNotFoundError,
  ResendTooSoonError,
} from '../errors.ts';
import { DeclaredFieldEnum, StepEnum } from './enums.ts';

const interfaces = [RefusalInterface];

/** Refusals that say nothing beside their message. */
function plain(error: new () => DomainError, description: string): void {
  builder.objectType(error, { name: error.name, description, interfaces });
}

plain(
  RegistrationNotFoundError,
  'This browser holds no open registration: none was begun, or it expired. Start again.',
);
plain(RegistrationLinkUnknownError, 'Not a link of ours, or of a registration that is no longer kept. Start again.');
plain(
  RegistrationLinkSupersededError,
  'The data were changed or confirmed again after this mail: the latest mail counts.',
);
plain(AlreadyRegisteredError, 'Meanwhile the person got an account. Told only to who opened the mail.');

builder.objectType(RegistrationIncompleteError, {
  name: 'RegistrationIncompleteError',
  description: 'A step before this one is missing.',
  interfaces,
  fields: (t) => ({
    step: t.field({ type: StepEnum, description: 'The first that is missing.', resolve: (error) => error.step }),
  }),
});

builder.objectType(ResendTooSoonError, {
  name: 'ResendTooSoonError',
  description: 'A mail was asked for less than a minute ago.',
  interfaces,
  fields: (t) => ({
    retryAfter: t.exposeInt('retryAfter', { description: 'Seconds to wait.' }),
    availableAt: t.expose('availableAt', { type: 'DateTime', description: 'When another may be asked for.' }),
  }),
});

builder.objectType(RegistrationLinkExpiredError, {
  name: 'RegistrationLinkExpiredError',
  description: 'The link expired; resendRegistrationMail with its token sends a new one.',
  interfaces,
  fields: (t) => ({ expiredAt: t.expose('expiredAt', { type: 'DateTime', description: 'When.' }) }),
});

builder.objectType(RegistrationLinkUsedError, {
  name: 'RegistrationLinkUsedError',
  description: 'The registration is completed: sign in.',
  interfaces,
  fields: (t) => ({ usedAt: t.expose('usedAt', { type: 'DateTime', description: 'When it was completed.' }) }),
});

builder.objectType(ComparisonLimitError, {
  name: 'ComparisonLimitError',
  description: 'Five different registrations were opened through this mailbox within a day.',
  interfaces,
  fields: (t) => ({ retryAfter: t.exposeInt('retryAfter', { description: 'Seconds until the next may be opened.' }) }),
});

builder.objectType(DataDifferError, {
  name: 'DataDifferError',
  description: 'Data differ from those known to the administration, and acceptDifferences was not given.',
  interfaces,
  fields: (t) => ({
    fields: t.field({
      type: [DeclaredFieldEnum],
      description: 'Which; what is known of them is never told.',
      resolve: (error) => [...error.fields],
    }),
  }),
});

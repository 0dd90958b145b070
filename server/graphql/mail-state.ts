import { MailState } from '../platform/db/generated/client.ts';
import { builder } from './builder.ts';

export const MailStateEnum = builder.enumType('MailState', {
  description: 'How a message to a person fared.',
  values: {
    [MailState.WAITING]: { description: 'To be sent, or being tried again.' },
    [MailState.SENT]: { description: 'Taken by the mail server.' },
    [MailState.REFUSED]: { description: 'Refused for good: full mailbox or unknown address.' },
  },
});

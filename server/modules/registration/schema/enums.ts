import { builder } from '../../../graphql/builder.ts';

export const StepEnum = builder.enumType('RegistrationStep', {
  description: 'The step of a registration that comes next.',
  values: {
    DATA: { description: 'Personal data, e-mail and consent (saveRegistrationData).' },
    REVIEW: { description: 'To look at the data and confirm them (confirmRegistrationData).' },
    MAIL: { description: 'To open the link of the mail.' },
  } as const,
});

export const SexEnum = builder.enumType('Sex', {
  description: 'As the civil registers and the codice fiscale have it.',
  values: { F: { description: 'Female.' }, M: { description: 'Male.' } } as const,
});

export const DeclaredFieldEnum = builder.enumType('DeclaredField', {
  description: 'One of the facts that a person declares.',
  values: {
    FIRST_NAME: { value: 'firstName', description: 'First names.' },
    LAST_NAME: { value: 'lastName', description: 'Last names.' },
    BORN_ON: { value: 'bornOn', description: 'Date of birth.' },
    BIRTHPLACE: { value: 'birthplaceCode', description: 'Place of birth.' },
    SEX: { value: 'sex', description: 'Sex.' },
  } as const,
});

export const MailDeliveryEnum = builder.enumType('MailDelivery', {
  description: 'How a mail fares.',
  values: {
    WAITING: { description: 'It is being sent.' },
    SENT: { description: 'The mail server took it.' },
    REFUSED: { description: 'The mailbox does not exist or is full.' },
  } as const,
});

import type { Words } from '../../platform/i18n.ts';

export const helpdeskWords: Words = {
  IT: {
    helpdesk: {
      notFound: 'Questo account o questa registrazione non c’è più: cerca di nuovo.',
      input: { text: 'Scrivi per intero il nome utente, il codice fiscale o l’indirizzo e-mail.' },
    },
  },
  EN: {
    helpdesk: {
      notFound: 'This account or registration is there no more: search again.',
      input: { text: 'Enter the whole user name, codice fiscale or e-mail address.' },
    },
  },
};

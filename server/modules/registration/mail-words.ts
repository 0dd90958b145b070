import type { Words } from '../../platform/i18n.ts';

export const registrationMailWords: Words = {
  IT: {
    unexpected: 'Se non te lo aspettavi, non devi fare nulla: tutto resta com’è.',
    confirm: {
      subject: 'Conferma il tuo indirizzo e scegli la password',
      step: 'Ciao {{firstName}}, manca un passo. Apri il collegamento e scegli la password.',
      link: 'Scegli la password',
      until: 'Vale fino a {{until}} e si usa una volta.',
    },
    exists: {
      subject: 'Hai già un account',
      tried: 'Qualcuno, forse tu, ha provato a registrarsi con il tuo codice fiscale.',
      already: 'Hai già un account: accedi o recupera la password da {{siteUrl}}/recupero. Non abbiamo cambiato nulla.',
      link: 'Accedi',
    },
    completed: {
      subject: 'Il tuo nome utente è {{username}}',
      done: 'La registrazione è completa. Per accedere usa {{username}} o il codice fiscale.',
      password: 'La password la conosci solo tu: nessuno te la chiederà.',
      link: 'Accedi',
      unexpected: 'Se non l’hai fatto tu, scrivici subito: {{siteUrl}}/assistenza.',
    },
  },
  EN: {
    unexpected: 'If you did not expect this, you need not do anything: everything stays as it is.',
    confirm: {
      subject: 'Confirm your address and choose your password',
      step: 'Hello {{firstName}}, one step is left. Open the link and choose your password.',
      link: 'Choose your password',
      until: 'It works until {{until}} and is used once.',
    },
    exists: {
      subject: 'You already have an account',
      tried: 'Somebody, perhaps you, tried to register with your codice fiscale.',
      already:
        'You already have an account: sign in, or recover the password from {{siteUrl}}/recupero. We changed nothing.',
      link: 'Sign in',
    },
    completed: {
      subject: 'Your user name is {{username}}',
      done: 'The registration is complete. To sign in use {{username}} or your codice fiscale.',
      password: 'Only you know your password: nobody will ever ask you for it.',
      link: 'Sign in',
      unexpected: 'If you did not register, write to us at once: {{siteUrl}}/assistenza.',
    },
  },
};

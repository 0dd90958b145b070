/** Of the security officer's console. */
export const ministryWords = {
  IT: {
    noSuchAccount: 'Nessuna utenza attiva del ministero ha questo nome.',
    ownAccount: 'Per la tua utenza serve un altro referente per la sicurezza.',
    input: { username: 'Scrivi il nome dell’utenza, come MI12345.' },
  },
  EN: {
    noSuchAccount: 'No active account of the ministry has this name.',
    ownAccount: 'For your own account another security officer is needed.',
    input: { username: 'Enter the name of the account, such as MI12345.' },
  },
};

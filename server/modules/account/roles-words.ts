/** Of roles given and taken. */
export const rolesWords = {
  IT: {
    noSuchAccount: 'Nessun account attivo ha questo nome utente.',
    held: 'La persona ha già questo ruolo in quella sede, in tutto o in parte di quel periodo.',
    noSuchRole: 'Questo ruolo non c’è, o è già finito.',
    input: {
      username: 'Scrivi il nome utente, come nome.cognome.',
      notByOffice: 'Questo ruolo lo dà solo chi gestisce il sistema.',
      ownRole: 'Nessuno dà o toglie un ruolo a sé.',
      institution: 'I ruoli sono delle persone: questo è l’account di una scuola.',
      schoolNeeded: 'Per questo ruolo serve la scuola.',
      noSchool: 'Questo ruolo è dell’ufficio, senza scuola.',
      noSuchSchool: 'Nessuna scuola aperta ha questo codice.',
      period: 'La fine deve venire dopo l’inizio e non essere già passata.',
    },
  },
  EN: {
    noSuchAccount: 'No active account has this user name.',
    held: 'The person already holds this role there, for all or part of that time.',
    noSuchRole: 'There is no such role, or it has ended.',
    input: {
      username: 'Enter the user name, such as name.surname.',
      notByOffice: 'Only whoever runs the system gives this role.',
      ownRole: 'Nobody gives a role to themselves, or takes it away.',
      institution: 'Roles belong to people: this is the account of a school.',
      schoolNeeded: 'This role needs its school.',
      noSchool: 'This role belongs to the office, without a school.',
      noSuchSchool: 'No open school has this code.',
      period: 'The end must come after the beginning and not be past.',
    },
  },
};

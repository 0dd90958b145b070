import type { Words } from '../platform/i18n.ts';

export const graphqlWords: Words = {
  IT: {
    error: {
      invalidInput: 'Controlla i dati: c’è qualcosa da correggere.',
      busy: 'In questo momento c’è molta gente. Riprova tra qualche secondo: non abbiamo fatto nulla.',
      unavailable:
        'Il servizio in questo momento non risponde. Riprova tra qualche secondo: se ripeti, l’operazione conta una volta sola.',
      unauthenticated: 'Per continuare, accedi.',
      forbidden: 'Con questo account non puoi farlo.',
      passwordTemporary: 'Prima di continuare cambia la password: quella che hai è provvisoria.',
      passwordExpired: 'Prima di continuare cambia la password: è scaduta. L’account resta attivo.',
      secondFactorRequired:
        'Per lavorare con questo ruolo serve la verifica in due passaggi: attivala nella tua area riservata.',
      pageSize: 'Chiedi da {{minimum}} a {{maximum}} righe.',
      cursor: 'Questo punto dell’elenco non esiste.',
      proof: 'La verifica automatica è scaduta o non è riuscita. Non abbiamo fatto nulla: ripetila e riprova.',
      tokenScope: 'A questo token di accesso manca il permesso {{scope}}.',
      tokenClosed: 'Con un token di accesso non si può: accedi dal sito.',
      tokenRefused: 'Questo token di accesso non vale: è scaduto, revocato o sbagliato.',
      internal:
        'Qualcosa non ha funzionato, non per colpa tua. Riprova; se succede ancora scrivi all’assistenza con il numero {{requestId}}.',
    },
  },
  EN: {
    error: {
      invalidInput: 'Check the data: something has to be corrected.',
      busy: 'Many people are here right now. Try again in a few seconds: nothing was done.',
      unavailable:
        'The service is not answering right now. Try again in a few seconds: if you repeat it, it counts only once.',
      unauthenticated: 'Sign in to go on.',
      forbidden: 'This account cannot do that.',
      passwordTemporary: 'Change your password before you go on: the one that you have is temporary.',
      passwordExpired: 'Change your password before you go on: it has expired. The account stays active.',
      secondFactorRequired: 'To work in this role you need two-step verification: turn it on in your reserved area.',
      pageSize: 'Ask for {{minimum}} to {{maximum}} rows.',
      cursor: 'There is no such place in the list.',
      proof: 'The automatic check expired or failed. Nothing was done: repeat it and try again.',
      tokenScope: 'This access token lacks the scope {{scope}}.',
      tokenClosed: 'An access token cannot do this: sign in on the site.',
      tokenRefused: 'This access token is not valid: it expired, was revoked or is wrong.',
      internal:
        'Something went wrong, and it was not your fault. Try again; if it happens again, write to support with the number {{requestId}}.',
    },
  },
};

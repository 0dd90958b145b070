import type { Words } from '../../platform/i18n.ts';

export const recoveryWords: Words = {
  IT: {
    recovery: {
      subject: '[{{tag}}] Richiesta numero {{number}} da utente per recupero password',
      wrongCode_one: 'Il codice non corrisponde alla richiesta {{number}}. Ti resta {{count}} tentativo.',
      wrongCode_other: 'Il codice non corrisponde alla richiesta {{number}}. Ti restano {{count}} tentativi.',
      dead: 'Troppi codici sbagliati: la richiesta {{number}} non vale più. Fanne una nuova.',
      expired: 'La richiesta {{number}} è scaduta. Fanne una nuova: ci vuole un minuto.',
      used: 'La richiesta {{number}} è già stata usata. Se non l’hai fatto tu, recupera la password e scrivi all’assistenza.',
      superseded: 'C’è una richiesta più recente, la numero {{newer}}. Usa quel messaggio.',
      otherBrowser:
        'Il codice vale solo nel browser da cui hai fatto la richiesta. Usa il collegamento nel messaggio, oppure fai una nuova richiesta.',
      unknownLink:
        'Questo collegamento non esiste o è incompleto. Aprilo dal messaggio, oppure fai una nuova richiesta.',
      none: 'Il tempo per scegliere la password è finito, o la richiesta non vale più. Fanne una nuova.',
      input: {
        code: 'Il codice ha 10 lettere e cifre: copialo dal messaggio.',
        number: 'Il numero della richiesta non è giusto.',
        ownerMissing: 'Scrivi il codice fiscale o l’indirizzo e-mail.',
        ownerTooLong: 'È troppo lungo: scrivi il codice fiscale o l’indirizzo e-mail.',
      },
    },
  },
  EN: {
    recovery: {
      subject: '[{{tag}}] Request number {{number}} by a user to recover a password',
      wrongCode_one: 'The code does not match request {{number}}. You have {{count}} attempt left.',
      wrongCode_other: 'The code does not match request {{number}}. You have {{count}} attempts left.',
      dead: 'Too many wrong codes: request {{number}} is no longer valid. Make a new one.',
      expired: 'Request {{number}} has expired. Make a new one: it takes a minute.',
      used: 'Request {{number}} was already used. If it was not you, recover your password and write to support.',
      superseded: 'There is a newer request, number {{newer}}. Use that message.',
      otherBrowser:
        'The code is valid only in the browser that made the request. Use the link in the message, or make a new request.',
      unknownLink: 'This link does not exist or is incomplete. Open it from the message, or make a new request.',
      none: 'The time to choose the password is over, or the request is no longer valid. Make a new one.',
      input: {
        code: 'The code has 10 letters and digits: copy it from the message.',
        number: 'The number of the request is not right.',
        ownerMissing: 'Enter your codice fiscale or your e-mail address.',
        ownerTooLong: 'It is too long: enter your codice fiscale or your e-mail address.',
      },
    },
  },
};

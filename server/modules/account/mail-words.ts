import type { Words } from '../../platform/i18n.ts';

export const accountMailWords: Words = {
  IT: {
    device: { both: '{{browser}} su {{system}}', unknown: 'un dispositivo che non riconosciamo' },
    recovery: {
      asked: 'In data {{when}} è stato chiesto il recupero della password per l’utente con nome utente {{username}}.',
      two: 'Due modi per continuare, scegline uno.',
      link: '1) Apri questo collegamento e premi Continua (consigliato):',
      button: 'Continua il recupero',
      or: 'OPPURE',
      code: '2) Scrivi nella pagina della richiesta {{number}}, nello stesso browser da cui l’hai fatta, il codice di controllo.',
      codeLabel: 'Codice di controllo',
      numberLabel: 'Richiesta numero',
      validity:
        'Il collegamento e il codice valgono 30 minuti dalla richiesta, fino alle {{until}}, e si usano una volta sola.',
      restart: 'Se qualcosa va storto, ricomincia da {{siteUrl}}/recupero: arriva un nuovo messaggio.',
      unexpected: 'Se non l’hai chiesto tu, non fare nulla: la password attuale resta.',
    },
    usernames: {
      subject: 'Il tuo nome utente',
      one: 'Qualcuno, forse tu, ha chiesto il nome utente di questo account.',
      label: 'Nome utente',
      next: 'Per accedere puoi usare anche il codice fiscale. Se non ricordi la password: {{siteUrl}}/recupero.',
      unexpected: 'Se non te lo aspettavi, non devi fare nulla: tutto resta com’è.',
    },
    ministry: {
      what: 'È stato chiesto il recupero della password di {{username}}, che è un’utenza del ministero.',
      next: 'La sua password non si recupera qui: chiedine una temporanea al referente per la sicurezza del tuo ufficio.',
    },
    temporary: {
      subject: 'Hai una password temporanea',
      done: '{{when}} il referente per la sicurezza ha dato a {{username}} una password temporanea. La password di prima non vale più e tutti gli accessi sono chiusi.',
      next: 'La password temporanea te la comunica il referente, non arriva per e-mail. Vale fino a {{until}}; al primo accesso ne scegli una tua.',
      unexpected:
        'Se non l’hai chiesta tu, avvisa subito il referente per la sicurezza e scrivici: {{siteUrl}}/assistenza.',
    },
    changed: {
      subject: 'La tua password è cambiata',
      done: 'La password di {{username}} è stata cambiata {{when}}, da {{device}}.',
      closed: 'Abbiamo chiuso gli altri accessi.',
      unexpected: 'Se non sei stato tu: {{siteUrl}}/recupero, subito, poi scrivici.',
    },
    locked: {
      subject: 'Accesso sospeso per 15 minuti',
      what: 'Alle {{time}} di {{day}} ci sono stati 6 tentativi di accesso con una password sbagliata per {{username}}. Potrai riprovare alle {{until}}.',
      mine: 'Se eri tu e non la ricordi: {{siteUrl}}/recupero, la sospensione finisce subito.',
      notMine: 'Se non eri tu, la password non è stata scoperta; non devi fare nulla.',
    },
  },
  EN: {
    device: { both: '{{browser}} on {{system}}', unknown: 'a device that we do not recognise' },
    recovery: {
      asked: 'On {{when}} the recovery of the password was asked for the user with user name {{username}}.',
      two: 'Two ways to go on, choose one.',
      link: '1) Open this link and press Continue (recommended):',
      button: 'Continue the recovery',
      or: 'OR',
      code: '2) Enter the control code in the page of request {{number}}, in the same browser from which you made it.',
      codeLabel: 'Control code',
      numberLabel: 'Request number',
      validity: 'The link and the code are valid for 30 minutes from the request, until {{until}}, and only once.',
      restart: 'If something goes wrong, start again from {{siteUrl}}/recupero: a new message will come.',
      unexpected: 'If it was not you who asked, do nothing: the present password remains.',
    },
    usernames: {
      subject: 'Your user name',
      one: 'Somebody, perhaps you, asked for the user name of this account.',
      label: 'User name',
      next: 'You can also sign in with your codice fiscale. If you do not remember the password: {{siteUrl}}/recupero.',
      unexpected: 'If you did not expect this, you need not do anything: all remains as it is.',
    },
    ministry: {
      what: 'The recovery of the password of {{username}}, an account of the ministry, was asked for.',
      next: 'Its password is not recovered here: ask the security officer (referente per la sicurezza) of your office for a temporary one.',
    },
    temporary: {
      subject: 'You have a temporary password',
      done: '{{when}} the security officer gave {{username}} a temporary password. The one before opens nothing any more and all sign-ins are over.',
      next: 'The officer tells you the temporary password; it does not come by e-mail. It is valid until {{until}}; at the first sign-in you choose your own.',
      unexpected:
        'If you did not ask for it, tell the security officer at once and write to us: {{siteUrl}}/assistenza.',
    },
    changed: {
      subject: 'Your password was changed',
      done: 'The password of {{username}} was changed {{when}}, from {{device}}.',
      closed: 'We closed the other sign-ins.',
      unexpected: 'If it was not you: {{siteUrl}}/recupero, at once, then write to us.',
    },
    locked: {
      subject: 'Sign-in suspended for 15 minutes',
      what: 'At {{time}} on {{day}} there were 6 sign-in attempts with a wrong password for {{username}}. You can try again at {{until}}.',
      mine: 'If it was you and you do not remember it: {{siteUrl}}/recupero, the suspension ends at once.',
      notMine: 'If it was not you, the password was not found out; you need not do anything.',
    },
  },
};

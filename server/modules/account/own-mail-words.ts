import type { Words } from '../../platform/i18n.ts';

export const ownMailWords: Words = {
  IT: {
    confirm: {
      subject: 'Conferma il tuo nuovo indirizzo e-mail',
      asked: 'Qualcuno, forse tu, ha chiesto di ricevere a questo indirizzo i messaggi di {{office}}.',
      button: 'Conferma l’indirizzo',
      until:
        'Il collegamento vale fino a {{until}} e si usa una volta. Fino ad allora i messaggi arrivano all’indirizzo di prima.',
      unexpected: 'Se non te lo aspettavi, non devi fare nulla: tutto resta com’è.',
    },
    changed: {
      subject: 'Il tuo indirizzo e-mail è cambiato',
      done: '{{when}} l’indirizzo è diventato {{masked}}.',
      undo: 'Se non l’hai chiesto tu, annulla entro 72 ore, cioè fino a {{until}}: torna valido questo indirizzo e si chiudono tutti gli accessi.',
      button: 'Annulla il cambio',
      after: 'Dopo, scrivi all’assistenza: {{siteUrl}}/assistenza.',
    },
    confirmed: {
      subject: 'Da ora ti scriviamo qui',
      done: '{{when}} questo è diventato l’indirizzo a cui ti scrive {{office}}.',
      unexpected: 'Se non te lo aspettavi, scrivi all’assistenza: {{siteUrl}}/assistenza.',
    },
    restored: {
      subject: 'Il tuo indirizzo e-mail è di nuovo questo',
      done: '{{when}} il cambio di indirizzo è stato annullato e abbiamo chiuso tutti gli accessi.',
      next: 'Se il cambio non l’avevi chiesto tu, qualcuno conosce la tua password: scegline subito un’altra, {{siteUrl}}/recupero.',
    },
    device: {
      subject: 'Nuovo accesso da {{device}}',
      what: '{{when}} c’è stato un accesso al tuo account da un dispositivo che non conoscevamo: {{device}}.',
      mine: 'Se eri tu, non devi fare nulla.',
      notMine:
        'Se non eri tu, scegli subito un’altra password, {{siteUrl}}/recupero: si chiudono tutti gli accessi. Poi scrivici.',
      both: '{{browser}} su {{system}}',
      unknown: 'un dispositivo non riconosciuto',
    },
    erasure: {
      subject: 'Richiesta di cancellazione numero {{number}}',
      asked: '{{when}} hai chiesto la cancellazione dei tuoi dati. La richiesta ha il numero {{number}}.',
      next: '{{office}} la esamina e ti risponde entro un mese (articolo 12 del regolamento UE 2016/679). Fino ad allora tutto resta com’è.',
      kept: 'Quello che la legge obbliga a conservare resta: il registro delle operazioni e gli atti dell’amministrazione.',
      withdraw: 'Hai cambiato idea? Ritira la richiesta da {{siteUrl}}/area-riservata/privacy.',
    },
    phone: {
      subject: 'Il tuo numero di cellulare è convalidato',
      done: '{{when}} è stato convalidato il numero di cellulare che finisce con {{end}}. Da ora puoi usarlo anche per recuperare la password.',
      unexpected:
        'Se non eri tu, scegli subito un’altra password, {{siteUrl}}/recupero, poi scrivi all’assistenza: {{siteUrl}}/assistenza.',
    },
    erasureDone: {
      subject: 'Dati cancellati, richiesta numero {{number}}',
      what: '{{office}} ha esaminato la tua richiesta: l’account è chiuso e i tuoi dati sono stati cancellati. Ecco la risposta:',
      last: 'Questo è l’ultimo messaggio: dopo l’invio cancelliamo anche questo indirizzo.',
    },
    erasureDeclined: {
      subject: 'Richiesta di cancellazione numero {{number}}: la risposta',
      what: '{{office}} ha esaminato la tua richiesta e non cancella i dati, per questo motivo:',
      next: 'Puoi presentare reclamo al Garante per la protezione dei dati personali o ricorso al giudice (articoli 77 e 79 del regolamento UE 2016/679).',
    },
  },
  EN: {
    confirm: {
      subject: 'Confirm your new e-mail address',
      asked: 'Somebody, perhaps you, asked to receive the messages of {{office}} at this address.',
      button: 'Confirm the address',
      until: 'The link is valid until {{until}} and is used once. Until then messages go to the address of before.',
      unexpected: 'If you did not expect this, you need not do anything: all stays as it is.',
    },
    changed: {
      subject: 'Your e-mail address has changed',
      done: '{{when}}: the address became {{masked}}.',
      undo: 'If it was not you, undo it within 72 hours, that is until {{until}}: this address becomes valid again and every sign-in ends.',
      button: 'Undo the change',
      after: 'Later, write to support: {{siteUrl}}/assistenza.',
    },
    confirmed: {
      subject: 'We write to you here from now on',
      done: '{{when}}: this became the address to which {{office}} writes to you.',
      unexpected: 'If you did not expect this, write to support: {{siteUrl}}/assistenza.',
    },
    restored: {
      subject: 'Your e-mail address is this one again',
      done: '{{when}}: the change of address was undone and we ended every sign-in.',
      next: 'If it was not you who asked for the change, somebody knows your password: choose another at once, {{siteUrl}}/recupero.',
    },
    device: {
      subject: 'New sign-in from {{device}}',
      what: '{{when}}: your account was signed in to from a device that we did not know: {{device}}.',
      mine: 'If it was you, you need not do anything.',
      notMine:
        'If it was not you, choose another password at once, {{siteUrl}}/recupero: every sign-in ends. Then write to us.',
      both: '{{browser}} on {{system}}',
      unknown: 'a device not recognised',
    },
    erasure: {
      subject: 'Request of erasure number {{number}}',
      asked: '{{when}}: you asked for the erasure of your data. The request has number {{number}}.',
      next: '{{office}} examines it and answers within a month (article 12 of regulation EU 2016/679). Until then all stays as it is.',
      kept: 'What the law obliges to keep stays: the record of operations and the acts of the administration.',
      withdraw: 'Changed your mind? Withdraw the request at {{siteUrl}}/area-riservata/privacy.',
    },
    phone: {
      subject: 'Your mobile number is validated',
      done: '{{when}} the mobile number that ends in {{end}} was validated. From now on you can use it to recover the password too.',
      unexpected:
        'If it was not you, choose another password at once, {{siteUrl}}/recupero, then write to the helpdesk: {{siteUrl}}/assistenza.',
    },
    erasureDone: {
      subject: 'Data erased, request number {{number}}',
      what: '{{office}} examined your request: the account is closed and your data were erased. This is the answer:',
      last: 'This is the last message: once it is sent we erase this address too.',
    },
    erasureDeclined: {
      subject: 'Request of erasure number {{number}}: the answer',
      what: '{{office}} examined your request and does not erase the data, for this reason:',
      next: 'You may lodge a complaint with the data protection authority or go to court (articles 77 and 79 of regulation EU 2016/679).',
    },
  },
};

import type { Words } from '../../platform/i18n.ts';

export const labMailWords: Words = {
  IT: {
    meeting: '{{title}}, {{when}}, {{where}}.',
    code: 'Codice prenotazione {{code}}.',
    until: 'Puoi annullare o cambiare fino a {{until}}.',
    tooLate: 'Il termine per annullare o cambiare è già passato. Se non puoi venire, avvisa {{office}}.',
    toBookings: 'Le tue prenotazioni',
    confirmed: {
      subject: 'Hai un posto: {{title}}, {{when}}',
      attached: 'L’appuntamento è allegato.',
      unexpected:
        'Se non hai prenotato tu, annulla dalla pagina delle prenotazioni e cambia subito la password: {{siteUrl}}/recupero.',
    },
    cancelled: {
      subject: 'Hai annullato: {{title}}',
      done: 'Hai annullato la prenotazione {{code}}. Il posto è andato subito agli altri.',
      attached: 'L’appuntamento nel calendario si toglie con l’allegato.',
      toLabs: 'Laboratori con posti liberi',
      unexpected: 'Se non hai annullato tu, cambia subito la password, {{siteUrl}}/recupero, poi scrivici.',
    },
    moved: {
      subject: 'Nuova data: {{title}}, {{when}}',
      done: 'Hai cambiato incontro.',
      now: 'Ora hai un posto qui',
      before: 'Hai lasciato',
      attached: 'Gli allegati mettono nel calendario il nuovo appuntamento e tolgono quello di prima.',
      unexpected: 'Se non hai cambiato tu, cambia subito la password, {{siteUrl}}/recupero, poi scrivici.',
    },
  },
  EN: {
    meeting: '{{title}}, {{when}}, {{where}}.',
    code: 'Booking code {{code}}.',
    until: 'You can cancel or change until {{until}}.',
    tooLate: 'The deadline to cancel or change has passed. If you cannot come, tell {{office}}.',
    toBookings: 'Your bookings',
    confirmed: {
      subject: 'You have a seat: {{title}}, {{when}}',
      attached: 'The calendar entry is attached.',
      unexpected:
        'If you did not book this, cancel it from the page of your bookings and change your password at once: {{siteUrl}}/recupero.',
    },
    cancelled: {
      subject: 'You cancelled: {{title}}',
      done: 'You cancelled booking {{code}}. The seat went to others at once.',
      attached: 'The attachment removes the entry from your calendar.',
      toLabs: 'Labs with free seats',
      unexpected: 'If you did not cancel this, change your password at once, {{siteUrl}}/recupero, then write to us.',
    },
    moved: {
      subject: 'New date: {{title}}, {{when}}',
      done: 'You changed session.',
      now: 'You now have a seat here',
      before: 'You left',
      attached: 'The attachments put the new entry in your calendar and remove the old one.',
      unexpected: 'If you did not change this, change your password at once, {{siteUrl}}/recupero, then write to us.',
    },
  },
};

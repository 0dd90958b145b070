import type { Words } from '../../platform/i18n.ts';

/** Words of telephone numbers and the domicile. */
export const contactWords: Words = {
  IT: {
    contact: {
      state: {
        NO_NUMBER: 'Prima scrivi il numero di cellulare.',
        NO_CODE: 'Questo codice non vale più. Fattene mandare un altro.',
        VALIDATED_ALREADY: 'Il numero è già convalidato.',
      },
      smsUnavailable: 'Gli SMS ora non sono disponibili. La tua preferenza resta, non serve altro.',
      wrongCode_one: 'Il codice non è questo. Ti resta {{count}} tentativo.',
      wrongCode_other: 'Il codice non è questo. Ti restano {{count}} tentativi.',
      locked_one: 'Ci sono stati troppi codici sbagliati: riprova tra {{count}} minuto.',
      locked_other: 'Ci sono stati troppi codici sbagliati: riprova tra {{count}} minuti.',
      tooManyCodes_one: 'Ti abbiamo già mandato un codice: potrai chiederne un altro tra {{count}} minuto.',
      tooManyCodes_other: 'Ti abbiamo già mandato più codici: potrai chiederne un altro tra {{count}} minuti.',
      input: {
        prefix: 'Scrivi il numero senza prefisso internazionale: togli +39 o 0039 e lascia il resto.',
        mobile: 'Scrivi un cellulare italiano: 9 o 10 cifre che cominciano con 3. Solo a questi mandiamo SMS.',
        phone: 'Scrivi un numero di telefono, con il prefisso della città.',
        consentNeedsMobile: 'Per ricevere SMS scrivi anche il numero di cellulare.',
        code: 'Il codice ha 8 lettere e cifre: copialo dall’SMS.',
        street: 'Scrivi la via e il numero civico.',
        tooLong: 'È troppo lungo: usa al massimo {{most}} caratteri.',
        municipality: 'Scegli il comune dall’elenco.',
        country: 'Scegli lo Stato dall’elenco.',
        town: 'Scrivi la città.',
        postalCode: 'Il CAP ha 5 cifre.',
      },
    },
  },
  EN: {
    contact: {
      state: {
        NO_NUMBER: 'Enter the mobile number first.',
        NO_CODE: 'This code is no longer valid. Ask for another.',
        VALIDATED_ALREADY: 'The number is validated already.',
      },
      smsUnavailable: 'SMS are not available now. Your preference stays; there is nothing to do.',
      wrongCode_one: 'This is not the code. You have {{count}} attempt left.',
      wrongCode_other: 'This is not the code. You have {{count}} attempts left.',
      locked_one: 'There were too many wrong codes: try again in {{count}} minute.',
      locked_other: 'There were too many wrong codes: try again in {{count}} minutes.',
      tooManyCodes_one: 'We sent you a code already: you can ask for another in {{count}} minute.',
      tooManyCodes_other: 'We sent you several codes already: you can ask for another in {{count}} minutes.',
      input: {
        prefix: 'Enter the number without the international prefix: take +39 or 0039 away and leave the rest.',
        mobile: 'Enter an Italian mobile number: 9 or 10 digits that begin with 3. We send SMS to these alone.',
        phone: 'Enter a telephone number, with the prefix of the town.',
        consentNeedsMobile: 'To receive SMS enter the mobile number too.',
        code: 'The code has 8 letters and digits: copy it from the SMS.',
        street: 'Enter the street and the number.',
        tooLong: 'It is too long: use {{most}} characters at most.',
        municipality: 'Choose the municipality from the list.',
        country: 'Choose the country from the list.',
        town: 'Enter the town.',
        postalCode: 'An Italian postal code has 5 digits.',
      },
    },
  },
};

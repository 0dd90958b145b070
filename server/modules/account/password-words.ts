import type { Words } from '../../platform/i18n.ts';

export const passwordWords: Words = {
  IT: {
    password: {
      tooShort_one: 'Ancora {{count}} carattere.',
      tooShort_other: 'Ancora {{count}} caratteri.',
      tooLong_one: 'È troppo lunga: al massimo {{count}} carattere.',
      tooLong_other: 'È troppo lunga: al massimo {{count}} caratteri.',
      common: 'È tra le password più usate, o le somiglia: scegline un’altra.',
      ownData: 'Contiene il tuo nome o altri tuoi dati.',
      ownWords: 'Al massimo 20 parole, di 254 caratteri.',
    },
  },
  EN: {
    password: {
      tooShort_one: '{{count}} more character.',
      tooShort_other: '{{count}} more characters.',
      tooLong_one: 'It is too long: {{count}} character at most.',
      tooLong_other: 'It is too long: {{count}} characters at most.',
      common: 'It is among the most used passwords, or like one of them: choose another.',
      ownData: 'It contains your name or other data of yours.',
      ownWords: 'At most 20 words, of 254 characters.',
    },
  },
};

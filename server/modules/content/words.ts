import type { Words } from '../../platform/i18n.ts';

export const contentWords: Words = {
  IT: {
    content: {
      changedMeanwhile: 'Nel frattempo qualcun altro ha pubblicato questa pagina. Non abbiamo sovrascritto nulla.',
      input: {
        title: 'Scrivi il titolo della pagina.',
        body: 'Scrivi il testo della pagina.',
        tooLong: 'È troppo lungo: al massimo {{maximum}} caratteri.',
        mark: 'Tra doppie parentesi graffe si possono scrivere solo «ufficio» ed «email».',
      },
    },
  },
  EN: {
    content: {
      changedMeanwhile: 'Meanwhile somebody else published this page. Nothing was overwritten.',
      input: {
        title: 'Enter the title of the page.',
        body: 'Enter the text of the page.',
        tooLong: 'It is too long: at most {{maximum}} characters.',
        mark: 'Between double curly brackets only “ufficio” and “email” may stand.',
      },
    },
  },
};

import type { Words } from '../i18n.ts';

/** Why a file is refused as a whole, and what may be wrong in any of its rows. */
export const csvWords: Words = {
  IT: {
    file: {
      empty: 'Il file è vuoto.',
      noRows: 'Il file ha solo l’intestazione, senza righe.',
      tooLarge: 'Il file supera {{megabytes}} MB: non è un file di questo tipo.',
      html: 'Il file è una pagina web, non un CSV: il sito da cui lo hai scaricato ha risposto con una pagina al posto del file.',
      notUtf8:
        'Il file non è in UTF-8 (riga {{line}}): sembra salvato in Latin-1 o Windows-1252. Salvalo di nuovo come «CSV UTF-8».',
      binary:
        'Il file contiene caratteri che un testo UTF-8 non ha (riga {{line}}): forse è UTF-16 o un foglio di calcolo.',
      otherStart: 'Il file deve cominciare con {{expected}} e invece comincia con «{{found}}».',
      malformed: 'Il file non è un CSV corretto: alla riga {{line}} ci sono virgolette fuori posto.',
      truncated: 'Il file è troncato: si interrompe alla riga {{line}}. Scaricalo di nuovo.',
      columnsMissing: 'Nel file mancano queste colonne: {{columns}}.',
      columnsUnknown: 'Il file ha colonne che non conosco: {{columns}}.',
      columnsRepeated: 'Nel file queste colonne compaiono due volte: {{columns}}.',
      row: {
        cells: 'la riga ha {{found}} valori, le colonne sono {{expected}}',
        missing: 'manca il valore',
      },
    },
  },
  EN: {
    file: {
      empty: 'The file is empty.',
      noRows: 'The file has a header and no rows.',
      tooLarge: 'The file is larger than {{megabytes}} MB: it is not a file of this kind.',
      html: 'The file is a web page, not a CSV: the site you downloaded it from answered with a page in its place.',
      notUtf8:
        'The file is not UTF-8 (line {{line}}): it looks saved as Latin-1 or Windows-1252. Save it again as “CSV UTF-8”.',
      binary: 'The file holds characters that UTF-8 text has not (line {{line}}): it may be UTF-16 or a spreadsheet.',
      otherStart: 'The file must begin with {{expected}} and begins with “{{found}}” instead.',
      malformed: 'The file is not a correct CSV: line {{line}} has quotes out of place.',
      truncated: 'The file is cut short: it breaks off at line {{line}}. Download it again.',
      columnsMissing: 'The file lacks these columns: {{columns}}.',
      columnsUnknown: 'The file has columns that are not known: {{columns}}.',
      columnsRepeated: 'These columns appear twice in the file: {{columns}}.',
      row: {
        cells: 'the row has {{found}} values, the columns are {{expected}}',
        missing: 'the value is missing',
      },
    },
  },
};

import type { Words } from '../../platform/i18n.ts';

export const registryWords: Words = {
  IT: {
    registry: {
      olderYear: 'Il file è dell’anno scolastico {{fileYear}}, ma l’anagrafe è già al {{knownYear}}.',
      tooManyClosures:
        'Il file chiuderebbe {{closing}} scuole su {{open}} aperte: forse è solo una parte dell’anagrafe. Se è giusto così, ripeti con --accept-closures.',
      input: {
        placeTextTooLong: 'Il nome del luogo può avere al massimo 100 caratteri.',
        day: 'Scrivi un giorno del calendario, come 1980-05-01.',
        firstPlaces: 'Si possono chiedere da 1 a 20 luoghi.',
      },
      importRunning: 'È già in corso un’altra importazione di scuole. Riprova quando è finita.',
      row: {
        code: '«{{value}}» non è un codice meccanografico (due lettere e otto lettere o cifre)',
        repeated: '{{value}} c’è già alla riga {{line}}',
        year: '«{{value}}» non è un anno scolastico, come 202627',
        otherYear: 'la riga è di un altro anno («{{value}}»); il file è del {{year}}',
        notAvailable: 'non disponibile',
        odd: 'valore strano, non conservato: «{{value}}»',
      },
      place: {
        code: '«{{value}}» non è un codice catastale, come A944',
        name: 'il nome è troppo lungo: «{{value}}»',
        province: '«{{value}}» non è la sigla di una provincia',
        day: '«{{value}}» non è un giorno, come 1861-03-17 (9999-12-31 se non è ancora finito)',
        period: 'il comune cessa prima di cominciare: «{{value}}»',
      },
    },
  },
  EN: {
    registry: {
      olderYear: 'The file is of the school year {{fileYear}}, but the registry is already at {{knownYear}}.',
      tooManyClosures:
        'The file would close {{closing}} of {{open}} open schools: it may be only a part of the registry. If this is right, repeat with --accept-closures.',
      input: {
        placeTextTooLong: 'The name of the place may have at most 100 characters.',
        day: 'Enter a day of the calendar, such as 1980-05-01.',
        firstPlaces: 'From 1 to 20 places can be asked for.',
      },
      importRunning: 'Another import of schools is running. Try again when it has ended.',
      row: {
        code: '“{{value}}” is not a school code (two letters, then eight letters or digits)',
        repeated: '{{value}} is already at line {{line}}',
        year: '“{{value}}” is not a school year, such as 202627',
        otherYear: 'the row is of another year (“{{value}}”); the file is of {{year}}',
        notAvailable: 'not available',
        odd: 'odd value, not kept: “{{value}}”',
      },
      place: {
        code: '“{{value}}” is not a codice catastale, such as A944',
        name: 'the name is too long: “{{value}}”',
        province: '“{{value}}” is not the two letters of a province',
        day: '“{{value}}” is not a day, such as 1861-03-17 (9999-12-31 where it has not ended)',
        period: 'the municipality ceases before it begins: “{{value}}”',
      },
    },
  },
};

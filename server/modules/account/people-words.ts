import type { Words } from '../../platform/i18n.ts';

/** What may be wrong in a file of people; a codice fiscale that is wrong is never repeated. */
export const peopleWords: Words = {
  IT: {
    people: {
      row: {
        tooLong: 'al massimo {{max}} caratteri',
        fiscalCode: 'il codice fiscale non torna: forma, data o ultimo carattere',
        day: '«{{value}}» non è un giorno del calendario, come 1980-05-01 o 01/05/1980',
        sex: '«{{value}}» non è F né M',
        place: '«{{value}}» non è un codice catastale, come A944',
        email: '«{{value}}» non è un indirizzo completo',
        ministryName: '«{{value}}» non è un’utenza del ministero, come MI12345',
        againstCode: 'non concorda con il codice fiscale',
        role: '«{{value}}» non è un ruolo: segreteria, dirigente, ufficio, assistenza o sicurezza',
        school: '«{{value}}» non è un codice meccanografico; vuoto vuol dire l’ufficio',
        schoolNeeded: 'per questo ruolo serve la scuola',
        noSchool: 'questo ruolo è dell’ufficio: lascia vuoto',
        noSuchSchool: 'nessuna scuola aperta dell’anagrafe ha il codice {{value}}',
        withoutRole: 'c’è un valore ma manca il ruolo',
        period: 'la fine viene prima dell’inizio',
        otherFacts: 'è diverso da quello che dice la riga {{line}} della stessa persona',
        twice: 'la persona c’è già alla riga {{line}}: una riga in più serve solo per un altro ruolo',
        sameRole: 'lo stesso ruolo, nella stessa sede e nello stesso periodo, c’è già alla riga {{line}}',
        repeated: 'è già di un’altra persona, alla riga {{line}}',
        ministryTAKEN: 'l’utenza {{value}} è già di un’altra persona',
        ministryOTHER_ACCOUNT: 'la persona di {{value}} ha già un account con un altro nome',
      },
    },
  },
  EN: {
    people: {
      row: {
        tooLong: 'at most {{max}} characters',
        fiscalCode: 'the codice fiscale does not hold: form, date or last character',
        day: '“{{value}}” is not a day of the calendar, such as 1980-05-01 or 01/05/1980',
        sex: '“{{value}}” is neither F nor M',
        place: '“{{value}}” is not a codice catastale, such as A944',
        email: '“{{value}}” is not a whole address',
        ministryName: '“{{value}}” is not a name of a ministry account, such as MI12345',
        againstCode: 'it does not agree with the codice fiscale',
        role: '“{{value}}” is not a role: segreteria, dirigente, ufficio, assistenza or sicurezza',
        school: '“{{value}}” is not a school code; blank means the office',
        schoolNeeded: 'this role needs its school',
        noSchool: 'this role belongs to the office: leave it blank',
        noSuchSchool: 'no open school of the registry has the code {{value}}',
        withoutRole: 'there is a value but no role',
        period: 'the end comes before the beginning',
        otherFacts: 'it differs from what line {{line}} says of the same person',
        twice: 'the person is already at line {{line}}: another row is for another role alone',
        sameRole: 'the same role, at the same place and time, is already at line {{line}}',
        repeated: 'it is already of somebody else, at line {{line}}',
        ministryTAKEN: 'the account {{value}} is already of somebody else',
        ministryOTHER_ACCOUNT: 'the person of {{value}} already has an account under another name',
      },
    },
  },
};

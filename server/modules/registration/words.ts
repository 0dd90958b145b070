import type { Words } from '../../platform/i18n.ts';

export const registrationWords: Words = {
  IT: {
    registration: {
      notFound:
        'Su questo dispositivo non c’è una registrazione aperta: quelle non finite scadono dopo 7 giorni. Ricomincia: bastano 5 minuti.',
      overHttp: 'La registrazione passa da HTTP, che imposta il cookie.',
      incomplete: 'Manca un passo prima di questo.',
      resendTooSoon_one: 'Puoi chiedere un altro messaggio tra {{count}} secondo.',
      resendTooSoon_other: 'Puoi chiedere un altro messaggio tra {{count}} secondi.',
      link: {
        unknown:
          'Questo collegamento non vale: forse è incompleto o la registrazione è scaduta. Ricomincia: bastano 5 minuti.',
        expired: 'Questo collegamento è scaduto. Chiedine uno nuovo: ci vuole un minuto.',
        used: 'Questo collegamento è già stato usato: il tuo account è già attivo. Accedi.',
        superseded: 'Dopo questo messaggio i dati sono cambiati: apri il collegamento del messaggio più recente.',
      },
      comparisonLimit:
        'Con questa casella oggi sono già state aperte troppe registrazioni diverse. Riprova domani, oppure scrivi all’assistenza.',
      alreadyRegistered: 'Il tuo account è già attivo: accedi o recupera la password.',
      dataDiffer:
        'Nei nostri archivi alcuni dati sono diversi da quelli che hai scritto. Torna e controlla, oppure continua: li verificherà la segreteria.',
      input: {
        fiscalCodeMissing: 'Scrivi il codice fiscale.',
        fiscalCodeLength: 'Il codice fiscale ha 16 caratteri: contali di nuovo.',
        fiscalCodeForm: 'Controlla il codice fiscale: lettere e numeri non sono dove dovrebbero.',
        fiscalCodeCheck: 'Controlla il codice fiscale: l’ultimo carattere non torna.',
        termsChanged: 'L’informativa è cambiata: ricarica la pagina e leggila di nuovo.',
        firstNameMissing: 'Scrivi il nome.',
        lastNameMissing: 'Scrivi il cognome.',
        nameTooLong: 'Può avere al massimo 80 caratteri.',
        nameLetters: 'Usa solo lettere, spazi, apostrofi e trattini.',
        bornOn: 'Scrivi una data di nascita che esiste, come 27 3 1980.',
        bornLater: 'La data di nascita è nel futuro.',
        birthplaceMissing: 'Scrivi il luogo di nascita e sceglilo dall’elenco.',
        birthplaceThen: 'Nella data di nascita questo luogo non esisteva: scegline un altro dall’elenco.',
        email: 'Scrivi un indirizzo completo, come nome@esempio.it.',
        emailAgain: 'I due indirizzi e-mail sono diversi.',
        consent: 'Senza il consenso non possiamo creare l’account.',
      },
      mismatch: {
        firstName: 'Il nome non corrisponde al codice fiscale {{code}}. Controlla l’uno e l’altro.',
        lastName: 'Il cognome non corrisponde al codice fiscale {{code}}. Controlla l’uno e l’altro.',
        bornOn: 'La data di nascita non corrisponde al codice fiscale {{code}}. Controlla l’una e l’altro.',
        birthplaceCode: 'Il luogo di nascita non corrisponde al codice fiscale {{code}}. Controlla l’uno e l’altro.',
        sex: 'Il sesso non corrisponde al codice fiscale {{code}}. Controlla l’uno e l’altro.',
      },
    },
  },
  EN: {
    registration: {
      notFound:
        'There is no open registration on this device: unfinished ones expire after 7 days. Start again: it takes 5 minutes.',
      overHttp: 'Registration goes over HTTP, which sets the cookie.',
      incomplete: 'A step before this one is missing.',
      resendTooSoon_one: 'You can ask for another message in {{count}} second.',
      resendTooSoon_other: 'You can ask for another message in {{count}} seconds.',
      link: {
        unknown:
          'This link does not work: it may be incomplete, or the registration expired. Start again: it takes 5 minutes.',
        expired: 'This link has expired. Ask for a new one: it takes a minute.',
        used: 'This link was already used: your account is active. Sign in.',
        superseded: 'The data changed after this message: open the link of the latest message.',
      },
      comparisonLimit:
        'Too many different registrations were opened with this mailbox today. Try again tomorrow, or write to support.',
      alreadyRegistered: 'Your account is already active: sign in or recover the password.',
      dataDiffer:
        'In our records some data differ from what you wrote. Go back and check, or go on: the school office will verify them.',
      input: {
        fiscalCodeMissing: 'Enter the codice fiscale.',
        fiscalCodeLength: 'The codice fiscale has 16 characters: count them again.',
        fiscalCodeForm: 'Check the codice fiscale: letters and digits are not where they should be.',
        fiscalCodeCheck: 'Check the codice fiscale: its last character does not add up.',
        termsChanged: 'The privacy notice changed: load the page again and read it.',
        firstNameMissing: 'Enter your first name.',
        lastNameMissing: 'Enter your last name.',
        nameTooLong: 'It may have at most 80 characters.',
        nameLetters: 'Use only letters, spaces, apostrophes and hyphens.',
        bornOn: 'Enter a date of birth that exists, such as 27 3 1980.',
        bornLater: 'The date of birth is in the future.',
        birthplaceMissing: 'Type the place of birth and choose it from the list.',
        birthplaceThen: 'This place did not exist on the date of birth: choose another from the list.',
        email: 'Enter a complete address, such as name@example.com.',
        emailAgain: 'The two e-mail addresses differ.',
        consent: 'Without your consent we cannot make the account.',
      },
      mismatch: {
        firstName: 'The first name does not match the codice fiscale {{code}}. Check both.',
        lastName: 'The last name does not match the codice fiscale {{code}}. Check both.',
        bornOn: 'The date of birth does not match the codice fiscale {{code}}. Check both.',
        birthplaceCode: 'The place of birth does not match the codice fiscale {{code}}. Check both.',
        sex: 'The sex does not match the codice fiscale {{code}}. Check both.',
      },
    },
  },
};

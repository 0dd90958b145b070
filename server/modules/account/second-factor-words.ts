import type { Words } from '../../platform/i18n.ts';

/** Words of the second step. */
export const secondFactorWords: Words = {
  IT: {
    secondFactor: {
      required: 'La password è giusta. Per accedere manca il secondo passaggio.',
      wrong: {
        TOTP: 'Il codice non è giusto, o è già stato usato. Aspetta che l’app ne mostri un altro e riprova.',
        RECOVERY_CODE: 'Il codice di recupero non è giusto, o è già stato usato.',
        PASSKEY: 'La passkey non è stata riconosciuta. Riprova, o scegli un altro modo.',
      },
      locked_one:
        'Ci sono stati troppi tentativi sbagliati. Per protezione il secondo passaggio è sospeso: riprova tra {{count}} minuto.',
      locked_other:
        'Ci sono stati troppi tentativi sbagliati. Per protezione il secondo passaggio è sospeso: riprova tra {{count}} minuti.',
      stepOver: 'È passato troppo tempo: scrivi di nuovo nome utente e password.',
      setupOver: 'È passato troppo tempo, o hai ricominciato in un’altra finestra: ricomincia da qui.',
      notFound: 'Questo modo di verifica non c’è più.',
      tooMany: 'Hai già {{most}} modi di verifica: togline uno che non usi.',
      input: {
        code: 'Scrivi le 6 cifre che vedi nell’app.',
        recoveryCode: 'Scrivi un codice di recupero: ha 10 caratteri.',
        passkey: 'Il browser non ha dato una passkey che si possa leggere. Riprova.',
        nameMissing: 'Scrivi un nome, per riconoscerlo.',
        nameTooLong: 'Il nome può avere al massimo 60 caratteri.',
      },
    },
  },
  EN: {
    secondFactor: {
      required: 'The password is right. To sign in, the second step is missing.',
      wrong: {
        TOTP: 'The code is wrong, or was used already. Wait for the app to show another one and try again.',
        RECOVERY_CODE: 'The recovery code is wrong, or was used already.',
        PASSKEY: 'The passkey was not recognised. Try again, or choose another way.',
      },
      locked_one:
        'There were too many wrong attempts. As a protection the second step is suspended: try again in {{count}} minute.',
      locked_other:
        'There were too many wrong attempts. As a protection the second step is suspended: try again in {{count}} minutes.',
      stepOver: 'Too much time has passed: enter user name and password again.',
      setupOver: 'Too much time has passed, or you began again in another window: begin again from here.',
      notFound: 'This way of verification is no longer there.',
      tooMany: 'You already have {{most}} ways of verification: remove one that you do not use.',
      input: {
        code: 'Enter the 6 digits that the app shows.',
        recoveryCode: 'Enter a recovery code: it has 10 characters.',
        passkey: 'The browser gave no passkey that can be read. Try again.',
        nameMissing: 'Enter a name, to know it again.',
        nameTooLong: 'The name may have at most 60 characters.',
      },
    },
  },
};

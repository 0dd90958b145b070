import type { Words } from '../../platform/i18n.ts';
import { contactWords } from './contact-words.ts';
import { erasureWords } from './erasure-words.ts';
import { ministryWords } from './ministry-words.ts';
import { ownWords } from './own-words.ts';
import { passwordWords } from './password-words.ts';
import { recoveryWords } from './recovery-words.ts';
import { rolesWords } from './roles-words.ts';
import { secondFactorWords } from './second-factor-words.ts';

export const accountWords: Words = {
  IT: {
    ...passwordWords.IT,
    ...recoveryWords.IT,
    ...ownWords.IT,
    ...contactWords.IT,
    roles: rolesWords.IT,
    erasure: erasureWords.IT,
    ministry: ministryWords.IT,
    ...secondFactorWords.IT,
    account: {
      wrongCredentials: 'Nome utente o password non corretti. Controlla maiuscole e minuscole della password.',
      identifierLocked_one:
        'Ci sono stati troppi tentativi con una password sbagliata. Per protezione l’accesso con questo nome utente è sospeso: riprova tra {{count}} minuto.',
      identifierLocked_other:
        'Ci sono stati troppi tentativi con una password sbagliata. Per protezione l’accesso con questo nome utente è sospeso: riprova tra {{count}} minuti.',
      networkLocked_one: 'Da questa rete arrivano troppi tentativi. Riprova tra {{count}} minuto.',
      networkLocked_other: 'Da questa rete arrivano troppi tentativi. Riprova tra {{count}} minuti.',
      revoked:
        'L’account è stato revocato perché per molti mesi non ci sono stati accessi. Non serve registrarsi di nuovo: scrivi all’assistenza per riattivarlo.',
      overHttp: 'Questa operazione passa da HTTP con POST, che porta i cookie.',
      accessTokenNotFound: 'Questo token di accesso non c’è, o non vale più.',
      tooManyAccessTokens: 'Hai già {{most}} token di accesso che valgono: revocane uno che non usi.',
      input: {
        tokenNameMissing: 'Scrivi un nome, per riconoscere il token.',
        tokenNameTooLong: 'Il nome può avere al massimo 100 caratteri.',
        tokenScopesMissing: 'Scegli almeno un permesso.',
        tokenLife: 'La durata va da 1 a 365 giorni.',
        identifierMissing: 'Scrivi il nome utente, il codice fiscale o il codice meccanografico.',
        identifierTooLong: 'È troppo lungo: scrivi il nome utente, il codice fiscale o il codice meccanografico.',
        passwordMissing: 'Scrivi la password.',
        passwordTooLong: 'La password è troppo lunga.',
        noticeChanged: 'L’informativa è cambiata mentre la leggevi: leggila di nuovo.',
      },
    },
  },
  EN: {
    ...passwordWords.EN,
    ...recoveryWords.EN,
    ...ownWords.EN,
    ...contactWords.EN,
    roles: rolesWords.EN,
    erasure: erasureWords.EN,
    ministry: ministryWords.EN,
    ...secondFactorWords.EN,
    account: {
      wrongCredentials: 'Wrong user name or password. Check the capital and small letters of the password.',
      identifierLocked_one:
        'There were too many attempts with a wrong password. As a protection, sign-in with this user name is suspended: try again in {{count}} minute.',
      identifierLocked_other:
        'There were too many attempts with a wrong password. As a protection, sign-in with this user name is suspended: try again in {{count}} minutes.',
      networkLocked_one: 'Too many attempts come from this network. Try again in {{count}} minute.',
      networkLocked_other: 'Too many attempts come from this network. Try again in {{count}} minutes.',
      revoked:
        'The account was revoked because nobody signed in for many months. There is no need to register again: write to the help desk to have it reactivated.',
      overHttp: 'This goes over HTTP with POST, which carries cookies.',
      accessTokenNotFound: 'There is no such access token, or it no longer opens anything.',
      tooManyAccessTokens: 'You already have {{most}} access tokens in force: revoke one that you do not use.',
      input: {
        tokenNameMissing: 'Enter a name, to know the token again.',
        tokenNameTooLong: 'The name may have at most 100 characters.',
        tokenScopesMissing: 'Choose at least one permission.',
        tokenLife: 'It may last from 1 to 365 days.',
        identifierMissing: 'Enter your user name, codice fiscale or school code.',
        identifierTooLong: 'It is too long: enter your user name, codice fiscale or school code.',
        passwordMissing: 'Enter your password.',
        passwordTooLong: 'The password is too long.',
        noticeChanged: 'The notice changed while you were reading it: read it again.',
      },
    },
  },
};

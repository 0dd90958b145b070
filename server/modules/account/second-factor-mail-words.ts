import type { Words } from '../../platform/i18n.ts';

const notMine = {
  IT: 'Se non eri tu, qualcuno è entrato nel tuo account: scegli subito un’altra password, {{siteUrl}}/recupero, controlla la verifica in due passaggi, {{siteUrl}}/area-riservata/verifica, e scrivi all’assistenza: {{siteUrl}}/assistenza.',
  EN: 'If it was not you, somebody got into your account: choose another password at once, {{siteUrl}}/recupero, check the two-step verification, {{siteUrl}}/area-riservata/verifica, and write to support: {{siteUrl}}/assistenza.',
};
const mine = { IT: 'Se eri tu, non devi fare nulla.', EN: 'If it was you, you need not do anything.' };

export const secondFactorMailWords: Words = {
  IT: {
    ADDED: {
      subject: 'Verifica in due passaggi: aggiunto «{{name}}»',
      what: '{{when}} hai aggiunto «{{name}}» alla verifica in due passaggi, da {{device}}. D’ora in poi per accedere serve anche dopo la password.',
      mine: 'Se eri tu, conserva i codici di recupero in un luogo sicuro: servono se non hai con te il telefono o la chiave.',
      notMine: notMine.IT,
    },
    REMOVED: {
      subject: 'Verifica in due passaggi: tolto «{{name}}»',
      what: '{{when}} hai tolto «{{name}}» dalla verifica in due passaggi, da {{device}}. Gli accessi aperti su altri dispositivi sono chiusi.',
      mine: mine.IT,
      notMine: notMine.IT,
    },
    CODES_RENEWED: {
      subject: 'Nuovi codici di recupero',
      what: '{{when}} hai creato nuovi codici di recupero, da {{device}}. Quelli di prima non valgono più.',
      mine: mine.IT,
      notMine: notMine.IT,
    },
    CODE_USED: {
      subject: 'Accesso con un codice di recupero',
      what: '{{when}} c’è stato un accesso al tuo account con la password e un codice di recupero, da {{device}}. Codici rimasti: {{count}}.',
      mine: 'Se eri tu e hai perso il telefono o la chiave, toglili dalla verifica in due passaggi: {{siteUrl}}/area-riservata/verifica.',
      notMine: notMine.IT,
    },
    LOCKED: {
      subject: 'Secondo passaggio sospeso per 15 minuti',
      what: '{{when}} qualcuno ha scritto la password giusta del tuo account e poi, più volte, un secondo passaggio sbagliato. Per 15 minuti nessuno può completare l’accesso.',
      mine: 'Se eri tu, riprova tra 15 minuti.',
      notMine:
        'Se non eri tu, qualcuno conosce la tua password: non è entrato, ma scegline subito un’altra, {{siteUrl}}/recupero.',
    },
    RESET: {
      subject: 'La verifica in due passaggi è stata tolta',
      what: '{{when}} {{office}} ha tolto la verifica in due passaggi dal tuo account e ha chiuso tutti gli accessi. Per accedere ora basta la password.',
      mine: 'Se l’hai chiesto tu, accedi e attivala di nuovo: {{siteUrl}}/area-riservata/verifica.',
      notMine:
        'Se non l’hai chiesto tu, scegli subito un’altra password, {{siteUrl}}/recupero, e scrivi all’assistenza: {{siteUrl}}/assistenza.',
    },
    device: { both: '{{browser}} su {{system}}', unknown: 'un dispositivo non riconosciuto' },
  },
  EN: {
    ADDED: {
      subject: 'Two-step verification: “{{name}}” added',
      what: '{{when}}: you added “{{name}}” to the two-step verification, from {{device}}. From now on it is asked for after the password.',
      mine: 'If it was you, keep the recovery codes in a safe place: you need them when you have neither phone nor key with you.',
      notMine: notMine.EN,
    },
    REMOVED: {
      subject: 'Two-step verification: “{{name}}” removed',
      what: '{{when}}: you removed “{{name}}” from the two-step verification, from {{device}}. Sign-ins on other devices are over.',
      mine: mine.EN,
      notMine: notMine.EN,
    },
    CODES_RENEWED: {
      subject: 'New recovery codes',
      what: '{{when}}: you made new recovery codes, from {{device}}. Those of before are no longer valid.',
      mine: mine.EN,
      notMine: notMine.EN,
    },
    CODE_USED: {
      subject: 'Sign-in with a recovery code',
      what: '{{when}}: your account was signed in to with the password and a recovery code, from {{device}}. Codes left: {{count}}.',
      mine: 'If it was you and you lost your phone or key, remove it from the two-step verification: {{siteUrl}}/area-riservata/verifica.',
      notMine: notMine.EN,
    },
    LOCKED: {
      subject: 'Second step suspended for 15 minutes',
      what: '{{when}}: somebody entered the right password of your account and then, several times, a wrong second step. For 15 minutes nobody can complete a sign-in.',
      mine: 'If it was you, try again in 15 minutes.',
      notMine:
        'If it was not you, somebody knows your password: they did not get in, but choose another at once, {{siteUrl}}/recupero.',
    },
    RESET: {
      subject: 'The two-step verification was removed',
      what: '{{when}}: {{office}} removed the two-step verification from your account and ended every sign-in. The password alone opens it now.',
      mine: 'If you asked for it, sign in and turn it on again: {{siteUrl}}/area-riservata/verifica.',
      notMine:
        'If you did not ask for it, choose another password at once, {{siteUrl}}/recupero, and write to support: {{siteUrl}}/assistenza.',
    },
    device: { both: '{{browser}} on {{system}}', unknown: 'a device not recognised' },
  },
};

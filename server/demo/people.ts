import { composeFiscalCode } from '../modules/registry/fiscal-code.ts';
import type { AccountKind, Role } from '../platform/db/generated/client.ts';
import type { DemoAccount } from '../start/banner.ts';

/** The one password of every demo account: known to all, so production refuses demo data. */
export const DEMO_PASSWORD = 'girasole-blu-42';

export interface DemoPerson {
  kind: AccountKind;
  username: string;
  displayName: string;
  email: string | null;
  fiscalCode: string | null;
  firstName: string;
  lastName: string;
  schoolCode: string | null;
  role: { role: Role; schoolCode: string | null } | null;
  /** What the start banner says; null where nobody signs in. */
  label: string | null;
}

export const DEMO_SCHOOL = 'BOXX00001A';

interface PersonFacts {
  firstName: string;
  lastName: string;
  bornOn: string;
  sex: 'F' | 'M';
  label: string;
  role?: DemoPerson['role'];
}

function person({ firstName, lastName, bornOn, sex, label, role }: PersonFacts): DemoPerson {
  const username = `${firstName}.${lastName}`.toLowerCase();
  return {
    kind: 'PERSON',
    username,
    displayName: `${firstName} ${lastName}`,
    email: `${username}@posta.example`,
    // Bologna: nobody of these names was born there on these days.
    fiscalCode: composeFiscalCode({ firstName, lastName, bornOn, sex, birthplaceCode: 'A944' }),
    ...{ firstName, lastName, schoolCode: null, role: role ?? null, label },
  };
}

const institution: DemoPerson = {
  kind: 'INSTITUTION',
  username: DEMO_SCHOOL.toLowerCase(),
  displayName: 'I.C. Colle Inventato',
  email: `segreteria@${DEMO_SCHOOL.toLowerCase()}.scuola.example`,
  ...{
    fiscalCode: null,
    firstName: '',
    lastName: '',
    schoolCode: DEMO_SCHOOL,
    role: null,
    label: 'Istituzione scolastica',
  },
};

/** One account of each role, with names that are plainly made up. */
export const DEMO_PEOPLE: readonly DemoPerson[] = [
  person({ firstName: 'Anna', lastName: 'Prova', bornOn: '1981-03-12', sex: 'F', label: 'Docente, con un posto' }),
  person({
    firstName: 'Bruno',
    lastName: 'Esempio',
    bornOn: '1975-11-30',
    sex: 'M',
    label: 'Docente, due posti su due',
  }),
  person({ firstName: 'Carla', lastName: 'Finta', bornOn: '1990-07-05', sex: 'F', label: 'Docente, senza posti' }),
  person({
    ...{ firstName: 'Dario', lastName: 'Facsimile', bornOn: '1969-01-22', sex: 'M', label: 'Segreteria di scuola' },
    role: { role: 'DESK', schoolCode: DEMO_SCHOOL },
  }),
  person({
    ...{ firstName: 'Elena', lastName: 'Modello', bornOn: '1964-09-18', sex: 'F', label: 'Dirigente scolastica' },
    role: { role: 'HEAD', schoolCode: DEMO_SCHOOL },
  }),
  person({
    ...{ firstName: 'Franca', lastName: 'Campione', bornOn: '1972-12-02', sex: 'F', label: 'Ufficio' },
    role: { role: 'OFFICE', schoolCode: null },
  }),
  person({
    ...{ firstName: 'Gino', lastName: 'Bozza', bornOn: '1985-05-27', sex: 'M', label: 'Assistenza' },
    role: { role: 'HELPDESK', schoolCode: null },
  }),
  person({
    ...{ firstName: 'Iole', lastName: 'Simulata', bornOn: '1970-08-16', sex: 'F', label: 'Referente per la sicurezza' },
    role: { role: 'SECURITY', schoolCode: null },
  }),
  institution,
];

/** For the start banner and the README. */
export const demoAccounts: readonly DemoAccount[] = DEMO_PEOPLE.flatMap(({ label, username }) =>
  label === null ? [] : [{ label, username, password: DEMO_PASSWORD }],
);

const CROWD = 160;
const FIRST_BIRTHDAY = Date.UTC(1970, 0, 1);
const DAY_MS = 86_400_000;

/** Extras who hold seats so that the labs look lived in. They have no password and no mailbox. */
export function crowd(): DemoPerson[] {
  return Array.from({ length: CROWD }, (_, index) => {
    const number = String(index + 1).padStart(3, '0');
    const bornOn = new Date(FIRST_BIRTHDAY + index * 17 * DAY_MS).toISOString().slice(0, 10);
    const facts = {
      firstName: 'Comparsa',
      lastName: 'Dimostrativa',
      bornOn,
      sex: 'F',
      birthplaceCode: 'A944',
    } as const;
    return {
      kind: 'PERSON',
      username: `comparsa.${number}`,
      displayName: `Comparsa ${number}`,
      fiscalCode: composeFiscalCode(facts),
      ...{ firstName: `Comparsa ${number}`, lastName: facts.lastName },
      ...{ email: null, schoolCode: null, role: null, label: null },
    };
  });
}

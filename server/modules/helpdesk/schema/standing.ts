import { builder } from '../../../graphql/builder.ts';
import type { SeenRegistration } from '../../registration/service.ts';
import type { Standing } from '../rules.ts';

export const StandingEnum = builder.enumType('AccountStanding', {
  description: 'Where somebody stands, from the first step of a registration on.',
  values: {
    REGISTRATION_DATA: { description: 'Registering: the personal data are missing.' },
    REGISTRATION_REVIEW: { description: 'Registering: the data are to be confirmed.' },
    REGISTRATION_MAIL: { description: 'Registering: the link of the mail was not used yet.' },
    NO_PASSWORD: { description: 'There is an account, to which no password was ever given.' },
    ACTIVE: { description: 'It can be signed in to.' },
    LOCKED: { description: 'Suspended for a while, after too many wrong passwords.' },
    REVOKED: { description: 'Revoked, after a long time without access (POL-801).' },
    DISABLED: { description: 'Disabled: nothing opens it.' },
  } satisfies Record<Standing, { description: string }>,
});

export function standingOfRegistration({ step }: SeenRegistration): Standing {
  return step === null ? 'ACTIVE' : `REGISTRATION_${step}`;
}

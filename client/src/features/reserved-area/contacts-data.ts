import type { OwnContactsQuery } from '../../gql/graphql.ts';
import { graphql } from '../../gql/index.ts';

export const OWN_CONTACTS = graphql(`
  query OwnContacts {
    serverTime
    myContacts {
      email
      institutionalEmail
      emailChange { email expiresAt mail { state refusal } }
      phone
      mobile { number state nextCodeAt lockedUntil code { expiresAt sms } }
      smsConsent
      smsAvailable
      domicile { countryCode country municipalityCode municipality province town street postalCode }
    }
  }
`);

export type Contacts = OwnContactsQuery['myContacts'];
export type Domicile = NonNullable<Contacts['domicile']>;
export type Mobile = NonNullable<Contacts['mobile']>;

export const DATA_PATH = '/area-riservata/recapiti/dati';
export const MOBILE_PATH = '/area-riservata/recapiti/cellulare';

/** Italian mobile numbers as people say them: three, three and the rest. */
export function spacedNumber(number: string): string {
  return number.replace(/^(\d{3})(\d{3})(\d+)$/, '$1 $2 $3');
}

/** «Via Prova 1, 40100 Bologna (BO)» */
export function domicileLine({ street, postalCode, municipality, province, town, country }: Domicile): string {
  const place = municipality ? `${municipality} (${province ?? ''})` : [town, country].filter(Boolean).join(', ');
  return [street, [postalCode, place].filter(Boolean).join(' ')].join(', ');
}

// Telephone numbers, their codes and SMS, on the ground of test/platform/constraints.test.ts.
import type { Case } from './constraint-case.ts';

const ACCOUNT = '00000000-0000-4000-8000-00000000000a';
const SMS = '00000000-0000-4000-8000-0000000000f1';

const contact = (columns: string, values: string) =>
  `insert into account_contact (account_id, updated_at, ${columns}) values ('${ACCOUNT}', now(), ${values})`;
const change = (what: string) => `update account_contact set ${what}`;
const sms = (more = '', values = '', recipient = '+393331234567') =>
  `insert into sms (id, template, account_id, params, locale, recipient, created_at, expires_at${more})
   values (${more || values || recipient !== '+393331234567' ? 'gen_random_uuid()' : `'${SMS}'`}, 'prova', '${ACCOUNT}', '{}', 'IT',
     '${recipient}', now(), now() + interval '1 hour'${values})`;
const code = (columns = '', values = '', lives = '30 minutes') =>
  `insert into phone_code (id, account_id, mobile, code_hash, sms_id, created_at, expires_at${columns})
   values (gen_random_uuid(), '${ACCOUNT}', '3331234567', 'x', '${SMS}', now(), now() + interval '${lives}'${values})`;

export const contactCases: readonly Case[] = [
  {
    name: 'account_contact_mobile',
    allowed: [contact('mobile', `'3331234567'`), change(`mobile = '333123456'`)],
    forbidden: ['+393331234567', '0511234567', '33312345', '33312345678', '333 1234567', ''].map((mobile) =>
      change(`mobile = '${mobile}'`),
    ),
  },
  {
    name: 'account_contact_validated',
    allowed: [contact('mobile, mobile_validated_at', `'3331234567', now()`)],
    forbidden: [change('mobile = null')],
  },
  {
    name: 'account_contact_wrong_codes',
    allowed: [contact('wrong_codes', '5')],
    forbidden: [change('wrong_codes = 6'), change('wrong_codes = -1')],
  },
  {
    name: 'account_contact_domicile',
    allowed: [
      contact('municipality_code, street, postal_code', `'A944', 'Via Prova 1', '40100'`),
      change(`municipality_code = null, country_code = 'Z110', town = 'Lione', postal_code = null`),
      change(`postal_code = '69001'`),
    ],
    forbidden: [
      `street = null`,
      `town = null`,
      `country_code = 'A944'`,
      `municipality_code = 'A944'`,
      `country_code = null, town = null, municipality_code = 'A944', postal_code = '4010'`,
      `country_code = null, town = null, municipality_code = 'A944', postal_code = null`,
      `country_code = null, town = null`,
    ].map(change),
  },
  {
    name: 'phone_code_one_open',
    allowed: [
      sms(),
      code(),
      'update phone_code set ended_at = now()',
      code(),
      'update phone_code set used_at = now() where ended_at is null',
      code(),
    ],
    forbidden: [code()],
  },
  { name: 'phone_code_times', allowed: [sms(), code('', '', '1 second')], forbidden: [code('', '', '0 seconds')] },
  {
    name: 'phone_code_one_end',
    allowed: [sms(), code(', used_at', ', now()'), code(', ended_at', ', now()')],
    forbidden: [code(', ended_at, used_at', ', now(), now()')],
  },
  {
    name: 'sms_recipient',
    allowed: [sms()],
    forbidden: ['3331234567', '+39 333', '', '+1'].map((recipient) => sms('', '', recipient)),
  },
  {
    name: 'sms_states',
    allowed: [sms(), `update sms set state = 'UNKNOWN'`, `update sms set state = 'SENT', settled_at = now()`],
    forbidden: [`update sms set settled_at = null`, `update sms set state = 'WAITING'`, sms(', state', `, 'REFUSED'`)],
  },
  { name: 'sms_times', allowed: [sms()], forbidden: [`update sms set expires_at = created_at`] },
];

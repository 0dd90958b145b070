import { builder } from '../../../graphql/builder.ts';
import { viewerOf } from '../../../graphql/context.ts';
import { globalId } from '../../../graphql/ids.ts';
import { InvalidInputError } from '../../../platform/errors.ts';
import { type FoundAccount, maskAddress } from '../../account/service.ts';
import type { SeenRegistration } from '../../registration/service.ts';
import { maskFiscalCode } from '../rules.ts';
import type { Found } from '../service.ts';

interface Match {
  id: string;
  name: string | null;
  username: string | null;
  fiscalCode: string | null;
  email: string | null;
  disabled: boolean;
}

const MatchType = builder.objectRef<Match>('HelpdeskMatch').implement({
  description: 'An account, or a registration under way, that a search found.',
  fields: (t) => ({
    id: t.exposeID('id', { description: 'To open its sheet.' }),
    name: t.exposeString('name', { nullable: true, description: 'Whose; null while it is not known.' }),
    username: t.exposeString('username', { nullable: true, description: 'Null of a registration under way.' }),
    maskedFiscalCode: t.string({
      nullable: true,
      description: 'Codice fiscale, in part; null of a school.',
      resolve: ({ fiscalCode }) => (fiscalCode === null ? null : maskFiscalCode(fiscalCode)),
    }),
    maskedEmail: t.string({
      nullable: true,
      description: 'Address, in part; null when none is known.',
      resolve: ({ email }) => (email === null ? null : maskAddress(email)),
    }),
    disabled: t.exposeBoolean('disabled', { description: 'Whether the account was disabled.' }),
  }),
});

const ofAccount = ({ id, displayName, username, fiscalCode, email, state }: FoundAccount): Match => ({
  ...{ id: globalId('Account', id), name: displayName, username, fiscalCode, email },
  disabled: state === 'DISABLED',
});

const ofRegistration = ({ id, name, fiscalCode, email }: SeenRegistration): Match => ({
  ...{ id: globalId('Registration', id), name, username: null, fiscalCode, email },
  disabled: false,
});

const SearchAccountsSuccess = builder.objectRef<Found>('SearchAccountsSuccess').implement({
  description: 'What was found; at most ten.',
  fields: (t) => ({
    found: t.field({
      type: [MatchType],
      description: 'Accounts, then registrations under way.',
      resolve: ({ accounts, registrations }) => [...accounts.map(ofAccount), ...registrations.map(ofRegistration)],
    }),
  }),
});

builder.mutationFields((t) => ({
  searchAccounts: t.field({
    type: SearchAccountsSuccess,
    description:
      'Finds accounts by an exact user name, codice fiscale or e-mail address. A mutation, since every look is in the audit log (HLP-04).',
    authScopes: { role: 'HELPDESK' },
    args: { text: t.arg.string({ required: true, description: 'The whole of it, at most 254 characters.' }) },
    errors: { types: [InvalidInputError] },
    resolve: (_root, { text }, context) => context.services.helpdesk.search(viewerOf(context), text, context.requestId),
  }),
}));

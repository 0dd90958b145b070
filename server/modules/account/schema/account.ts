import { builder } from '../../../graphql/builder.ts';
import type { Viewer } from '../../../graphql/context.ts';
import { LocaleEnum } from '../../../graphql/locale.ts';
import { forTokens } from '../../../graphql/token-scopes.ts';
import { AccountKind, Role } from '../../../platform/db/generated/client.ts';

const AccountKindEnum = builder.enumType('AccountKind', {
  description: 'Whose account it is.',
  values: {
    [AccountKind.PERSON]: { description: 'A person.' },
    [AccountKind.INSTITUTION]: { description: 'A school or institute.' },
  },
});

export const RoleEnum = builder.enumType('Role', {
  description: 'What somebody may do beyond their own matters.',
  values: {
    [Role.DESK]: { description: 'Identifies people at a desk (sede di riconoscimento).' },
    [Role.HEAD]: { description: 'Head of a school (dirigente scolastico).' },
    [Role.OFFICE]: { description: 'Works in the regional school office: campaigns, labs, sessions.' },
    [Role.HELPDESK]: { description: 'Answers requests for help (assistenza).' },
    [Role.SECURITY]: { description: 'Security officer (referente per la sicurezza).' },
  },
});

// Nobody's id: a visitor reads no account.
const NOBODY = '00000000-0000-0000-0000-000000000000';

const AccountType = builder.prismaNode('Account', {
  name: 'Account',
  description:
    'Credentials of a person or of an institution; one account serves every service. Seen by its owner alone.',
  id: { field: 'id', description: 'Global id.' },
  findUnique: (id, context) => ({ id, AND: { id: context.viewer?.account.id ?? NOBODY } }),
  fields: (t) => ({
    username: t.exposeString('username', { description: 'Name to sign in with, in lower case.' }),
    kind: t.expose('kind', { type: AccountKindEnum, description: 'Whose account it is.' }),
    displayName: t.exposeString('displayName', { description: 'Name to show.' }),
    email: t.exposeString('email', { nullable: true, description: 'Where its mails go; null when not known.' }),
    ministry: t.exposeBoolean('ministry', {
      description: 'Mirrored from the ministry: its password comes from the security officer (DEC-15).',
    }),
    locale: t.expose('locale', { type: LocaleEnum, description: 'Language of its screens and mails.' }),
  }),
});

const RoleGrantType = builder.objectRef<Viewer['roles'][number]>('RoleGrant').implement({
  description: 'A role held now, and where.',
  fields: (t) => ({
    role: t.field({ type: RoleEnum, description: 'The role.', resolve: (grant) => grant.role }),
    school: t.prismaField({
      type: 'School',
      nullable: true,
      description: 'The school where it is held; null when at the office.',
      resolve: (query, grant, _args, context) => context.services.account.findSchoolOfGrant(grant, query),
    }),
    office: t.boolean({ description: 'Held at the office, not at a school.', resolve: (grant) => !grant.schoolCode }),
  }),
});

export const ViewerType = builder.objectRef<Viewer>('Viewer').implement({
  description: 'Who is signed in, as of this request.',
  fields: (t) => ({
    account: t.prismaField({
      type: AccountType,
      description: 'The account.',
      resolve: (query, viewer, _args, context) => context.services.account.getOwnAccount(viewer, query),
    }),
    roles: t.field({ type: [RoleGrantType], description: 'Roles held now.', resolve: (viewer) => [...viewer.roles] }),
    withheldRoles: t.field({
      type: [RoleGrantType],
      description: 'Roles that open nothing until the account has a second factor, which the operator asks of them.',
      resolve: (viewer) => [...viewer.withheldRoles],
    }),
    sessionExpiresAt: t.field({
      type: 'DateTime',
      description: 'When this sign-in ends if it is not used again.',
      resolve: (viewer) => viewer.expiresAt,
    }),
  }),
});

builder.queryFields((t) => ({
  me: t.field({
    type: ViewerType,
    nullable: true,
    description: 'Who is signed in; null for a visitor, and always over HTTP GET.',
    authScopes: { public: true },
    extensions: forTokens('READ_PROFILE'),
    resolve: (_root, _args, context) => context.viewer,
  }),
}));

import { builder } from '../../../graphql/builder.ts';
import { viewerOf } from '../../../graphql/context.ts';
import { RefusalInterface } from '../../../graphql/refusals.ts';
import { InvalidInputError } from '../../../platform/errors.ts';
import { NoSuchAccountError, NoSuchRoleError, RoleHeldError } from '../roles-errors.ts';
import type { GrantRow } from '../roles-store.ts';
import { RoleEnum } from './account.ts';

builder.objectType(NoSuchAccountError, {
  name: 'NoSuchAccountError',
  description: 'No active account has this user name.',
  interfaces: [RefusalInterface],
});
builder.objectType(RoleHeldError, {
  name: 'RoleHeldError',
  description: 'The account holds the role there already, in a part of that time.',
  interfaces: [RefusalInterface],
});
builder.objectType(NoSuchRoleError, {
  name: 'NoSuchRoleError',
  description: 'There is no such role, or it has ended.',
  interfaces: [RefusalInterface],
});

const AppointedRole = builder.objectRef<GrantRow>('AppointedRole').implement({
  description: 'A role that somebody holds, or will.',
  fields: (t) => ({
    id: t.exposeID('id', { description: 'By which it is taken away.' }),
    role: t.field({ type: RoleEnum, description: 'Which.', resolve: ({ role }) => role }),
    schoolCode: t.exposeString('schoolCode', { nullable: true, description: 'The school; null: at the office.' }),
    startsAt: t.expose('startsAt', { type: 'DateTime', description: 'From when.' }),
    endsAt: t.expose('endsAt', {
      type: 'DateTime',
      nullable: true,
      description: 'Until just before when; null: until it is taken away.',
    }),
  }),
});

const GrantRoleInput = builder.inputType('GrantRoleInput', {
  description: 'Whom to give which role, where and for how long (DSK-01).',
  fields: (t) => ({
    username: t.string({ required: true, description: 'User name of a person.' }),
    role: t.field({ type: RoleEnum, required: true, description: 'DESK, HEAD or HELPDESK.' }),
    schoolCode: t.string({ description: 'Codice meccanografico; without it at the office.' }),
    startsAt: t.field({ type: 'DateTime', description: 'From when; without it from now.' }),
    endsAt: t.field({ type: 'DateTime', description: 'Until when; without it until it is taken away.' }),
  }),
});

const GrantRoleSuccess = builder.objectRef<{ role: GrantRow }>('GrantRoleSuccess').implement({
  description: 'The role is given; open sessions have it at once.',
  fields: (t) => ({ role: t.field({ type: AppointedRole, description: 'It.', resolve: ({ role }) => role }) }),
});
const WithdrawRoleSuccess = builder.objectRef<{ ok: boolean }>('WithdrawRoleSuccess').implement({
  description: 'The role is over, on open sessions and sockets too (SEC-049).',
  fields: (t) => ({ ok: t.exposeBoolean('ok', { description: 'Always true.' }) }),
});

builder.queryFields((t) => ({
  officeRoles: t.field({
    type: [AppointedRole],
    description: 'Roles that a person holds or will; none for a user name that nobody has.',
    authScopes: { role: 'OFFICE' },
    args: { username: t.arg.string({ required: true, description: 'User name.' }) },
    resolve: (_root, { username }, context) => context.services.account.listRolesOf(username),
  }),
}));

builder.mutationFields((t) => ({
  grantRole: t.field({
    type: GrantRoleSuccess,
    description: 'Gives a person a role for a period. Nobody gives themselves one.',
    authScopes: { role: 'OFFICE' },
    args: { input: t.arg({ type: GrantRoleInput, required: true, description: 'Which, to whom.' }) },
    errors: { types: [NoSuchAccountError, RoleHeldError, InvalidInputError] },
    resolve: async (_root, { input }, context) => ({
      role: await context.services.account.officeGrantRole(viewerOf(context), input, context.requestId),
    }),
  }),
  withdrawRole: t.field({
    type: WithdrawRoleSuccess,
    description: 'Takes a role away, now.',
    authScopes: { role: 'OFFICE' },
    args: { id: t.arg.id({ required: true, description: 'Of the role.' }) },
    errors: { types: [NoSuchRoleError, InvalidInputError] },
    async resolve(_root, { id }, context) {
      await context.services.account.officeWithdrawRole(viewerOf(context), id, context.requestId);
      return { ok: true };
    },
  }),
}));

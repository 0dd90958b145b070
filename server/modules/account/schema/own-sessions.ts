import { builder } from '../../../graphql/builder.ts';
import { viewerOf } from '../../../graphql/context.ts';
import { globalId, keyOf } from '../../../graphql/ids.ts';
import { RefusalInterface } from '../../../graphql/refusals.ts';
import type { Device, DeviceKind } from '../../../platform/user-agent.ts';
import { LoginSessionNotFoundError } from '../own-errors.ts';
import { describeDevice } from '../security-events.ts';
import type { OwnLoginSession } from '../service/own-sessions.ts';

declare module '../../../graphql/builder.ts' {
  interface ObjectTypes {
    Device: Device;
  }
}

const DeviceKindEnum = builder.enumType('DeviceKind', {
  description: 'What sort of device it seems to be.',
  values: {
    COMPUTER: { description: 'A computer.' },
    PHONE: { description: 'A phone.' },
    TABLET: { description: 'A tablet.' },
    OTHER: { description: 'Something else, or not known.' },
  } satisfies Record<DeviceKind, { description: string }>,
});

export const DeviceType = builder.objectRef<Device>('Device').implement({
  description: 'A device, by what its browser says of itself. Nothing of it is proved.',
  fields: (t) => ({
    name: t.string({
      description: 'In the reader’s language, such as «Firefox su Windows».',
      resolve: (device, _args, context) => describeDevice(device, context.say),
    }),
    browser: t.exposeString('browser', { nullable: true, description: 'Its browser; null when not known.' }),
    system: t.exposeString('system', { nullable: true, description: 'Its operating system; null when not known.' }),
    kind: t.expose('kind', { type: DeviceKindEnum, description: 'What sort of device it seems to be.' }),
  }),
});

const LoginSessionType = builder.objectRef<OwnLoginSession>('LoginSession').implement({
  description:
    'One sign-in on one device. From where it was used is not known: only an address is, which names no place.',
  fields: (t) => ({
    id: t.id({ description: 'Its id.', resolve: (session) => globalId('LoginSession', session.id) }),
    device: t.field({ type: DeviceType, description: 'The device.', resolve: (session) => session.device }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it began.' }),
    lastUsedAt: t.expose('lastUsedAt', { type: 'DateTime', description: 'When it was last used, to the minute.' }),
    expiresAt: t.expose('expiresAt', { type: 'DateTime', description: 'When it ends if it is not used again.' }),
    remembered: t.exposeBoolean('remembered', { description: 'Begun with «Ricordami».' }),
    current: t.exposeBoolean('current', { description: 'The one that asks.' }),
  }),
});

builder.objectType(LoginSessionNotFoundError, {
  name: 'LoginSessionNotFoundError',
  description: 'The account has no such sign-in, or it is over.',
  interfaces: [RefusalInterface],
});

const EndLoginSessionsInput = builder.inputType('EndLoginSessionsInput', {
  description: 'Which sign-ins to end: exactly one of these.',
  isOneOf: true,
  fields: (t) => ({
    id: t.id({ description: 'This one.' }),
    allOthers: t.boolean({ description: 'All but the one that asks, whatever the value.' }),
  }),
});

const EndLoginSessionsSuccess = builder.objectRef<{ ended: number }>('EndLoginSessionsSuccess').implement({
  description: 'They are over, and so are their sockets.',
  fields: (t) => ({ ended: t.exposeInt('ended', { description: 'How many there were.' }) }),
});

builder.queryFields((t) => ({
  myLoginSessions: t.field({
    type: [LoginSessionType],
    description: 'Sign-ins that open the viewer’s account, this one first, then by last use; at most 100 (ACC-03).',
    authScopes: { signedIn: true },
    resolve: (_root, _args, context) => context.services.account.listOwnSessions(viewerOf(context)),
  }),
}));

builder.mutationFields((t) => ({
  endLoginSessions: t.field({
    type: EndLoginSessionsSuccess,
    description: 'Ends sign-ins of the viewer’s account, on whatever device, within 5 s (ACC-03).',
    authScopes: { signedIn: true },
    errors: { types: [LoginSessionNotFoundError] },
    args: { input: t.arg({ type: EndLoginSessionsInput, required: true, description: 'Which.' }) },
    resolve: async (_root, { input }, context) => {
      const which = input.id ? { one: keyOf('LoginSession', String(input.id)) } : 'OTHERS';
      const { account } = context.services;
      return { ended: await account.endOwnSessions(viewerOf(context), which, context.requestId) };
    },
  }),
}));

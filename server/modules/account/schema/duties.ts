import { builder } from '../../../graphql/builder.ts';
import { type Viewer, viewerOf } from '../../../graphql/context.ts';
import { InvalidInputError } from '../../../platform/errors.ts';
import type { Duty, DutyKind, DutyReason } from '../duties.ts';
import { ViewerType } from './account.ts';

const DutyKindEnum = builder.enumType('DutyKind', {
  description: 'What there is to do. May grow.',
  values: {
    CHANGE_PASSWORD: {
      description: 'Change the password: changePassword. Before it every other act answers MUST_CHANGE.',
    },
    ADD_SECOND_FACTOR: { description: 'Set up a second factor: startSecondFactor. Before it the role opens nothing.' },
    ACCEPT_NOTICE: { description: 'Read the privacy notice (/privacy) and accept it: acceptNotice.' },
    RENEW_PASSWORD: {
      description: 'An invitation to change the password before it expires; it may be left for later.',
    },
  } satisfies Record<DutyKind, { description: string }>,
});

const DutyReasonEnum = builder.enumType('DutyReason', {
  description: 'Why it is to be done. May grow.',
  values: {
    TEMPORARY_PASSWORD: { description: 'The password was given by somebody else.' },
    EXPIRED_PASSWORD: { description: 'The password has expired. The account stays active.' },
    ROLE_NEEDS_SECOND_FACTOR: { description: 'The operator asks a second factor of a role that is held.' },
    FIRST_NOTICE: { description: 'No privacy notice was accepted yet with this account.' },
    CHANGED_NOTICE: { description: 'The privacy notice is another than the one that was accepted.' },
    EXPIRING_PASSWORD: { description: 'The password, not the account, expires soon.' },
  } satisfies Record<DutyReason, { description: string }>,
});

const DutyType = builder.objectRef<Duty>('Duty').implement({
  description: 'Something that the person has to do, and why (ACC-01).',
  fields: (t) => ({
    kind: t.field({ type: DutyKindEnum, description: 'What.', resolve: ({ kind }) => kind }),
    reason: t.field({ type: DutyReasonEnum, description: 'Why.', resolve: ({ reason }) => reason }),
    blocking: t.exposeBoolean('blocking', {
      description: 'Until it is done every other act is refused with the code MUST_CHANGE; reading stays open.',
    }),
    at: t.expose('at', {
      type: 'DateTime',
      nullable: true,
      description: 'Of a password that expires, when: past or to come.',
    }),
    version: t.exposeString('version', { nullable: true, description: 'Of a notice, the version to accept.' }),
  }),
});

builder.objectField(ViewerType, 'duties', (t) =>
  t.field({
    type: [DutyType],
    description: 'What the viewer has to do, in order; empty when there is nothing.',
    resolve: (viewer, _args, context) => context.services.account.listDuties(viewer),
  }),
);

const AcceptNoticeSuccess = builder.objectRef<{ viewer: Viewer }>('AcceptNoticeSuccess').implement({
  description: 'The notice is accepted.',
  fields: (t) => ({
    viewer: t.field({ type: ViewerType, description: 'Whose it is.', resolve: ({ viewer }) => viewer }),
  }),
});

builder.mutationFields((t) => ({
  acceptNotice: t.field({
    type: AcceptNoticeSuccess,
    description: 'Accepts the privacy notice as it stands now. Repeated, it does nothing more.',
    authScopes: { signedIn: true },
    args: {
      version: t.arg.string({ required: true, description: 'The version that was read, as the duty names it.' }),
    },
    errors: { types: [InvalidInputError] },
    async resolve(_root, { version }, context) {
      const viewer = viewerOf(context);
      await context.services.account.acceptNotice(viewer, version, context.requestId);
      return { viewer };
    },
  }),
}));

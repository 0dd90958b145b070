import { builder } from '../../../graphql/builder.ts';
import { viewerOf } from '../../../graphql/context.ts';
import { Freshness } from '../../../graphql/freshness.ts';
import { whileSignedIn } from '../../../graphql/live.ts';
import { pageInfoOf } from '../../../graphql/page-info.ts';
import type { Page } from '../../../platform/paging.ts';
import { describeEvent, type SecurityEvent, type SecurityEventKind } from '../security-events.ts';
import type { AccountEventsMessage } from '../service/own-events.ts';
import { DeviceType } from './own-sessions.ts';

const SecurityEventKindEnum = builder.enumType('SecurityEventKind', {
  description: 'What happened to an account. May grow.',
  values: {
    SIGNED_IN: { description: 'A sign-in.' },
    SIGN_IN_FAILED: { description: 'A sign-in that was refused.' },
    LOCKED: { description: 'Too many wrong passwords: sign-in is suspended for 15 minutes.' },
    SIGNED_OUT: { description: 'A sign-in ended by its owner.' },
    SESSIONS_ENDED: { description: 'Sign-ins ended from another one.' },
    PASSWORD_REFUSED: { description: 'A wrong current password, where it is asked again.' },
    PASSWORD_CHANGED: { description: 'The password was changed by who knew the old one.' },
    PASSWORD_RECOVERED: { description: 'The password was chosen anew by recovery; a lock ended with it.' },
    EMAIL_CHANGE_REQUESTED: { description: 'Another address was asked for; it is to be confirmed.' },
    EMAIL_CHANGE_CANCELLED: { description: 'The change of address was given up.' },
    EMAIL_CHANGED: { description: 'The new address was confirmed.' },
    EMAIL_CHANGE_UNDONE: { description: 'The old address undid the change.' },
    CONTACTS_CHANGED: { description: 'Telephone, mobile number, SMS preference or domicile were changed.' },
    PHONE_CODE_SENT: { description: 'A validation code was sent to the mobile number.' },
    PHONE_CODES_LOCKED: { description: 'Too many wrong validation codes: none is looked at for 15 minutes.' },
    PHONE_VALIDATED: { description: 'The mobile number was validated.' },
    ACCESS_TOKEN_MADE: { description: 'An access token was made.' },
    ACCESS_TOKEN_REVOKED: { description: 'An access token was revoked.' },
    SECOND_STEP_BEGUN: { description: 'The password was right, and the second factor was asked for.' },
    SECOND_FACTOR_REFUSED: { description: 'A wrong second factor, after a right password.' },
    SECOND_FACTOR_LOCKED: { description: 'The second step was suspended after too many wrong answers.' },
    SECOND_FACTOR_ADDED: { description: 'A second factor was added.' },
    SECOND_FACTOR_REMOVED: { description: 'A second factor was taken away.' },
    SECOND_FACTORS_RESET: { description: 'The operator took every second factor away.' },
    RECOVERY_CODES_RENEWED: { description: 'New recovery codes were made.' },
    RECOVERY_CODE_USED: { description: 'A recovery code opened the account.' },
    DATA_EXPORTED: { description: 'The data of the account were downloaded.' },
    ERASURE_REQUESTED: { description: 'The erasure of data was asked for.' },
    ERASURE_WITHDRAWN: { description: 'The request of erasure was withdrawn.' },
    NOTICE_ACCEPTED: { description: 'The privacy notice was accepted.' },
    REVOKED: { description: 'The account was revoked for want of access.' },
    REACTIVATED: { description: 'The revocation was undone.' },
    DISABLED: { description: 'The account was disabled.' },
    ROLE_GRANTED: { description: 'A role was given.' },
    TEMPORARY_PASSWORD_SET: { description: 'The security officer set a temporary password.' },
    SEEN_BY_HELPDESK: { description: 'The helpdesk looked at the state of the account.' },
    ERASURE_DECIDED: { description: 'The office decided the request of erasure.' },
    ROLE_REMOVED: { description: 'A role was removed.' },
  } satisfies Record<SecurityEventKind, { description: string }>,
});

const SecurityEventType = builder.objectRef<SecurityEvent>('SecurityEvent').implement({
  description: 'An access to an account, or a change of what protects it.',
  fields: (t) => ({
    at: t.expose('at', { type: 'DateTime', description: 'When.' }),
    kind: t.expose('kind', { type: SecurityEventKindEnum, description: 'What.' }),
    text: t.string({
      description: 'What happened, in the reader’s language.',
      resolve: (event, _args, context) => describeEvent(event, context.say, context.locale),
    }),
    device: t.field({
      type: DeviceType,
      nullable: true,
      description: 'From which device; null when not known.',
      resolve: (event) => event.device,
    }),
  }),
});

const SecurityEventEdge = builder.objectRef<{ cursor: string; node: SecurityEvent }>('SecurityEventEdge').implement({
  description: 'An event and its place in the list.',
  fields: (t) => ({
    cursor: t.exposeString('cursor', { description: 'Its place in the list, for `after`.' }),
    node: t.field({ type: SecurityEventType, description: 'The event.', resolve: (edge) => edge.node }),
  }),
});

const SecurityEventConnection = builder.objectRef<Page<SecurityEvent>>('SecurityEventConnection').implement({
  description: 'A page of events.',
  fields: (t) => ({
    edges: t.field({
      type: [SecurityEventEdge],
      description: 'The events of this page.',
      resolve: (page) => page.edges,
    }),
    pageInfo: t.field({
      type: builder.pageInfoRef(),
      description: 'Where the page stands.',
      resolve: pageInfoOf,
    }),
  }),
});

const AccountEventsUpdate = builder.objectRef<AccountEventsMessage>('AccountEventsUpdate').implement({
  description: 'What happened to the viewer’s account since the message before. The first one is empty.',
  fields: (t) => ({
    version: t.exposeInt('version', { description: 'Grows with every message.' }),
    at: t.expose('at', { type: 'DateTime', description: 'Instant of it, by the server’s clock.' }),
    events: t.field({
      type: [SecurityEventType],
      description: 'What happened, the oldest first.',
      resolve: (update) => update.events,
    }),
    freshness: t.field({
      type: Freshness,
      description: 'How current they are.',
      resolve: (update) => update.freshness,
    }),
  }),
});

builder.queryFields((t) => ({
  mySecurityEvents: t.field({
    type: SecurityEventConnection,
    description: 'Accesses to the viewer’s account and changes of what protects it, the newest first (ACC-04).',
    authScopes: { signedIn: true },
    args: {
      first: t.arg.int({ description: 'How many, 1 to 100; 20 when not given.' }),
      after: t.arg.string({ description: 'After this cursor.' }),
    },
    resolve: (_root, wish, context) => context.services.account.pageOfEvents(viewerOf(context), wish),
  }),
}));

builder.subscriptionFields((t) => ({
  accountEvents: t.field({
    type: AccountEventsUpdate,
    description: 'What happens to the viewer’s account, as it happens. Ends when the sign-in ends.',
    authScopes: { signedIn: true },
    subscribe: (_root, _args, context) =>
      whileSignedIn(context, context.services.account.watchEvents(viewerOf(context))),
    resolve: (update) => update,
  }),
}));

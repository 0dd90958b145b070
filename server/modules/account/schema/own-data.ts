import { builder } from '../../../graphql/builder.ts';
import { viewerOf } from '../../../graphql/context.ts';
import { RefusalInterface } from '../../../graphql/refusals.ts';
import type { ErasureRow, PersonFacts } from '../own-data-store.ts';
import { ErasureStandsError, NoErasureError } from '../own-errors.ts';

const PersonalDataType = builder.objectRef<PersonFacts>('PersonalData').implement({
  description: 'What the administration knows of the viewer. It is corrected by the school or the office, not here.',
  fields: (t) => ({
    firstName: t.exposeString('firstName', { description: 'Given names.' }),
    lastName: t.exposeString('lastName', { description: 'Surname.' }),
    fiscalCode: t.exposeString('fiscalCode', { description: 'Codice fiscale.' }),
    bornOn: t.exposeString('bornOn', { nullable: true, description: 'Day of birth, YYYY-MM-DD; null when not known.' }),
    birthPlace: t.field({
      type: 'BirthPlace',
      nullable: true,
      description: 'Place of birth; null when not known.',
      resolve: ({ birthplaceCode: code, bornOn }, _args, context) =>
        code && bornOn ? context.services.places.find(code, bornOn) : null,
    }),
  }),
});

const ErasureRequestType = builder.objectRef<ErasureRow>('ErasureRequest').implement({
  description: 'The wish that what the law does not oblige to keep be erased.',
  fields: (t) => ({
    number: t.exposeInt('number', { description: 'By which it is spoken of.' }),
    requestedAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was asked for.' }),
  }),
});

builder.objectType(ErasureStandsError, {
  name: 'ErasureStandsError',
  description: 'The viewer asked for it already.',
  interfaces: [RefusalInterface],
  fields: (t) => ({ number: t.exposeInt('number', { description: 'The number of that request.' }) }),
});
builder.objectType(NoErasureError, {
  name: 'NoErasureError',
  description: 'There is no request to withdraw.',
  interfaces: [RefusalInterface],
});

const RequestErasureSuccess = builder.objectRef<{ request: ErasureRow }>('RequestErasureSuccess').implement({
  description: 'The wish is recorded. Nothing is erased yet.',
  fields: (t) => ({
    request: t.field({ type: ErasureRequestType, description: 'It.', resolve: ({ request }) => request }),
  }),
});
const WithdrawErasureSuccess = builder.objectRef<{ ok: boolean }>('WithdrawErasureSuccess').implement({
  description: 'The wish is withdrawn.',
  fields: (t) => ({ ok: t.exposeBoolean('ok', { description: 'Always true.' }) }),
});

builder.queryFields((t) => ({
  myPersonalData: t.field({
    type: PersonalDataType,
    nullable: true,
    description: 'What the administration knows of the viewer; null for an institution (IAM-302).',
    authScopes: { signedIn: true },
    resolve: (_root, _args, context) => context.services.account.findOwnPerson(viewerOf(context)),
  }),
  myErasureRequest: t.field({
    type: ErasureRequestType,
    nullable: true,
    description: 'The viewer’s wish that data be erased; null when there is none (ACC-08).',
    authScopes: { signedIn: true },
    resolve: (_root, _args, context) => context.services.account.findOwnErasure(viewerOf(context)),
  }),
}));

builder.mutationFields((t) => ({
  requestErasure: t.field({
    type: RequestErasureSuccess,
    description: 'Asks that the viewer’s data be erased, but for what the law obliges to keep (ACC-08).',
    authScopes: { signedIn: true },
    errors: { types: [ErasureStandsError] },
    resolve: async (_root, _args, context) => ({
      request: await context.services.account.requestErasure(viewerOf(context), context.requestId),
    }),
  }),
  withdrawErasure: t.field({
    type: WithdrawErasureSuccess,
    description: 'Withdraws the wish that data be erased.',
    authScopes: { signedIn: true },
    errors: { types: [NoErasureError] },
    async resolve(_root, _args, context) {
      await context.services.account.withdrawErasure(viewerOf(context), context.requestId);
      return { ok: true };
    },
  }),
}));

import { ProofError, type ProofOfWork } from '../platform/proof-of-work.ts';
import { builder } from './builder.ts';
import { RefusalInterface } from './refusals.ts';

declare module './context.ts' {
  interface Services {
    proofOfWork: ProofOfWork;
  }
}

builder.objectType(ProofError, {
  name: 'SecurityCheckError',
  description: 'The security check is missing, wrong, too old or was used before: solve another. Nothing was done.',
  interfaces: [RefusalInterface],
});

const SecurityCheck = builder.objectRef<Awaited<ReturnType<ProofOfWork['challenge']>>>('SecurityCheck').implement({
  description: 'Work for the sender’s machine, which stands in place of pictures to recognise.',
  fields: (t) => ({
    challenge: t.exposeString('challenge', {
      description:
        'An ALTCHA challenge (version 2) as JSON. The proof is the JSON of { challenge, solution }, and counts once.',
    }),
    expiresAt: t.expose('expiresAt', { type: 'DateTime', description: 'Until when its proof is accepted.' }),
  }),
});

builder.queryFields((t) => ({
  securityCheck: t.field({
    type: SecurityCheck,
    description: 'A new security check, for acts of visitors that send mails.',
    authScopes: { public: true },
    resolve: (_root, _args, context) => context.services.proofOfWork.challenge(),
  }),
}));

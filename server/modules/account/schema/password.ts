import { builder } from '../../../graphql/builder.ts';
import { issueOf, type PasswordFault } from '../password-rules.ts';
import { RECOVERY_COOKIE } from '../recovery-rules.ts';
import { cookiesOf } from './transport.ts';

const PasswordFaultEnum = builder.enumType('PasswordFaultCode', {
  description: 'Why a password cannot be chosen.',
  values: {
    TOO_SHORT: { description: 'Fewer than 12 characters.' },
    TOO_LONG: { description: 'More than 128 characters.' },
    COMMON: { description: 'Among the most used passwords, or one of them in disguise.' },
    OWN_DATA: { description: 'It contains the person’s name or other data of theirs.' },
  } as const,
});

const PasswordFaultType = builder.objectRef<PasswordFault>('PasswordFault').implement({
  description: 'One reason why a password cannot be chosen.',
  fields: (t) => ({
    code: t.field({ type: PasswordFaultEnum, description: 'Which.', resolve: ({ code }) => code }),
    message: t.string({
      description: 'The reason, in the reader’s language.',
      resolve(fault, _args, context) {
        const { key, params } = issueOf(fault, 'password');
        return context.say(key, params);
      },
    }),
  }),
});

builder.queryFields((t) => ({
  passwordFaults: t.field({
    type: [PasswordFaultType],
    description:
      'Why a password that is being typed could not be chosen; empty when it could. Not over HTTP GET, whose addresses are kept in logs.',
    authScopes: { public: true },
    args: {
      password: t.arg.string({ required: true, description: 'As typed so far. It is neither kept nor logged.' }),
      ownWords: t.arg.stringList({
        required: false,
        description: 'Words that it must not contain, besides what is known of whoever is signed in or recovers.',
      }),
    },
    resolve(_root, { password, ownWords }, context) {
      const held = cookiesOf(context).get(RECOVERY_COOKIE);
      return context.services.account.checkNewPassword({ password, ownWords, viewer: context.viewer, held });
    },
  }),
}));

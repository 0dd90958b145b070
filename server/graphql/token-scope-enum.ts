import { TokenScope } from '../platform/db/generated/client.ts';
import { builder } from './builder.ts';

export const TokenScopeEnum = builder.enumType('TokenScope', {
  description: 'What an access token may do, within what its owner may. What no scope opens needs a sign-in.',
  values: {
    [TokenScope.READ_PROFILE]: { description: 'Read the account: name, mail address, roles.' },
    [TokenScope.READ_BOOKINGS]: { description: 'Read the owner’s bookings, also live.' },
    [TokenScope.WRITE_BOOKINGS]: { description: 'Book, change and give back seats in the owner’s name.' },
    [TokenScope.READ_CAMPAIGNS]: { description: 'Read campaigns as the office does, drafts included. For the office.' },
    [TokenScope.WRITE_CAMPAIGNS]: { description: 'Make, change and publish campaigns. For the office.' },
  },
});

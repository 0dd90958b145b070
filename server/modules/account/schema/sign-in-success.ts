import { builder } from '../../../graphql/builder.ts';
import type { Viewer } from '../../../graphql/context.ts';
import { ViewerType } from './account.ts';

export const SignInSuccess = builder.objectRef<{ viewer: Viewer }>('SignInSuccess').implement({
  description: 'Signed in: the session cookie was set.',
  fields: (t) => ({
    viewer: t.field({ type: ViewerType, description: 'Who signed in.', resolve: (success) => success.viewer }),
  }),
});

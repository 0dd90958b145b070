import { UnauthenticatedError } from '../platform/errors.ts';
import type { Context } from './context.ts';

/**
 * A personal live read: its rights are checked again at every event, and it ends with an UNAUTHENTICATED error
 * when the sign-in ends or its rights change (SEC-048, SEC-082).
 */
export function whileSignedIn<T>(context: Context, source: AsyncIterableIterator<T>): AsyncIterableIterator<T> {
  const { signIn } = context;
  if (!signIn) throw new UnauthenticatedError('no sign-in to watch for');
  let ended = false;
  const end = () => {
    ended = true;
    void source.return?.();
  };
  const stopListening = signIn.onEnd(end);
  async function close(): Promise<IteratorResult<T>> {
    stopListening();
    await source.return?.();
    return { done: true, value: undefined };
  }
  return {
    async next() {
      const result = await source.next();
      if (!ended && (await signIn.stillHolds())) return result;
      await close();
      throw new UnauthenticatedError('the sign-in ended');
    },
    return: close,
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}

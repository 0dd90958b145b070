import type { ExecutionResult } from 'graphql';

export type MaskOne = (error: unknown) => NonNullable<ExecutionResult['errors']>[number];

/** A result whose errors may leave the server. */
export function maskResult(result: ExecutionResult, mask: MaskOne): ExecutionResult {
  return result.errors ? { ...result, errors: result.errors.map(mask) } : result;
}

/**
 * The results of a subscription, masked. What its source throws becomes a last result, so that both transports tell
 * it in the same way. Ending it does not wait for a source that is itself waiting.
 */
export function maskStream(
  source: AsyncIterable<ExecutionResult>,
  mask: MaskOne,
): AsyncGenerator<ExecutionResult, undefined> {
  const iterator = source[Symbol.asyncIterator]();
  let ended = false;
  const end = async (): Promise<IteratorResult<ExecutionResult, undefined>> => {
    ended = true;
    iterator.return?.().catch(() => undefined);
    return { done: true, value: undefined };
  };
  return {
    async next() {
      if (ended) return { done: true, value: undefined };
      try {
        const step = await iterator.next();
        if (step.done) return await end();
        return { done: false, value: maskResult(step.value, mask) };
      } catch (error) {
        ended = true;
        return { done: false, value: { errors: [mask(error)] } };
      }
    },
    return: end,
    throw: end,
    [Symbol.asyncIterator]() {
      return this;
    },
    [Symbol.asyncDispose]: async () => void (await end()),
  };
}

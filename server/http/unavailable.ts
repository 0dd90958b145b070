import type { ExecutionResult } from 'graphql';
import { isAsyncIterable, type Plugin } from 'graphql-yoga';
import { RETRY_AFTER_SECONDS } from '../graphql/errors.ts';

/**
 * An operation that got nothing because the database was away is 503 with Retry-After over HTTP, whatever media type
 * was asked for, so that proxies and monitors see it. One that got a part of its data is an answer, hence 200.
 */
export function unavailablePlugin(): Plugin {
  return {
    onResultProcess({ result, setResult }) {
      if (isAsyncIterable(result) || Array.isArray(result) || !isUnavailableResult(result)) return;
      const http = { status: 503, headers: { 'retry-after': String(RETRY_AFTER_SECONDS) } };
      setResult({ ...result, extensions: { ...result.extensions, http } });
    },
  };
}

function isUnavailableResult({ data, errors }: ExecutionResult): boolean {
  const empty = Object.values(data ?? {}).every((value) => value === null);
  return empty && (errors?.some(({ extensions }) => extensions.code === 'SERVICE_UNAVAILABLE') ?? false);
}

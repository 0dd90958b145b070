import { GraphQLError } from 'graphql';
import { builder } from './builder.ts';

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)$/;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

function refused(what: string): GraphQLError {
  return new GraphQLError(what, { extensions: { code: 'BAD_USER_INPUT' } });
}

builder.scalarType('DateTime', {
  description: 'An instant in UTC, ISO 8601 with Z, such as 2026-12-03T14:00:00.000Z. Shown to people in Europe/Rome.',
  serialize: (value) => new Date(value).toISOString(),
  parseValue(value) {
    const at = typeof value === 'string' && INSTANT.test(value) ? new Date(value) : null;
    if (!at || Number.isNaN(at.getTime())) throw refused('DateTime must be an ISO 8601 instant with an offset');
    return at;
  },
});

builder.scalarType('UUID', {
  description: 'A UUID in its usual form of 36 characters.',
  serialize: String,
  parseValue(value) {
    if (typeof value !== 'string' || !UUID.test(value)) throw refused('UUID must have 36 characters, 8-4-4-4-12');
    return value.toLowerCase();
  },
});

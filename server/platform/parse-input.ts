import type { z } from 'zod';
import { type InputIssue, InvalidInputError } from './errors.ts';

/** Parsed and normalised input, or every fault of it with the path of its field. The schema's messages are i18n keys. */
export function parseInput<T>(schema: z.ZodType<T>, value: unknown): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issues: InputIssue[] = parsed.error.issues.map((issue) => ({
    path: issue.path.join('.'),
    key: issue.message,
    params: limitsOf(issue),
  }));
  throw new InvalidInputError(issues);
}

function limitsOf(issue: object): Record<string, number> {
  const limits = Object.entries(issue).filter(
    ([name, value]) => /^(min|max)imum$/.test(name) && typeof value === 'number',
  );
  return Object.fromEntries(limits);
}

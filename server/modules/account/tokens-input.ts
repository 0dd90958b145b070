import { z } from 'zod';
import { TokenScope } from '../../platform/db/generated/client.ts';
import { InvalidInputError } from '../../platform/errors.ts';
import { ACCESS_TOKENS } from './tokens-rules.ts';

export interface RawAccessToken {
  name: string;
  scopes: readonly TokenScope[];
  expiresInDays: number;
}

export interface AccessTokenWish {
  name: string;
  /** Each once. */
  scopes: TokenScope[];
  lifeMs: number;
}

// The value of a fault is the i18n key of its words.
const accessToken = z.object({
  name: z
    .string()
    .transform((typed) =>
      typed
        .normalize('NFC')
        .replace(/[\s\p{Cc}\p{Cf}]+/gu, ' ')
        .trim(),
    )
    .pipe(
      z
        .string()
        .min(1, 'account.input.tokenNameMissing')
        .max(ACCESS_TOKENS.nameLength, 'account.input.tokenNameTooLong'),
    ),
  scopes: z
    .array(z.enum(TokenScope))
    .min(1, 'account.input.tokenScopesMissing')
    .transform((scopes) => [...new Set(scopes)].sort()),
  expiresInDays: z.int().min(1, 'account.input.tokenLife').max(ACCESS_TOKENS.mostDays, 'account.input.tokenLife'),
});

export function parseAccessToken(raw: RawAccessToken): AccessTokenWish {
  const parsed = accessToken.safeParse(raw);
  if (!parsed.success) {
    throw new InvalidInputError(
      parsed.error.issues.map(({ path, message }) => ({ path: path.join('.'), key: message })),
    );
  }
  const { name, scopes, expiresInDays } = parsed.data;
  return { name, scopes, lifeMs: expiresInDays * ACCESS_TOKENS.dayMs };
}

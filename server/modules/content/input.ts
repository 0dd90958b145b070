import { z } from 'zod';
import { unknownMarks } from './rules.ts';

const TITLE_MOST = 120;
const BODY_MOST = 40_000;

/** A text of the office for a page: CommonMark, without HTML. */
export const pageTextSchema = z.object({
  title: z.string().trim().min(1, 'content.input.title').max(TITLE_MOST, 'content.input.tooLong'),
  body: z
    .string()
    .transform((text) => text.replaceAll('\r\n', '\n').trim())
    .pipe(z.string().min(1, 'content.input.body').max(BODY_MOST, 'content.input.tooLong'))
    .refine((text) => unknownMarks(text).length === 0, 'content.input.mark'),
});

export type PageText = z.infer<typeof pageTextSchema>;

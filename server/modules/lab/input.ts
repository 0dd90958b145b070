import { createHash } from 'node:crypto';
import { z } from 'zod';

const text = (most: number) => z.string().trim().min(1, 'lab.input.required').max(most, 'lab.input.tooLong');
const wholeBetween = (low: number, high: number) =>
  z.int('lab.input.whole').min(low, 'lab.input.range').max(high, 'lab.input.range');

/** What an office writes of a campaign (LAB-01). */
export const campaignSchema = z
  .object({
    slug: z
      .string()
      .trim()
      .toLowerCase()
      .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'lab.input.slug')
      .max(80, 'lab.input.tooLong'),
    title: text(200),
    description: z.string().trim().max(5_000, 'lab.input.tooLong'),
    schoolYear: z
      .string()
      .trim()
      .regex(/^\d{4}\/\d{2}$/, 'lab.input.schoolYear'),
    opensAt: z.date(),
    closesAt: z.date(),
    audience: z.enum(['EVERYONE', 'LISTED']),
    personalLimit: wholeBetween(1, 100),
    cancelHoursBefore: wholeBetween(0, 2_160),
  })
  .refine((campaign) => campaign.closesAt > campaign.opensAt, {
    path: ['closesAt'],
    message: 'lab.input.closesBeforeOpens',
  });

export type CampaignInput = z.infer<typeof campaignSchema>;

const isDay = (value: string) => /^\d{4}-\d\d-\d\d$/.test(value) && !Number.isNaN(Date.parse(value));
const day = z.string().refine(isDay, 'lab.input.day').nullish();
const some = <T extends z.ZodType>(of: T) => z.array(of).max(200, 'lab.input.tooLong').nullish();

/** What a reader asks of the catalogue (LAB-03). */
export const catalogueSchema = z.object({
  campaign: z.string().max(80, 'lab.input.tooLong').nullish(),
  lab: z.string().max(80, 'lab.input.tooLong').nullish(),
  text: z.string().max(200, 'lab.input.tooLong').nullish(),
  provinces: some(z.string().max(2, 'lab.input.tooLong')),
  topics: some(z.string().max(200, 'lab.input.tooLong')),
  audience: some(z.enum(['INFANZIA', 'PRIMARIA', 'SECONDARIA_PRIMO', 'SECONDARIA_SECONDO'])),
  from: day,
  to: day,
  onlyFree: z.boolean().nullish(),
});

/** Tells whether two requests under one idempotency key ask for the same (LAB-08). */
export function inputHash(...parts: readonly string[]): Buffer {
  return createHash('sha256').update(JSON.stringify(parts)).digest();
}

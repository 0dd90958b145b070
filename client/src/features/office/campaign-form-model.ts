import type { CampaignAudience, CampaignInput } from '../../gql/graphql.ts';
import { readRomeTime, writeRomeTime } from './rome-time.ts';

/** What the form holds: text as typed, so that nothing is lost or changed behind the person's back. */
export interface CampaignForm {
  title: string;
  slug: string;
  schoolYear: string;
  description: string;
  opensAt: string;
  closesAt: string;
  audience: CampaignAudience;
  personalLimit: string;
  cancelHoursBefore: string;
}

export const FIELDS = [
  'title',
  'slug',
  'schoolYear',
  'description',
  'opensAt',
  'closesAt',
  'audience',
  'personalLimit',
  'cancelHoursBefore',
] as const satisfies readonly (keyof CampaignForm)[];
export type FieldName = (typeof FIELDS)[number];

export const EMPTY_FORM: CampaignForm = {
  title: '',
  slug: '',
  schoolYear: '',
  description: '',
  opensAt: '',
  closesAt: '',
  audience: 'EVERYONE',
  personalLimit: '2',
  cancelHoursBefore: '24',
};

export function formOf(campaign: CampaignInput): CampaignForm {
  return {
    title: campaign.title,
    slug: campaign.slug,
    schoolYear: campaign.schoolYear,
    description: campaign.description,
    opensAt: writeRomeTime(campaign.opensAt),
    closesAt: writeRomeTime(campaign.closesAt),
    audience: campaign.audience,
    personalLimit: String(campaign.personalLimit),
    cancelHoursBefore: String(campaign.cancelHoursBefore),
  };
}

/** A fault found here before asking the server, by the key of its sentence. */
export type LocalFaults = Partial<Record<FieldName, 'missing' | 'instant' | 'whole'>>;

export type Parsed = { input: CampaignInput; faults: null } | { input: null; faults: LocalFaults };

const REQUIRED = ['title', 'slug', 'schoolYear'] as const;
const NUMBERS = ['personalLimit', 'cancelHoursBefore'] as const;

/** The form in the words of the API. Rules of the house stay with the server; here only what cannot even be sent. */
export function parseForm(form: CampaignForm): Parsed {
  const opensAt = readRomeTime(form.opensAt);
  const closesAt = readRomeTime(form.closesAt);
  const faults: LocalFaults = {};
  for (const name of REQUIRED) if (form[name].trim() === '') faults[name] = 'missing';
  for (const name of NUMBERS) if (!/^\d{1,6}$/.test(form[name].trim())) faults[name] = 'whole';
  if (opensAt === null) faults.opensAt = 'instant';
  if (closesAt === null) faults.closesAt = 'instant';
  if (opensAt === null || closesAt === null || Object.keys(faults).length > 0) return { input: null, faults };
  return {
    faults: null,
    input: {
      title: form.title.trim(),
      slug: form.slug.trim(),
      schoolYear: form.schoolYear.trim(),
      description: form.description.trim(),
      opensAt,
      closesAt,
      audience: form.audience,
      personalLimit: Number(form.personalLimit),
      cancelHoursBefore: Number(form.cancelHoursBefore),
    },
  };
}

/** The field an issue of the API speaks of; null when it is none of this form's. */
export function fieldOfPath(path: string): FieldName | null {
  const last = path.split('.').at(-1);
  return FIELDS.find((name) => name === last) ?? null;
}

/** Where what I typed and what somebody else saved meanwhile are not the same. */
export function differences(mine: CampaignForm, theirs: CampaignForm): FieldName[] {
  return FIELDS.filter((name) => mine[name].trim() !== theirs[name].trim());
}

/** «Didattica digitale 2026/27» → «didattica-digitale-2026-27» */
export function slugOf(title: string): string {
  return title
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60);
}

export type PublicState = 'draft' | 'upcoming' | 'open' | 'ended' | 'closed' | 'archived';

interface Stated {
  state: 'DRAFT' | 'PUBLISHED' | 'CLOSED' | 'ARCHIVED';
  opensAt: string;
  closesAt: string;
}

/** The state of a campaign as the office should think of it: what the public can do now. */
export function publicState({ state, opensAt, closesAt }: Stated, nowMs: number): PublicState {
  if (state === 'DRAFT') return 'draft';
  if (state === 'ARCHIVED') return 'archived';
  if (state === 'CLOSED') return 'closed';
  if (nowMs < Date.parse(opensAt)) return 'upcoming';
  return nowMs < Date.parse(closesAt) ? 'open' : 'ended';
}

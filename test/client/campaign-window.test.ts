import { describe, expect, it } from 'vitest';
import { campaignWindow, groupCampaigns } from '../../client/src/features/campaign/campaign-window.ts';

const campaign = { opensAt: '2026-11-30T08:00:00Z', closesAt: '2026-12-11T12:00:00Z', state: 'PUBLISHED' as const };
const at = (instant: string): number => Date.parse(instant);

describe('campaignWindow', () => {
  it('[LAB-21] turns open at the opening instant itself and not a millisecond before', () => {
    expect(campaignWindow(campaign, at('2026-11-30T07:59:59.999Z'))).toBe('upcoming');
    expect(campaignWindow(campaign, at('2026-11-30T08:00:00Z'))).toBe('open');
  });

  it('closes at the closing instant, and earlier when the office closes it', () => {
    expect(campaignWindow(campaign, at('2026-12-11T12:00:00Z'))).toBe('closed');
    expect(campaignWindow({ ...campaign, state: 'CLOSED' }, at('2026-12-01T08:00:00Z'))).toBe('closed');
  });
});

describe('groupCampaigns', () => {
  it('[LAB-01] puts first what closes first among the open and what opens first among the upcoming', () => {
    const a = { ...campaign, slug: 'a', closesAt: '2026-12-20T12:00:00Z' };
    const b = { ...campaign, slug: 'b' };
    const c = { ...campaign, slug: 'c', opensAt: '2026-12-09T08:00:00Z' };
    const d = { ...campaign, slug: 'd', opensAt: '2026-12-05T08:00:00Z' };
    const groups = groupCampaigns([a, b, c, d], at('2026-12-01T08:00:00Z'));
    expect(groups.open.map(({ slug }) => slug)).toEqual(['b', 'a']);
    expect(groups.upcoming.map(({ slug }) => slug)).toEqual(['d', 'c']);
  });
});

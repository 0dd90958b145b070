export type CampaignWindow = 'upcoming' | 'open' | 'closed';

interface Windowed {
  opensAt: string;
  closesAt: string;
  state?: 'DRAFT' | 'PUBLISHED' | 'CLOSED' | 'ARCHIVED';
}

/** What a visitor can do in a campaign at this instant of the server's clock. */
export function campaignWindow(campaign: Windowed, nowMs: number): CampaignWindow {
  if (campaign.state === 'CLOSED' || campaign.state === 'ARCHIVED') return 'closed';
  if (nowMs < Date.parse(campaign.opensAt)) return 'upcoming';
  return nowMs < Date.parse(campaign.closesAt) ? 'open' : 'closed';
}

export interface CampaignGroups<C> {
  open: C[];
  upcoming: C[];
  closed: C[];
}

/** Open ones by the closing that comes first, upcoming ones by the opening that comes first. */
export function groupCampaigns<C extends Windowed>(campaigns: readonly C[], nowMs: number): CampaignGroups<C> {
  const of = (window: CampaignWindow): C[] =>
    campaigns.filter((campaign) => campaignWindow(campaign, nowMs) === window);
  return {
    open: of('open').toSorted((a, b) => a.closesAt.localeCompare(b.closesAt)),
    upcoming: of('upcoming').toSorted((a, b) => a.opensAt.localeCompare(b.opensAt)),
    closed: of('closed').toSorted((a, b) => b.closesAt.localeCompare(a.closesAt)),
  };
}

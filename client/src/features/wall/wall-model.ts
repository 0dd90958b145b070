import { campaignWindow, groupCampaigns } from '../campaign/campaign-window.ts';

export interface WallSeats {
  capacity: number;
  free: number;
  waiting: number;
  state: 'SCHEDULED' | 'CANCELLED';
  version: number;
}

export interface WallSession {
  id: string;
  title: string;
  place: string;
  province: string;
  startsAt: string;
  seats: WallSeats;
}

export type RowTone = 'free' | 'few' | 'last' | 'full' | 'cancelled';

const FEW_SEATS = 3;
const FEWEST_ROWS = 4;

/** The word that goes with the number; a full session is a fact, not an error. */
export function rowTone(seats: WallSeats): RowTone {
  if (seats.state === 'CANCELLED') return 'cancelled';
  if (seats.free === 0) return 'full';
  if (seats.free === 1) return 'last';
  return seats.free <= FEW_SEATS ? 'few' : 'free';
}

/** Sessions that somebody in front of the screen can still attend, in the order of the calendar. */
export function wallRows(
  sessions: readonly WallSession[],
  filter: { province: string | null; nowMs: number },
): WallSession[] {
  return sessions
    .filter((session) => Date.parse(session.startsAt) > filter.nowMs)
    .filter((session) => filter.province === null || session.province === filter.province)
    .toSorted((a, b) => a.startsAt.localeCompare(b.startsAt) || a.id.localeCompare(b.id));
}

/** Rows a page so that the last one is not left half empty: 15 sessions are three pages of five, not 7, 7 and 1. */
export function balancedRows(rows: number, most: number): number {
  const pages = pageCount(rows, most);
  return Math.max(Math.min(most, FEWEST_ROWS), Math.ceil(rows / pages));
}

export function pageCount(rows: number, perPage: number): number {
  return Math.max(1, Math.ceil(rows / perPage));
}

/** The page `step` away, around both ends; safe when the list has become shorter. */
export function turnPage(page: number, step: number, pages: number): number {
  return (((Math.min(page, pages - 1) + step) % pages) + pages) % pages;
}

export function rowsOfPage<R>(rows: readonly R[], page: number, perPage: number): R[] {
  const shown = Math.min(page, pageCount(rows.length, perPage) - 1);
  return rows.slice(shown * perPage, (shown + 1) * perPage);
}

export type WallPhase = 'before' | 'open' | 'full' | 'closed' | 'empty';

interface WallCampaign {
  opensAt: string;
  closesAt: string;
  state?: 'DRAFT' | 'PUBLISHED' | 'CLOSED' | 'ARCHIVED';
}

/** What the wall has to say first, decided with the server's clock. */
export function wallPhase(campaign: WallCampaign | null, rows: readonly WallSession[], nowMs: number): WallPhase {
  if (campaign === null || rows.length === 0) return 'empty';
  const window = campaignWindow(campaign, nowMs);
  if (window === 'upcoming') return 'before';
  if (window === 'closed') return 'closed';
  const held = rows.filter((row) => row.seats.state === 'SCHEDULED');
  return held.length > 0 && held.every((row) => row.seats.free === 0) ? 'full' : 'open';
}

/** Without a campaign in the address: the open one that closes first, else the next to open. */
export function chooseCampaign<C extends WallCampaign>(campaigns: readonly C[], nowMs: number): C | null {
  const { open, upcoming } = groupCampaigns(campaigns, nowMs);
  return open[0] ?? upcoming[0] ?? null;
}

/** The campaign a screen with nothing to show should name. */
export function nextCampaign<C extends WallCampaign & { slug: string }>(
  campaigns: readonly C[],
  but: string | null,
  nowMs: number,
): C | null {
  return groupCampaigns(campaigns, nowMs).upcoming.find((campaign) => campaign.slug !== but) ?? null;
}

export function wallTotals(rows: readonly WallSession[]): { free: number; sessions: number } {
  const held = rows.filter((row) => row.seats.state === 'SCHEDULED');
  return { free: held.reduce((sum, row) => sum + row.seats.free, 0), sessions: held.length };
}

const SHIFT_PX = 8;
const SHIFT_EVERY_MS = 600_000;
const SHIFTS = [
  { x: 0, y: 0 },
  { x: SHIFT_PX, y: 0 },
  { x: SHIFT_PX, y: SHIFT_PX },
  { x: 0, y: SHIFT_PX },
] as const;

/** A still picture marks a panel: every ten minutes everything stands eight pixels elsewhere. */
export function burnInShift(elapsedMs: number): { x: number; y: number } {
  return SHIFTS[Math.floor(elapsedMs / SHIFT_EVERY_MS) % SHIFTS.length] ?? SHIFTS[0];
}

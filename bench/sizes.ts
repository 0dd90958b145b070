/** How much of everything a run uses. */
export interface Sizes {
  people: number;
  campaigns: number;
  labsPerCampaign: number;
  sessionsPerLab: number;
  /** Peers take turns this many times; the table shows medians. */
  rounds: number;
  roundMs: number;
  warmUpMs: number;
  /** Requests under way at once. */
  readers: number;
  bookers: number;
  rush: { people: number; seats: number; connections: number };
  /** Watchers of one session for S1 and MEM, and beside M1. */
  watchers: number;
  crowd: number;
  changesPerSecond: number;
  schools: number;
}

export const FULL: Sizes = {
  people: 100_000,
  campaigns: 4,
  labsPerCampaign: 50,
  sessionsPerLab: 10,
  rounds: 4,
  roundMs: 1_500,
  // Our server needs some thousand requests before its code is compiled for good.
  warmUpMs: 4_000,
  readers: 16,
  bookers: 200,
  rush: { people: 3_000, seats: 1_000, connections: 500 },
  watchers: 2_000,
  crowd: 1_000,
  changesPerSecond: 20,
  schools: 50_000,
};

/** A look in a few seconds: the same shape, less of everything that takes time. */
export const QUICK: Sizes = {
  ...FULL,
  people: 20_000,
  rounds: 2,
  roundMs: 700,
  warmUpMs: 1_000,
  rush: { people: 600, seats: 200, connections: 150 },
  watchers: 500,
  crowd: 300,
  schools: 10_000,
};

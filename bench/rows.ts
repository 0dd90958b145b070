import type { OwnGround } from './ground.ts';
import { onStage, type Stage } from './peers.ts';
import type { Result } from './result.ts';
import { hotRow, wideRow } from './rows/bookings.ts';
import { importRow } from './rows/import.ts';
import { memoryRow } from './rows/memory.ts';
import { catalogueRow, sessionRow } from './rows/queries.ts';
import { rushOfTwoRow, rushRow } from './rows/rush.ts';
import { signInRow } from './rows/sign-in.ts';
import { startRow } from './rows/start.ts';
import { stormRow } from './rows/storm.ts';
import { crowdRow, screensRow } from './rows/watching.ts';
import type { Sizes } from './sizes.ts';

type Row = (stage: Stage, ground: OwnGround) => Promise<Result>;

const ROWS: Record<string, Row> = {
  Q1: catalogueRow,
  Q2: sessionRow,
  M1: hotRow,
  M2: wideRow,
  R1: rushRow,
  R1X2: rushOfTwoRow,
  M1W: crowdRow,
  S1: screensRow,
  SIGN: signInRow,
  STORM: stormRow,
  IMPORT: (stage, { superuserUrl }) => importRow(stage, superuserUrl),
  MEM: memoryRow,
  START: startRow,
};

export const ROW_NAMES: readonly string[] = Object.keys(ROWS);

export async function runRow(name: string, ground: OwnGround, sizes: Sizes): Promise<Result> {
  const row = ROWS[name];
  if (!row) throw new Error(`no row is called ${name}: ${ROW_NAMES.join(', ')}`);
  return await onStage(ground, sizes, (stage) => row(stage, ground));
}

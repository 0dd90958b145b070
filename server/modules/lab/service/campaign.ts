import { hasRole, type Viewer } from '../../../graphql/context.ts';
import { recordAudit } from '../../../platform/audit/audit.ts';
import { isConstraint } from '../../../platform/db/db-errors.ts';
import type { CampaignState } from '../../../platform/db/generated/client.ts';
import { ForbiddenError, InvalidInputError } from '../../../platform/errors.ts';
import { parseInput } from '../../../platform/parse-input.ts';
import type { LabDeps } from '../deps.ts';
import { CampaignChangedMeanwhileError, CampaignNotFoundError, CampaignStateError } from '../errors.ts';
import { campaignSchema } from '../input.ts';
import { CAMPAIGN_MOVES } from '../rules.ts';

export interface CampaignUseCases {
  /** A new draft; returns its id. */
  createCampaign(viewer: Viewer, input: unknown): Promise<string>;
  /** Refused when somebody saved it since `version`. */
  updateCampaign(viewer: Viewer, id: string | null, version: number, input: unknown): Promise<string>;
  /** Publishes, closes, reopens or archives (CAMPAIGN_MOVES). */
  moveCampaign(viewer: Viewer, id: string | null, to: CampaignState): Promise<string>;
}

function requireOffice(viewer: Viewer): void {
  if (!hasRole(viewer, 'OFFICE')) throw new ForbiddenError('office only');
}

export function createCampaigns(deps: LabDeps): CampaignUseCases {
  const { db, clock, bus } = deps;

  /** Everybody who watches a session of the campaign sees the change of its state at once. */
  async function hintSessions(campaignId: string): Promise<void> {
    const sessions = await db.prisma.labSession.findMany({ where: { campaignId }, select: { id: true } });
    bus.publish('lab.seatsChanged', { sessionIds: sessions.map((session) => session.id) });
  }

  return {
    async createCampaign(viewer, input) {
      requireOffice(viewer);
      const campaign = parseInput(campaignSchema, input);
      const now = clock.now();
      return await db
        .transaction(async (tx) => {
          const { id } = await tx.prisma.campaign.create({
            data: { ...campaign, createdAt: now },
            select: { id: true },
          });
          await recordAudit(tx, audited(viewer, id, { event: 'lab.campaignSaved', data: { version: 1 } }, now));
          return id;
        })
        .catch(refuseTakenSlug);
    },
    async updateCampaign(viewer, id, version, input) {
      requireOffice(viewer);
      const data = parseInput(campaignSchema, input);
      if (!id) throw new CampaignNotFoundError();
      const now = clock.now();
      const saved = await db
        .transaction(async (tx) => {
          const { count } = await tx.prisma.campaign.updateMany({
            where: { id, version, state: { not: 'ARCHIVED' } },
            data: { ...data, version: { increment: 1 } },
          });
          if (count === 0) return false;
          await recordAudit(
            tx,
            audited(viewer, id, { event: 'lab.campaignSaved', data: { version: version + 1 } }, now),
          );
          tx.afterCommit(() => hintSessions(id));
          return true;
        })
        .catch(refuseTakenSlug);
      if (saved) return id;
      const current = await db.prisma.campaign.findUnique({ where: { id }, select: { state: true } });
      if (!current) throw new CampaignNotFoundError();
      if (current.state === 'ARCHIVED') throw new CampaignStateError('ARCHIVED', CAMPAIGN_MOVES.ARCHIVED);
      throw new CampaignChangedMeanwhileError(id);
    },
    async moveCampaign(viewer, id, to) {
      requireOffice(viewer);
      if (!id) throw new CampaignNotFoundError();
      const now = clock.now();
      return await db.transaction(async (tx) => {
        const [current] = await tx.prisma.campaign.findMany({ where: { id }, select: { state: true } });
        if (!current) throw new CampaignNotFoundError();
        const from = current.state;
        const { count } = CAMPAIGN_MOVES[from].includes(to)
          ? await tx.prisma.campaign.updateMany({
              where: { id, state: from },
              data: { state: to, version: { increment: 1 } },
            })
          : { count: 0 };
        if (count === 0) throw new CampaignStateError(from, CAMPAIGN_MOVES[from]);
        await recordAudit(tx, audited(viewer, id, { event: 'lab.campaignMoved', data: { from, to } }, now));
        tx.afterCommit(() => hintSessions(id));
        return id;
      });
    },
  };
}

type CampaignEvent =
  | { event: 'lab.campaignSaved'; data: { version: number } }
  | { event: 'lab.campaignMoved'; data: { from: string; to: string } };

function audited<E extends CampaignEvent>(viewer: Viewer, subjectId: string, event: E, at: Date) {
  return { ...event, actorId: viewer.account.id, subjectId, at, requestId: null };
}

function refuseTakenSlug(error: unknown): never {
  if (isConstraint(error, 'campaign_slug_key'))
    throw new InvalidInputError([{ path: 'slug', key: 'lab.input.slugTaken' }]);
  throw error;
}

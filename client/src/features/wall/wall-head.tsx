import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { nextTryAt } from '../../lib/connection.ts';
import { formatShortInstant, formatTime } from '../../lib/format.ts';
import type { WallCampaign } from './wall-data.ts';
import type { WallPhase } from './wall-model.ts';

/** How true the numbers on the wall are. */
export type WallLine =
  | { kind: 'live' | 'connecting' }
  | { kind: 'polling'; everySeconds: number }
  | { kind: 'stale'; atMs: number };

interface WallHeadProps {
  campaign: WallCampaign | null;
  phase: WallPhase;
  line: WallLine;
  nowMs: number | null;
}

export function WallHead({ campaign, phase, line, nowMs }: WallHeadProps): ReactElement {
  const { i18n } = useTranslation('wall');
  const { title, text } = useHeadline({ campaign, phase, line });
  const liveText = useLiveText(line);
  return (
    <header className="wall__head">
      <div className="wall__title">
        <h1>{title}</h1>
        <p>{text}</p>
      </div>
      <div className="wall__now">
        <span className="wall__clock">{nowMs === null ? '–:––' : formatTime(nowMs, i18n.language)}</span>
        <span className="wall__live">
          <i aria-hidden="true" />
          {liveText}
        </span>
      </div>
    </header>
  );
}

function useHeadline({ campaign, phase, line }: Omit<WallHeadProps, 'nowMs'>): { title: string; text: string } {
  const { t, i18n } = useTranslation('wall');
  if (line.kind === 'stale')
    return { title: t('stale', { time: formatTime(line.atMs, i18n.language) }), text: t('staleText') };
  if (campaign === null) return { title: t('title'), text: '' };
  const instants = {
    campaign: campaign.title,
    opensAt: formatShortInstant(campaign.opensAt, i18n.language),
    closesAt: formatShortInstant(campaign.closesAt, i18n.language),
  };
  if (phase === 'before') return { title: t('titleBefore'), text: t('from', instants) };
  if (phase === 'closed') return { title: t('titleClosed'), text: campaign.title };
  return { title: t('title'), text: t('until', instants) };
}

function useLiveText(line: WallLine): string {
  const { t } = useTranslation('wall');
  if (line.kind === 'live') return t('live');
  if (line.kind === 'polling') return t('polling', { seconds: line.everySeconds });
  const tryAt = nextTryAt();
  const seconds = tryAt === null ? 0 : Math.ceil((tryAt - performance.now()) / 1000);
  if (seconds > 0) return t('nextTry', { seconds });
  return line.kind === 'stale' ? t('trying') : t('connecting');
}

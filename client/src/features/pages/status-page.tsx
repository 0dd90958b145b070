import { type ReactElement, useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Client, useClient } from 'urql';
import '../../styles/public.css';
import { Button } from '../../components/button.tsx';
import { Icon } from '../../components/icon.tsx';
import type { IconName } from '../../components/icons.ts';
import { PageTitle } from '../../components/page-title.tsx';
import { graphql } from '../../gql/index.ts';
import { formatClock, formatDate } from '../../lib/format.ts';
import { serverClock } from '../../lib/server-clock.ts';
import { useServerNow } from '../../lib/use-server-now.ts';
import { useCampaignSeats } from '../campaign/use-campaign-seats.ts';
import { chooseCampaign } from '../wall/wall-model.ts';
import { type PartState, type PartStates, partStates, type Readiness, readReadiness } from './readiness.ts';

const STATUS = graphql(`
  query Status {
    serverTime
    campaigns { slug opensAt closesAt state }
  }
`);

const ASK_EVERY_MS = 15_000;
const ICONS: Record<PartState, IconName> = {
  good: 'check-circle',
  slow: 'warning-circle',
  bad: 'error',
  unknown: 'info-circle',
};

interface Reading {
  at: string | null;
  answerMs: number | null;
  /** A campaign whose seats can be followed, to try the live line itself. */
  campaign: string | null;
  readiness: Readiness | null;
}

async function read(client: Client): Promise<Reading> {
  const sentAt = performance.now();
  const [{ data }, readiness] = await Promise.all([
    client
      .query(STATUS, {}, { requestPolicy: 'network-only' })
      .toPromise()
      .then(({ data: answer }) => ({ data: answer ? { ...answer, ms: performance.now() - sentAt } : null })),
    readReadiness(),
  ]);
  if (!data) return { at: null, answerMs: null, campaign: null, readiness };
  const nowMs = Date.parse(data.serverTime);
  serverClock.syncFromAnswer(nowMs, sentAt);
  const campaign = chooseCampaign(data.campaigns, nowMs) ?? data.campaigns[0] ?? null;
  return { at: data.serverTime, answerMs: data.ms, campaign: campaign?.slug ?? null, readiness };
}

export function StatusPage(): ReactElement {
  const { t } = useTranslation('pages');
  const client = useClient();
  const [reading, setReading] = useState<Reading | null>(null);
  const [campaign, setCampaign] = useState<string | null>(null);
  const [asking, setAsking] = useState(false);

  const ask = useCallback(async (): Promise<string | null> => {
    setAsking(true);
    const fresh = await read(client);
    setAsking(false);
    setReading(fresh);
    // A question without an answer does not end the live line that is being watched.
    if (fresh.campaign !== null) setCampaign(fresh.campaign);
    return fresh.at;
  }, [client]);
  useEffect(() => {
    void ask();
    const timer = setInterval(() => void ask(), ASK_EVERY_MS);
    return () => clearInterval(timer);
  }, [ask]);
  const { live } = useCampaignSeats(campaign, ask);

  const states = partStates({
    asked: reading !== null,
    answerMs: reading?.answerMs ?? null,
    readiness: reading?.readiness ?? null,
    live: campaign === null ? null : live.kind,
  });
  return (
    <div className="container pg">
      <PageTitle>{t('status.title')}</PageTitle>
      <p className="sp-lead">{t('status.lead')}</p>
      <ServerTime />
      <Parts states={states} reading={reading} />
      <div className="sp-actions">
        <Button kind="outline-primary" sending={asking ? t('status.asking') : null} onClick={() => void ask()}>
          {t('status.again')}
        </Button>
      </div>
      <p className="pg-after sp-text">{t('status.notTold')}</p>
    </div>
  );
}

function ServerTime(): ReactElement {
  const { t, i18n } = useTranslation('pages');
  const nowMs = useServerNow();
  return (
    <div className="pg-now">
      <p className="sp-clock">{nowMs === null ? '–' : formatClock(nowMs, i18n.language)}</p>
      <p>{nowMs === null ? t('status.noTime') : t('status.time', { date: formatDate(nowMs, i18n.language) })}</p>
    </div>
  );
}

function Parts({ states, reading }: { states: PartStates; reading: Reading | null }): ReactElement {
  const { t, i18n } = useTranslation('pages');
  const milliseconds = reading?.answerMs === null || reading === null ? 0 : Math.round(reading.answerMs);
  return (
    <>
      <ul className="pg-status">
        {(['api', 'live', 'database', 'bus'] as const).map((part) => (
          <li key={part} className={`is-${states[part]}`}>
            <Icon name={ICONS[states[part]]} />
            <h2 className="sp-h3">{t(`status.part.${part}.name`)}</h2>
            <p>
              <b>{t(`status.word.${states[part]}`)}.</b> {t(`status.part.${part}.${states[part]}`, { milliseconds })}
            </p>
          </li>
        ))}
      </ul>
      {reading?.at && (
        <p className="pg-after sp-small sp-muted">
          {t('status.readAt', { time: formatClock(reading.at, i18n.language) })}
        </p>
      )}
    </>
  );
}

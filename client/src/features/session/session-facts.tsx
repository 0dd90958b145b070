import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Fact, Facts } from '../../components/facts.tsx';
import { formatRange } from '../../lib/format.ts';
import { townName } from '../../lib/provinces.ts';
import { readableName } from '../../lib/registry-names.ts';
import { audienceWords } from '../catalogue/session-row.tsx';
import type { SessionDetail } from './session-data.ts';

export function SessionFacts({ session }: { session: SessionDetail }): ReactElement {
  const { t, i18n } = useTranslation('session');
  const { lab, venue, room, startsAt, endsAt } = session;
  const address = [venue.address && readableName(venue.address), townName(venue.municipality, venue.province)]
    .filter(Boolean)
    .join(', ');
  const map = `https://www.openstreetmap.org/search?query=${encodeURIComponent(`${venue.address ?? venue.name}, ${venue.municipality}`)}`;
  return (
    <Facts>
      <Fact icon="calendar" label={t('fact.when')}>
        <b>{formatRange(startsAt, endsAt, i18n.language)}</b>
      </Fact>
      <Fact icon="map-marker" label={t('fact.where')}>
        <b>{[readableName(venue.name), room].filter(Boolean).join(', ')}</b>
        <br />
        {address} ·{' '}
        <a className="text-nowrap" href={map} rel="noreferrer">
          {t('fact.map')}
        </a>
      </Fact>
      {lab.trainers.length > 0 && (
        <Fact icon="user" label={t('fact.trainers', { count: lab.trainers.length })}>
          {lab.trainers.join(', ')}
        </Fact>
      )}
      <Fact icon="bookmark" label={t('fact.code')}>
        <span className="sp-code">{lab.code}</span>,{' '}
        {t('fact.number', { number: session.number, count: lab.sessions.length })}
      </Fact>
      <Fact icon="file" label={t('fact.audience')}>
        {audienceWords(lab.audience, t)}
      </Fact>
      <Fact icon="clock" label={t('fact.hours')}>
        {lab.creditedHours}
      </Fact>
    </Facts>
  );
}

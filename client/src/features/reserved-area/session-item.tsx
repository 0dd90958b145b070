import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/button.tsx';
import type { OwnLoginSessionsQuery } from '../../gql/graphql.ts';
import { formatInstant } from '../../lib/format.ts';

export type OwnSession = OwnLoginSessionsQuery['myLoginSessions'][number];

interface SessionItemProps {
  session: OwnSession;
  ending: boolean;
  onEnd: () => void;
}

/** One sign-in; from where it was used is not said, because nobody knows. */
export function SessionItem({ session, ending, onEnd }: SessionItemProps): ReactElement {
  const { t, i18n } = useTranslation('reservedArea');
  const { device, current, createdAt, lastUsedAt, expiresAt, remembered } = session;
  const instant = (at: string): string => formatInstant(at, i18n.language);
  return (
    <li className="sp-area__row">
      <div>
        <h3 className="sp-h3">
          {device.name}
          {current && <span className="sp-area__here">{t('sicurezza.here')}</span>}
        </h3>
        <p className="sp-muted">
          {current ? t('sicurezza.now') : t('sicurezza.lastUsed', { at: instant(lastUsedAt) })}
          <br />
          {t('sicurezza.begun', { at: instant(createdAt) })} ·{' '}
          {t(remembered ? 'sicurezza.remembered' : 'sicurezza.endsAt', { at: instant(expiresAt) })}
        </p>
      </div>
      {!current && (
        <Button kind="outline-primary" sending={ending ? t('sicurezza.ending') : null} onClick={onEnd}>
          {t('sicurezza.end')}
          <span className="visually-hidden">
            {' '}
            {device.name}, {instant(lastUsedAt)}
          </span>
        </Button>
      )}
    </li>
  );
}

import { type ReactElement, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Countdown } from '../../components/countdown.tsx';
import { PageTitle } from '../../components/page-title.tsx';
import { Panel } from '../../components/panel.tsx';
import { formatTime } from '../../lib/format.ts';

export interface Lock {
  until: string;
  scope: 'IDENTIFIER' | 'NETWORK';
}

/** Reads back what the page itself put in its history entry. */
export function readLock(state: unknown): Lock | null {
  if (typeof state !== 'object' || state === null || !('until' in state) || !('scope' in state)) return null;
  const { until, scope } = state;
  if (typeof until !== 'string' || Number.isNaN(Date.parse(until))) return null;
  return scope === 'IDENTIFIER' || scope === 'NETWORK' ? { until, scope } : null;
}

/** In place of the form: for how long, until when, why, and what to do instead. */
export function Locked({ lock, onOver }: { lock: Lock; onOver: () => void }): ReactElement {
  const { t, i18n } = useTranslation('signIn');
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.querySelector('h1')?.focus(), []);
  const network = lock.scope === 'NETWORK';
  return (
    <div ref={box}>
      <PageTitle>{t(network ? 'lock.networkTitle' : 'lock.title')}</PageTitle>
      <p className="sp-lead">{t(network ? 'lock.networkText' : 'lock.text')}</p>
      <Panel tone="full" className="sp-lock">
        <p className="sp-clock">
          <Countdown until={lock.until} spoken onEnd={onOver} />
        </p>
        <p className="sp-lock__until">
          {t('lock.until')} <b>{t('lock.at', { time: formatTime(lock.until, i18n.language) })}</b>.
          <br />
          <span className="sp-muted">{t('lock.self')}</span>
        </p>
      </Panel>
      <h2 className="sp-h2 sp-section">{t('lock.out')}</h2>
      <p>{t(network ? 'lock.help' : 'lock.recover')}</p>
      <div className="sp-actions">
        {!network && (
          <Link className="btn btn-primary sp-btn" to="/recupero">
            {t('lock.toRecovery')}
          </Link>
        )}
        <Link className={network ? 'btn btn-primary sp-btn' : ''} to="/assistenza">
          {t('lock.write')}
        </Link>
      </div>
    </div>
  );
}

import { type ReactElement, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { PageTitle } from '../../components/page-title.tsx';
import { formatInstant } from '../../lib/format.ts';
import { useViewer } from '../../lib/viewer.tsx';

export interface Revoked {
  revokedAt: string;
}

/** Reads back what the page itself put in its history entry; it names nobody. */
export function readRevoked(state: unknown): Revoked | null {
  if (typeof state !== 'object' || state === null || !('revokedAt' in state)) return null;
  const { revokedAt } = state;
  return typeof revokedAt === 'string' && !Number.isNaN(Date.parse(revokedAt)) ? { revokedAt } : null;
}

/** In place of the form: why the right password does not open, and what to do (POL-803). */
export function RevokedAccount({ revokedAt, onBack }: Revoked & { onBack: () => void }): ReactElement {
  const { t, i18n } = useTranslation('signIn');
  const { office } = useViewer();
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.querySelector('h1')?.focus(), []);
  const helpEmail = office?.helpEmail ?? '';
  return (
    <div ref={box}>
      <PageTitle>{t('revoked.title')}</PageTitle>
      <p className="sp-lead">{t('revoked.why', { at: formatInstant(revokedAt, i18n.language) })}</p>
      <p>{t('revoked.kept')}</p>
      <h2 className="sp-h2 sp-section">{t('revoked.next')}</h2>
      <ol className="du-list">
        <li>
          <p>
            {t('revoked.write')} <a href={`mailto:${helpEmail}`}>{helpEmail}</a>
          </p>
        </li>
        <li>
          <p>{t('revoked.check')}</p>
        </li>
        <li>
          <p>{t('revoked.then')}</p>
        </li>
      </ol>
      <div className="sp-actions sp-section">
        <Link className="btn btn-primary sp-btn" to="/assistenza">
          {t('lock.write')}
        </Link>
        <button type="button" className="btn btn-link" onClick={onBack}>
          {t('revoked.back')}
        </button>
      </div>
    </div>
  );
}

import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/button.tsx';
import { formatInstant } from '../../lib/format.ts';
import type { OwnToken } from './token-data.ts';

/** One token; `onRevoke` is null when it has ended. */
export function TokenItem({ token, onRevoke }: { token: OwnToken; onRevoke: (() => void) | null }): ReactElement {
  const { t, i18n } = useTranslation('tokens');
  const { name, prefix, scopes, createdAt, expiresAt, lastUsedAt, revokedAt } = token;
  const at = (instant: string): string => formatInstant(instant, i18n.language);
  const end = revokedAt ? t('revokedAt', { at: at(revokedAt) }) : t('expiredAt', { at: at(expiresAt) });
  return (
    <li className="sp-area__row">
      <div>
        <h3 className="sp-h3">
          {name}
          <code className="sp-area__prefix">{prefix}…</code>
        </h3>
        <p>{scopes.map((scope) => t(`scope.${scope}`)).join(' · ')}</p>
        <p className="sp-muted">
          {t('createdAt', { at: at(createdAt) })} · {onRevoke ? t('expiresAt', { at: at(expiresAt) }) : end}
        </p>
        <p className="sp-muted">{lastUsedAt ? t('lastUsed', { at: at(lastUsedAt) }) : t('neverUsed')}</p>
      </div>
      {onRevoke && (
        <Button kind="outline-danger" onClick={onRevoke}>
          {t('revoke')}
          <span className="visually-hidden"> {name}</span>
        </Button>
      )}
    </li>
  );
}

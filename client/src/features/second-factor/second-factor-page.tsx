import { type ReactElement, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'react-router';
import { Button } from '../../components/button.tsx';
import { PageTitle } from '../../components/page-title.tsx';
import { formatInstant } from '../../lib/format.ts';
import { useViewer } from '../../lib/viewer.tsx';
import { Loaded } from '../reserved-area/loaded.tsx';
import { useOwnQuery } from '../reserved-area/use-own-query.ts';
import { RemoveDialog } from './remove-dialog.tsx';
import { OWN_SECOND_FACTORS, type OwnSecondFactor } from './second-factor-data.ts';

/** Few codes are left from here on. */
const FEW_CODES = 3;

/** Whether the account asks for more than the password, and for what. */
export function SecondFactorPage(): ReactElement {
  const { t } = useTranslation('secondFactor');
  const query = useOwnQuery(OWN_SECOND_FACTORS);
  return (
    <>
      <PageTitle>{t('title')}</PageTitle>
      <p className="sp-lead">{t('lead')}</p>
      <Loaded query={query}>
        {({ mySecondFactors: { factors, recoveryCodesLeft, required } }) => (
          <>
            <Factors factors={factors} required={required} reread={query.read} />
            <AddLinks first={factors.length === 0} />
            {factors.length > 0 && <Codes left={recoveryCodesLeft} />}
          </>
        )}
      </Loaded>
    </>
  );
}

interface FactorsProps {
  factors: readonly OwnSecondFactor[];
  required: boolean;
  reread: () => Promise<unknown>;
}

function Factors({ factors, required, reread }: FactorsProps): ReactElement {
  const { t } = useTranslation('secondFactor');
  const { refresh } = useViewer();
  const [removing, setRemoving] = useState<OwnSecondFactor | null>(null);
  const [removed, setRemoved] = useState<string | null>(null);
  const note = useRef<HTMLParagraphElement>(null);
  // The button that was pressed is gone with its row.
  useEffect(() => {
    if (removed) note.current?.focus();
  }, [removed]);

  async function onRemoved(name: string): Promise<void> {
    setRemoving(null);
    await Promise.all([reread(), refresh()]);
    setRemoved(name);
  }
  return (
    <>
      {removed && (
        <p ref={note} tabIndex={-1} className="sp-note sp-note--done sp-area__outcome">
          {t('removed', { name: removed })}
        </p>
      )}
      {factors.length === 0 ? (
        <p className={`sp-note ${required ? 'sp-note--warn' : ''} sp-area__note`}>
          {t(required ? 'offRequired' : 'off')}
        </p>
      ) : (
        <>
          <h2 className="sp-h2 sp-section">{t('factors')}</h2>
          <ul className="sp-list">
            {factors.map((factor) => (
              <FactorItem key={factor.id} factor={factor} onRemove={() => setRemoving(factor)} />
            ))}
          </ul>
        </>
      )}
      {removing && (
        <RemoveDialog
          factor={removing}
          last={factors.length === 1}
          required={required}
          onClose={() => setRemoving(null)}
          onRemoved={(name) => void onRemoved(name)}
        />
      )}
    </>
  );
}

function FactorItem({ factor, onRemove }: { factor: OwnSecondFactor; onRemove: () => void }): ReactElement {
  const { t, i18n } = useTranslation('secondFactor');
  const { name, kind, addedAt, lastUsedAt } = factor;
  const instant = (at: string): string => formatInstant(at, i18n.language);
  return (
    <li className="sp-area__row">
      <div>
        <h3 className="sp-h3">{name}</h3>
        <p className="sp-muted">
          {t(`kind.${kind}`)}
          <br />
          {t('addedAt', { at: instant(addedAt) })} ·{' '}
          {lastUsedAt ? t('lastUsed', { at: instant(lastUsedAt) }) : t('neverUsed')}
        </p>
      </div>
      <Button kind="outline-primary" onClick={onRemove}>
        {t('remove.open')}
        <span className="visually-hidden"> «{name}»</span>
      </Button>
    </li>
  );
}

function AddLinks({ first }: { first: boolean }): ReactElement {
  const { t } = useTranslation('secondFactor');
  // Whoever was sent here by a duty goes back to it.
  const { search } = useLocation();
  return (
    <>
      <h2 className="sp-h2 sp-section">{t(first ? 'choose' : 'another')}</h2>
      <ul className="sf-ways">
        <li>
          <h3 className="sp-h3">{t('kind.PASSKEY')}</h3>
          <p>{t('about.PASSKEY')}</p>
          <Link className={`btn btn-${first ? 'primary' : 'outline-primary'} sp-btn`} to={`passkey${search}`}>
            {t('addPasskey')}
          </Link>
        </li>
        <li>
          <h3 className="sp-h3">{t('kind.TOTP')}</h3>
          <p>{t('about.TOTP')}</p>
          <Link className="btn btn-outline-primary sp-btn" to={`app${search}`}>
            {t('addApp')}
          </Link>
        </li>
      </ul>
    </>
  );
}

function Codes({ left }: { left: number }): ReactElement {
  const { t } = useTranslation('secondFactor');
  return (
    <>
      <h2 className="sp-h2 sp-section">{t('codes.title')}</h2>
      <p className="sp-text">{t('codes.about')}</p>
      <p className={left <= FEW_CODES ? 'sp-note sp-note--warn' : 'sp-text'}>{t('codes.left', { count: left })}</p>
      <div className="sp-actions sp-area__act">
        <Link className="btn btn-outline-primary sp-btn" to="codici">
          {t('codes.renew')}
        </Link>
      </div>
    </>
  );
}

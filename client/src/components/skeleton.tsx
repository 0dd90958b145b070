import { type ReactElement, type ReactNode, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAnnounce } from '../lib/announcer.tsx';
import { Button } from './button.tsx';

const SHOW_AFTER_MS = 200;
const SLOW_AFTER_MS = 8_000;

/** Place-holders of the final size: after 200 ms, announced once; after 8 s a sentence with a way to try again. */
export function Skeleton({ children, onRetry }: { children: ReactNode; onRetry?: () => void }): ReactElement | null {
  const { t } = useTranslation();
  const announce = useAnnounce();
  const [phase, setPhase] = useState<'wait' | 'shown' | 'slow'>('wait');
  useEffect(() => {
    const show = setTimeout(() => {
      setPhase('shown');
      announce(t('loading'));
    }, SHOW_AFTER_MS);
    const slow = setTimeout(() => setPhase('slow'), SLOW_AFTER_MS);
    return () => {
      clearTimeout(show);
      clearTimeout(slow);
    };
  }, [announce, t]);
  if (phase === 'wait') return <div className="sp-wait" aria-busy="true" />;
  if (phase === 'slow')
    return (
      <div className="sp-note" aria-busy="true">
        <p className="mb-2">{t('slow')}</p>
        {onRetry && (
          <Button kind="outline-primary" onClick={onRetry}>
            {t('retry')}
          </Button>
        )}
      </div>
    );
  return <div aria-busy="true">{children}</div>;
}

/** One grey block, its size given by a class of the screen that uses it. */
export function Bone({ className = '' }: { className?: string }): ReactElement {
  return <span className={`sp-skel ${className}`} />;
}

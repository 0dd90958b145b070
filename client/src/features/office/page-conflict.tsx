import { type ReactElement, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/button.tsx';
import { MarkdownText } from '../../components/markdown.tsx';
import type { Text } from './page-commands.ts';

interface PageConflictProps {
  theirs: Text;
  sending: boolean;
  onMine: () => void;
  onTheirs: () => void;
}

/** Somebody published meanwhile: their text, and the choice between the two. */
export function PageConflict({ theirs, sending, onMine, onTheirs }: PageConflictProps): ReactElement {
  const { t } = useTranslation('office');
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <section className="sp-note sp-note--warn of-conflict" aria-labelledby="conflitto" role="alert">
      <h2 className="sp-h3" id="conflitto" tabIndex={-1} ref={heading}>
        {t('page.conflict.title')}
      </h2>
      <p>{t('page.conflict.text')}</p>
      <div className="of-paper of-paper--low">
        <p>
          <b>{theirs.title}</b>
        </p>
        <MarkdownText text={theirs.body} />
      </div>
      <div className="sp-actions">
        <Button kind="outline-primary" sending={sending ? t('page.publishing') : null} onClick={onMine}>
          {t('page.conflict.mine')}
        </Button>
        <Button kind="outline-primary" onClick={onTheirs}>
          {t('page.conflict.theirs')}
        </Button>
      </div>
    </section>
  );
}

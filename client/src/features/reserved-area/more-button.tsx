import type { ReactElement } from 'react';
import { flushSync } from 'react-dom';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/button.tsx';

interface MoreButtonProps {
  reading: boolean;
  readMore: () => Promise<number>;
  /** Id of the row at a place in the list, which takes the focus when it is the first new one. */
  rowId: (index: number) => string;
}

/** Adds older rows under those that are there. */
export function MoreButton({ reading, readMore, rowId }: MoreButtonProps): ReactElement {
  const { t } = useTranslation('reservedArea');
  async function more(): Promise<void> {
    const before = await readMore();
    flushSync(() => undefined);
    document.getElementById(rowId(before))?.focus();
  }
  return (
    <div className="sp-actions">
      <Button kind="outline-primary" sending={reading ? t('readingMore') : null} onClick={() => void more()}>
        {t('more')}
      </Button>
    </div>
  );
}

import { type ReactElement, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/button.tsx';
import { useAnnounce } from '../../lib/announcer.tsx';
import { useViewer } from '../../lib/viewer.tsx';

/** The codes, once: to print, to copy, to keep as a file. */
export function RecoveryCodes({ codes }: { codes: readonly string[] }): ReactElement {
  const { t } = useTranslation('secondFactor');
  const { viewer, office } = useViewer();
  const announce = useAnnounce();
  const [copied, setCopied] = useState<boolean | null>(null);
  const heading = t('codes.fileHead', { site: office?.siteUrl ?? '', user: viewer?.account.username ?? '' });
  const file = `data:text/plain;charset=utf-8,${encodeURIComponent(`${heading}\n\n${codes.join('\n')}\n`)}`;

  async function copy(): Promise<void> {
    const done = await navigator.clipboard.writeText(codes.join('\n')).then(
      () => true,
      () => false,
    );
    setCopied(done);
    announce(t(done ? 'codes.copied' : 'codes.notCopied'));
  }
  return (
    <>
      <p>{t('codes.once')}</p>
      <ol className="sf-codes" aria-label={t('codes.title')}>
        {codes.map((code) => (
          <li key={code}>
            <span className="sp-code">{code}</span>
          </li>
        ))}
      </ol>
      <div className="sp-actions sf-codes__acts">
        <a className="btn btn-outline-primary sp-btn" href={file} download="codici-di-recupero.txt">
          {t('codes.download')}
        </a>
        <Button kind="outline-primary" onClick={() => void copy()}>
          {t('codes.copy')}
        </Button>
        <Button kind="outline-primary" onClick={() => window.print()}>
          {t('codes.print')}
        </Button>
      </div>
      {copied !== null && <p className="sp-muted">{t(copied ? 'codes.copied' : 'codes.notCopied')}</p>}
    </>
  );
}

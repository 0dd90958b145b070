import { type ReactElement, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, Navigate, useNavigate, useParams } from 'react-router';
import { useClient } from 'urql';
import { Button } from '../../components/button.tsx';
import { PageTitle } from '../../components/page-title.tsx';
import { failureText } from '../../components/pages.tsx';
import type { DeclaredField } from '../../gql/graphql.ts';
import { takeBack, useLink } from './link-data.ts';
import { LinkFrame } from './link-frame.tsx';
import { STEP_PATHS } from './step-frame.tsx';

/** Known data differ: which, never how; one may go back, go on, or have the records corrected (DEC-10). */
export function ComparisonPage(): ReactElement {
  const { token = '' } = useParams();
  const link = useLink(token);
  return (
    <LinkFrame token={token} link={link}>
      {({ differing }) =>
        differing.length === 0 ? (
          <Navigate to={`/conferma/${token}`} replace />
        ) : (
          <Comparison token={token} differing={differing} />
        )
      }
    </LinkFrame>
  );
}

function Comparison({ token, differing }: { token: string; differing: readonly DeclaredField[] }): ReactElement {
  const { t, i18n } = useTranslation('registration');
  const client = useClient();
  const navigate = useNavigate();
  const [sending, setSending] = useState(false);
  const [fault, setFault] = useState<string | null>(null);
  const names = differing.map((field) => t(`compare.field.${field}`));
  const fields = new Intl.ListFormat(i18n.language, { type: 'conjunction' }).format(names);

  async function goBack(): Promise<void> {
    setSending(true);
    const refused = await takeBack(client, token);
    setSending(false);
    if (refused === null) void navigate(STEP_PATHS.data);
    else setFault(typeof refused === 'string' ? refused : failureText(refused, t));
  }
  return (
    <>
      <PageTitle className="re-title">{t('compare.title')}</PageTitle>
      <p className="sp-lead">{t('compare.text', { count: names.length, fields })}</p>
      <p>{t('compare.typing')}</p>
      {fault && (
        <p className="sp-note sp-note--error sp-form__note" role="alert">
          {fault}
        </p>
      )}
      <div className="sp-actions">
        <Button sending={sending ? t('sending') : null} onClick={() => void goBack()}>
          {t('compare.back')}
        </Button>
        <Link className="btn btn-outline-primary sp-btn" to={`/conferma/${token}`} state={{ accepted: true }}>
          {t('compare.goOn')}
        </Link>
      </div>
      <h2 className="sp-h2 sp-section">{t('compare.rectifyTitle')}</h2>
      <p>{t('compare.rectify')}</p>
      <blockquote className="sp-note">{t('compare.request', { count: names.length, fields })}</blockquote>
      <p className="re-after">{t('compare.return')}</p>
    </>
  );
}

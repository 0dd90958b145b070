import { type ReactElement, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useClient } from 'urql';
import { Button } from '../../components/button.tsx';
import { PageTitle } from '../../components/page-title.tsx';
import { failureText } from '../../components/pages.tsx';
import { formatInstant } from '../../lib/format.ts';
import type { LinkRefusal } from './link-data.ts';
import { resendMail } from './registration-data.ts';

/** A link that opens nothing: why, and the next useful act. */
export function LinkRefused({ token, refusal }: { token: string; refusal: LinkRefusal }): ReactElement {
  const { t, i18n } = useTranslation('registration');
  const isExpired = refusal.__typename === 'RegistrationLinkExpiredError';
  const mayRestart =
    refusal.__typename === 'RegistrationLinkUnknownError' || refusal.__typename === 'RegistrationLinkSupersededError';
  const isActive =
    refusal.__typename === 'RegistrationLinkUsedError' || refusal.__typename === 'AlreadyRegisteredError';
  return (
    <>
      <PageTitle className="re-title">{t(`link.title.${refusal.__typename}`)}</PageTitle>
      <p className="sp-lead">
        {isExpired ? t('link.expiredAt', { at: formatInstant(refusal.expiredAt, i18n.language) }) : refusal.message}
      </p>
      {isExpired && <AskAgain token={token} />}
      <div className="sp-actions">
        {isActive && (
          <Link className="btn btn-primary sp-btn" to="/accedi">
            {t('start.signIn')}
          </Link>
        )}
        {mayRestart && (
          <Link className="btn btn-primary sp-btn" to="/registrazione">
            {t('link.restart')}
          </Link>
        )}
        <Link to="/assistenza">{t('common:err.help')}</Link>
      </div>
    </>
  );
}

function AskAgain({ token }: { token: string }): ReactElement {
  const { t } = useTranslation('registration');
  const client = useClient();
  const [sending, setSending] = useState(false);
  const [told, setTold] = useState<{ wrong: boolean; text: string } | null>(null);
  async function ask(): Promise<void> {
    setSending(true);
    const outcome = await resendMail(client, token);
    setSending(false);
    if (outcome.kind === 'failed') setTold({ wrong: true, text: failureText(outcome.failure, t) });
    else if (outcome.kind === 'refused') setTold({ wrong: true, text: outcome.message });
    else setTold({ wrong: false, text: t('link.sent') });
  }
  if (told && !told.wrong)
    return (
      <p className="sp-note sp-note--done" role="status">
        {told.text}
      </p>
    );
  return (
    <>
      <div className="sp-actions">
        <Button sending={sending ? t('sending') : null} onClick={() => void ask()}>
          {t('link.ask')}
        </Button>
      </div>
      {told && (
        <p className="sp-note sp-note--error sp-form__note" role="alert">
          {told.text}
        </p>
      )}
    </>
  );
}

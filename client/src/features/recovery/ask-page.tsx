import { type FormEvent, type ReactElement, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import { useClient, useQuery } from 'urql';
import { Button } from '../../components/button.tsx';
import { ErrorSummary } from '../../components/error-summary.tsx';
import { Field } from '../../components/field.tsx';
import { PageTitle } from '../../components/page-title.tsx';
import { failureText } from '../../components/pages.tsx';
import { SecurityCheck, useSecurityCheck } from '../../components/security-check.tsx';
import type { RecoveryChannel } from '../../gql/graphql.ts';
import { failureOf } from '../../lib/graphql.ts';
import { lastAsked, rememberAsked } from './asked.ts';
import { CHANNELS, START } from './recovery-data.ts';
import { RecoveryFrame } from './recovery-frame.tsx';
import { useFaults } from './use-faults.ts';

const IDENTIFIER = 'nome-utente';
// Until the installation says which others it can write to.
const MAIN: readonly RecoveryChannel[] = ['MAIN_EMAIL'];

/** Asking for the mail: whose password, and to which contact. */
export function AskPage(): ReactElement {
  const { t } = useTranslation('recovery');
  const client = useClient();
  const navigate = useNavigate();
  const check = useSecurityCheck();
  const [{ data }] = useQuery({ query: CHANNELS });
  const [identifier, setIdentifier] = useState(lastAsked);
  const [channel, setChannel] = useState<RecoveryChannel>('MAIN_EMAIL');
  const [sending, setSending] = useState(false);
  const { faults, attempt, tell, clear, of } = useFaults();

  async function ask(): Promise<void> {
    const securityCheck = await check.take();
    if (securityCheck === null) return tell([{ field: null, message: t('password:check.failed') }]);
    const input = { identifier, channel, securityCheck };
    const answer = await client.mutation(START, { input }).toPromise();
    const result = answer.data?.startRecovery;
    if (!result) return tell([{ field: null, message: failureText(failureOf(answer), t) }]);
    if (result.__typename === 'InvalidInputError') {
      return tell(result.issues.map(({ message }) => ({ field: IDENTIFIER, message })));
    }
    if (result.__typename === 'SecurityCheckError') return tell([{ field: null, message: result.message }]);
    rememberAsked(identifier);
    // The next page says where to look.
    void navigate(`/recupero/${result.recovery.number}`, { state: { channel } });
  }
  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    if (sending) return;
    if (identifier.trim() === '') return tell([{ field: IDENTIFIER, message: t('ask.missing') }]);
    clear();
    setSending(true);
    await ask();
    setSending(false);
  }

  return (
    <RecoveryFrame>
      <ErrorSummary faults={faults} attempt={attempt} />
      <PageTitle wrong={faults.length > 0} className="sp-form__title">
        {t('title')}
      </PageTitle>
      <p className="sp-lead">{t('ask.lead')}</p>
      <form noValidate onSubmit={(event) => void submit(event)}>
        <Field
          id={IDENTIFIER}
          name="username"
          label={t('ask.user')}
          help={t('ask.userHelp')}
          error={of(IDENTIFIER)}
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          value={identifier}
          onChange={({ target }) => setIdentifier(target.value)}
        />
        <fieldset className="sp-field sp-radios" aria-describedby="dove-h">
          <legend className="sp-legend">{t('ask.where')}</legend>
          <span id="dove-h" className="sp-help">
            {t('ask.whereHelp')}
          </span>
          {(data?.recoveryChannels ?? MAIN).map((each) => (
            <label key={each}>
              <input type="radio" name="channel" checked={channel === each} onChange={() => setChannel(each)} />
              <span>{t(`ask.channel.${each}`)}</span>
            </label>
          ))}
        </fieldset>
        <SecurityCheck check={check} />
        <div className="sp-actions">
          <Button type="submit" sending={sending ? t('ask.sending') : null}>
            {t('ask.button')}
          </Button>
        </div>
      </form>
      <ul className="sp-helps sp-form__after">
        <li>
          <Link to="/recupero/nome-utente">{t('ask.forgotUser')}</Link>
        </li>
        <li>
          {t('ask.known')} <Link to="/area-riservata/password">{t('ask.change')}</Link>
        </li>
        <li>
          {t('ask.trouble')} <Link to="/assistenza">{t('help')}</Link>
        </li>
      </ul>
    </RecoveryFrame>
  );
}

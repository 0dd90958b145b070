import { type ReactElement, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { useClient, useQuery } from 'urql';
import { Button } from '../../components/button.tsx';
import { Countdown } from '../../components/countdown.tsx';
import { PageTitle } from '../../components/page-title.tsx';
import { ErrorPage, failureText } from '../../components/pages.tsx';
import { Panel } from '../../components/panel.tsx';
import { PageSkeleton } from '../../components/shell.tsx';
import type { RecoveryPartsFragment } from '../../gql/graphql.ts';
import { failureOf } from '../../lib/graphql.ts';
import { ChoosePassword } from './choose-password.tsx';
import { CONFIRM_LINK, SEEN_BY_LINK } from './recovery-data.ts';
import { RecoveryEnd } from './recovery-end.tsx';
import { RecoveryFrame } from './recovery-frame.tsx';
import { useTurn } from './use-turn.ts';

/** The link of the mail: opening it changes nothing, the button does (DEC-03). */
export function LinkPage(): ReactElement {
  const { t } = useTranslation('recovery');
  const token = useParams().token ?? '';
  const [answer, again] = useQuery({ query: SEEN_BY_LINK, variables: { token }, requestPolicy: 'network-only' });
  if (answer.fetching) return <PageSkeleton />;
  const failure = failureOf(answer);
  if (failure) return <ErrorPage failure={failure} onRetry={again} />;
  const recovery = answer.data?.recoveryByLink ?? null;
  return (
    <RecoveryFrame here={recovery ? t('number', { number: recovery.number }) : t('end.UNKNOWN.title')}>
      <Linked key={token} recovery={recovery} token={token} />
    </RecoveryFrame>
  );
}

interface LinkedProps {
  recovery: RecoveryPartsFragment | null;
  token: string;
}

function Linked({ recovery, token }: LinkedProps): ReactElement {
  const turn = useTurn();
  const box = useRef<HTMLDivElement>(null);
  const moved = turn.confirmed !== null || turn.end !== null;
  useEffect(() => {
    if (moved) box.current?.querySelector('h1')?.focus();
  }, [moved]);
  return <div ref={box}>{stepOf({ recovery, token }, turn)}</div>;
}

function stepOf({ recovery, token }: LinkedProps, turn: ReturnType<typeof useTurn>): ReactElement {
  const now = turn.confirmed ?? recovery;
  if (!now) return <RecoveryEnd reason="UNKNOWN" number={null} />;
  if (turn.end) return <RecoveryEnd {...turn.end} number={now.number} />;
  if (now.state === 'CONFIRMED') return <ChoosePassword number={now.number} until={now.grantUntil ?? now.expiresAt} />;
  if (now.state === 'OPEN') return <Continue recovery={now} token={token} turn={turn} />;
  return (
    <RecoveryEnd
      reason={now.state}
      number={now.number}
      endedAt={now.endedAt ?? null}
      newerNumber={now.newerNumber ?? null}
    />
  );
}

interface ContinueProps {
  recovery: RecoveryPartsFragment;
  token: string;
  turn: ReturnType<typeof useTurn>;
}

function Continue({ recovery, token, turn }: ContinueProps): ReactElement {
  const { t } = useTranslation('recovery');
  const client = useClient();
  const [sending, setSending] = useState(false);
  const [fault, setFault] = useState<string | null>(null);
  const { number } = recovery;

  async function confirm(): Promise<void> {
    setFault(null);
    setSending(true);
    const answer = await client.mutation(CONFIRM_LINK, { token }).toPromise();
    setSending(false);
    const result = answer.data?.confirmRecoveryLink;
    if (!result) return setFault(failureText(failureOf(answer), t));
    if (result.__typename === 'RecoveryConfirmed') return turn.set({ confirmed: result.recovery });
    if (result.__typename === 'UnknownRecoveryLinkError')
      return turn.set({ end: { reason: 'UNKNOWN', newerNumber: null } });
    turn.set({ end: { reason: result.reason, newerNumber: result.newerNumber ?? null } });
  }

  return (
    <>
      <PageTitle title={t('code.pageTitle', { number })}>{t('link.title')}</PageTitle>
      <p className="sp-lead">{t('link.lead')}</p>
      <Panel tone="quiet">
        <p className="sp-number">{t('code.number', { number })}</p>
        <p className="sp-muted">
          {t('code.validBefore')}{' '}
          <Countdown
            until={recovery.expiresAt}
            spoken
            onEnd={() => turn.set({ end: { reason: 'EXPIRED', newerNumber: null } })}
          />{' '}
          {t('code.validAfter')}
        </p>
      </Panel>
      {fault && (
        <p className="sp-note sp-note--error sp-section" role="alert">
          {fault}
        </p>
      )}
      <div className="sp-actions">
        <Button sending={sending ? t('link.sending') : null} onClick={() => void confirm()}>
          {t('link.button')}
        </Button>
      </div>
      <p className="sp-form__after">{t('link.notMe')}</p>
    </>
  );
}

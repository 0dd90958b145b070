import { type ReactElement, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { useQuery } from 'urql';
import { ErrorPage } from '../../components/pages.tsx';
import { PageSkeleton } from '../../components/shell.tsx';
import type { RecoveryPartsFragment } from '../../gql/graphql.ts';
import { failureOf } from '../../lib/graphql.ts';
import { ChoosePassword } from './choose-password.tsx';
import { CodeForm } from './code-form.tsx';
import { SEEN } from './recovery-data.ts';
import { RecoveryEnd } from './recovery-end.tsx';
import { RecoveryFrame } from './recovery-frame.tsx';
import { useTurn } from './use-turn.ts';

/** A numbered request, in the browser that made it: its code, then the password. */
export function RequestPage(): ReactElement {
  const { t } = useTranslation('recovery');
  const number = Number(useParams().numero);
  const known = Number.isInteger(number) && number > 0 && number < 2 ** 31;
  const [answer, again] = useQuery({
    query: SEEN,
    variables: { number },
    requestPolicy: 'network-only',
    pause: !known,
  });
  if (known && answer.fetching) return <PageSkeleton />;
  const failure = failureOf(answer);
  if (failure) return <ErrorPage failure={failure} onRetry={again} />;
  return (
    <RecoveryFrame here={known ? t('number', { number }) : t('end.UNKNOWN.title')}>
      <Request key={number} recovery={answer.data?.recovery ?? null} number={known ? number : null} />
    </RecoveryFrame>
  );
}

interface RequestProps {
  recovery: RecoveryPartsFragment | null;
  number: number | null;
}

function Request({ recovery, number }: RequestProps): ReactElement {
  const turn = useTurn();
  const box = useRef<HTMLDivElement>(null);
  const moved = turn.confirmed !== null || turn.end !== null;
  useEffect(() => {
    if (moved) box.current?.querySelector('h1')?.focus();
  }, [moved]);
  return <div ref={box}>{stepOf({ recovery, number }, turn)}</div>;
}

function stepOf({ recovery, number }: RequestProps, turn: ReturnType<typeof useTurn>): ReactElement {
  const now = turn.confirmed ?? recovery;
  if (turn.end) return <RecoveryEnd {...turn.end} number={number} />;
  if (!now) return <RecoveryEnd reason="OTHER_BROWSER" number={number} />;
  if (now.state === 'CONFIRMED') return <ChoosePassword number={now.number} until={now.grantUntil ?? now.expiresAt} />;
  if (now.state === 'OPEN') {
    return (
      <CodeForm
        recovery={now}
        onConfirmed={(confirmed) => turn.set({ confirmed })}
        onEnd={(end) => turn.set({ end })}
      />
    );
  }
  return (
    <RecoveryEnd
      reason={now.state}
      number={now.number}
      endedAt={now.endedAt ?? null}
      newerNumber={now.newerNumber ?? null}
    />
  );
}

import { type ReactElement, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useClient } from 'urql';
import { Button } from '../../components/button.tsx';
import { failureText } from '../../components/pages.tsx';
import { graphql } from '../../gql/index.ts';
import { formatInstant } from '../../lib/format.ts';
import { failureOf } from '../../lib/graphql.ts';
import { useViewer, type Viewer } from '../../lib/viewer.tsx';

const ACCEPT_NOTICE = graphql(`
  mutation AcceptNotice($version: String!) {
    acceptNotice(version: $version) {
      __typename
      ... on Error { message }
    }
  }
`);

export type Duty = Viewer['duties'][number];

interface DutyListProps {
  duties: readonly Duty[];
  /** Where to go on after the last one. */
  goOn: string;
}

/** What there is to do, in order: why, and one button each. */
export function DutyList({ duties, goOn }: DutyListProps): ReactElement {
  return (
    <ol className="du-list">
      {duties.map((duty, index) => (
        <li key={duty.kind}>
          <DutyItem duty={duty} first={index === 0} goOn={goOn} />
        </li>
      ))}
    </ol>
  );
}

function DutyItem({ duty, first, goOn }: { duty: Duty; first: boolean; goOn: string }): ReactElement {
  const { t, i18n } = useTranslation('duties');
  const at = duty.at === null || duty.at === undefined ? '' : formatInstant(duty.at, i18n.language);
  const kind = first ? 'primary' : 'outline-primary';
  const back = encodeURIComponent(`/cose-da-fare?poi=${encodeURIComponent(goOn)}`);
  const page = duty.kind === 'ADD_SECOND_FACTOR' ? 'verifica' : 'password';
  return (
    <>
      <h2 className="sp-h2">{t(`kind.${duty.kind}`)}</h2>
      <p>{t(`reason.${duty.reason}`, { at })}</p>
      {duty.kind === 'ACCEPT_NOTICE' ? (
        <AcceptNotice version={duty.version ?? ''} kind={kind} />
      ) : (
        <div className="sp-actions">
          <Link className={`btn btn-${kind} sp-btn`} to={`/area-riservata/${page}?poi=${back}`}>
            {t(duty.kind === 'ADD_SECOND_FACTOR' ? 'addSecondFactor' : 'changePassword')}
          </Link>
        </div>
      )}
    </>
  );
}

function AcceptNotice({ version, kind }: { version: string; kind: 'primary' | 'outline-primary' }): ReactElement {
  const { t } = useTranslation('duties');
  const client = useClient();
  const { refresh } = useViewer();
  const [sending, setSending] = useState(false);
  const [fault, setFault] = useState<string | null>(null);

  async function accept(): Promise<void> {
    setSending(true);
    const answer = await client.mutation(ACCEPT_NOTICE, { version }).toPromise();
    const result = answer.data?.acceptNotice;
    if (!result) setFault(failureText(failureOf(answer), t));
    else setFault(result.__typename === 'AcceptNoticeSuccess' ? null : result.message);
    await refresh();
    setSending(false);
  }
  return (
    <>
      {fault && (
        <p className="sp-note sp-note--error sp-form__note" role="alert">
          {fault}
        </p>
      )}
      <div className="sp-actions">
        <Button kind={kind} sending={sending ? t('accepting') : null} onClick={() => void accept()}>
          {t('accept')}
        </Button>
        <Link to="/privacy">{t('read')}</Link>
      </div>
    </>
  );
}

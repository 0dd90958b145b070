import { type ReactElement, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useClient } from 'urql';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { PageTitle } from '../../components/page-title.tsx';
import { failureText } from '../../components/pages.tsx';
import { graphql } from '../../gql/index.ts';
import { formatInstant } from '../../lib/format.ts';
import { failureOf } from '../../lib/graphql.ts';
import { useViewer } from '../../lib/viewer.tsx';
import { Loaded } from './loaded.tsx';
import { useOwnQuery } from './use-own-query.ts';

const OWN_ERASURE = graphql(`
  query OwnErasure {
    serverTime
    myErasureRequest { number requestedAt }
  }
`);
const REQUEST_ERASURE = graphql(`
  mutation RequestErasure {
    requestErasure { __typename ... on Error { message } }
  }
`);
const WITHDRAW_ERASURE = graphql(`
  mutation WithdrawErasure {
    withdrawErasure { __typename ... on Error { message } }
  }
`);

/** What the person may take away, and ask to have erased. */
export function PrivacyPage(): ReactElement {
  const { t } = useTranslation('reservedArea');
  return (
    <>
      <PageTitle>{t('privacy.heading')}</PageTitle>
      <h2 className="sp-h2 sp-section">{t('privacy.export.title')}</h2>
      <p className="sp-text">{t('privacy.export.text')}</p>
      <div className="sp-actions sp-area__act">
        <a className="btn btn-primary sp-btn" href="/scarica/dati.json" download>
          {t('privacy.export.button')}
        </a>
      </div>
      <h2 className="sp-h2 sp-section">{t('privacy.erasure.title')}</h2>
      <Erasure />
      <p className="sp-form__after">
        <Link to="/privacy">{t('privacy.notice')}</Link>
      </p>
    </>
  );
}

type Act = 'request' | 'withdraw';

function Erasure(): ReactElement {
  const { t, i18n } = useTranslation('reservedArea');
  const { office } = useViewer();
  const client = useClient();
  const query = useOwnQuery(OWN_ERASURE);
  const [asking, setAsking] = useState(false);
  const [sending, setSending] = useState(false);
  const [done, setDone] = useState<Act | null>(null);
  const [fault, setFault] = useState<string | null>(null);
  const note = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (done) note.current?.focus();
  }, [done]);

  async function act(which: Act): Promise<void> {
    setSending(true);
    const answer =
      which === 'request'
        ? await client.mutation(REQUEST_ERASURE, {}).toPromise()
        : await client.mutation(WITHDRAW_ERASURE, {}).toPromise();
    // What stands is read again, whoever did it meanwhile.
    await query.read();
    setSending(false);
    setAsking(false);
    setFault(answer.data ? null : failureText(failureOf(answer), t));
    if (answer.data) setDone(which);
  }
  return (
    <Loaded query={query}>
      {({ myErasureRequest: standing }) => (
        <>
          {fault && (
            <p className="sp-note sp-note--error" role="alert">
              {fault}
            </p>
          )}
          <div ref={note} tabIndex={-1}>
            {standing && (
              <div className="sp-note sp-note--done">
                <h3 className="sp-h3">{t('privacy.erasure.number', { number: standing.number })}</h3>
                <p>
                  {t('privacy.erasure.asked', {
                    at: formatInstant(standing.requestedAt, i18n.language),
                    office: office?.name,
                  })}
                </p>
              </div>
            )}
            {!standing && done === 'withdraw' && (
              <p className="sp-note sp-note--done">{t('privacy.erasure.withdrawn')}</p>
            )}
          </div>
          <p className="sp-text sp-area__note">{t('privacy.erasure.text')}</p>
          <ul className="sp-text">
            {(['audit', 'bookings', 'registry'] as const).map((key) => (
              <li key={key}>{t(`privacy.erasure.kept.${key}`)}</li>
            ))}
          </ul>
          <div className="sp-actions sp-area__act">
            {standing ? (
              <Button
                kind="outline-primary"
                sending={sending ? t('saving') : null}
                onClick={() => void act('withdraw')}
              >
                {t('privacy.erasure.withdraw')}
              </Button>
            ) : (
              <Button kind="outline-danger" onClick={() => setAsking(true)}>
                {t('privacy.erasure.button')}
              </Button>
            )}
          </div>
          <Dialog open={asking} title={t('privacy.erasure.ask')} onClose={() => setAsking(false)}>
            <p>{t('privacy.erasure.consequence')}</p>
            <div className="sp-actions sp-actions--apart">
              <Button kind="outline-primary" onClick={() => setAsking(false)}>
                {t('privacy.erasure.keep')}
              </Button>
              <Button kind="outline-danger" sending={sending ? t('saving') : null} onClick={() => void act('request')}>
                {t('privacy.erasure.confirm')}
              </Button>
            </div>
          </Dialog>
        </>
      )}
    </Loaded>
  );
}

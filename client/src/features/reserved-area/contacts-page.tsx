import { type ReactElement, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useClient } from 'urql';
import { Button } from '../../components/button.tsx';
import { Fact, Facts } from '../../components/facts.tsx';
import { LiveStatus } from '../../components/live-status.tsx';
import { PageTitle } from '../../components/page-title.tsx';
import { failureText } from '../../components/pages.tsx';
import { graphql } from '../../gql/index.ts';
import { formatInstant } from '../../lib/format.ts';
import { failureOf } from '../../lib/graphql.ts';
import { useViewer } from '../../lib/viewer.tsx';
import { ContactFacts } from './contact-facts.tsx';
import { type Contacts, OWN_CONTACTS } from './contacts-data.ts';
import { Loaded } from './loaded.tsx';
import { useAccountEvents } from './use-account-events.ts';
import { useOwnQuery } from './use-own-query.ts';

const GIVE_UP_CHANGE = graphql(`
  mutation GiveUpEmailChange {
    cancelEmailChange { __typename ... on Error { message } }
  }
`);

type Change = NonNullable<Contacts['emailChange']>;

/** Where the person is written to; a change that waits moves by itself when it is confirmed elsewhere. */
export function ContactsPage(): ReactElement {
  const { t } = useTranslation('reservedArea');
  const { viewer } = useViewer();
  const query = useOwnQuery(OWN_CONTACTS);
  const live = useAccountEvents(query.read);
  const institution = viewer?.account.kind === 'INSTITUTION';
  return (
    <>
      <div className="sp-bar-top">
        <PageTitle>{t('recapiti.title')}</PageTitle>
        <LiveStatus live={live} label={t('updatedAt')} />
      </div>
      <Loaded query={query}>
        {({ myContacts }) => (
          <>
            <Facts>
              {!institution && (
                <Fact label={t('recapiti.personal')}>
                  <span className="sp-area__value">
                    {myContacts.email ?? t('recapiti.none')}
                    <Link to="/area-riservata/recapiti/modifica">
                      {t('change')}
                      <span className="visually-hidden"> {t('recapiti.thePersonal')}</span>
                    </Link>
                  </span>
                </Fact>
              )}
              {(institution || myContacts.institutionalEmail) && (
                <Fact label={t('recapiti.institutional')}>
                  {myContacts.institutionalEmail ?? t('recapiti.none')}
                  <span className="sp-help">{t(institution ? 'recapiti.fixedSchool' : 'recapiti.fixed')}</span>
                </Fact>
              )}
            </Facts>
            {myContacts.emailChange && (
              <PendingChange change={myContacts.emailChange} contacts={myContacts} onGivenUp={query.read} />
            )}
            {!institution && <ContactFacts contacts={myContacts} />}
          </>
        )}
      </Loaded>
    </>
  );
}

interface PendingChangeProps {
  change: Change;
  contacts: Contacts;
  onGivenUp: () => Promise<unknown>;
}

function PendingChange({ change, contacts, onGivenUp }: PendingChangeProps): ReactElement {
  const { t, i18n } = useTranslation('reservedArea');
  const client = useClient();
  const [sending, setSending] = useState(false);
  const [fault, setFault] = useState<string | null>(null);

  async function giveUp(): Promise<void> {
    setSending(true);
    const answer = await client.mutation(GIVE_UP_CHANGE, {}).toPromise();
    setSending(false);
    // Over already: what is read again says so.
    setFault(answer.data ? null : failureText(failureOf(answer), t));
    await onGivenUp();
  }
  const refused = change.mail?.state === 'REFUSED';
  return (
    <section
      className={`sp-note sp-area__note ${refused ? 'sp-note--error' : 'sp-note--warn'}`}
      aria-labelledby="attesa"
    >
      <h2 className="sp-h3" id="attesa">
        {t('recapiti.pending.title', { email: change.email })}
      </h2>
      <p>
        {refused
          ? t(`refusal.${change.mail?.refusal ?? 'OTHER'}`)
          : t('recapiti.pending.text', { until: formatInstant(change.expiresAt, i18n.language) })}
      </p>
      {contacts.email && <p>{t('recapiti.pending.meanwhile', { email: contacts.email })}</p>}
      {fault && <p role="alert">{fault}</p>}
      <Button kind="outline-primary" sending={sending ? t('saving') : null} onClick={() => void giveUp()}>
        {t('recapiti.pending.giveUp')}
      </Button>
    </section>
  );
}

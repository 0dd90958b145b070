import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '../../components/icon.tsx';
import type { IconName } from '../../components/icons.ts';
import { PageTitle } from '../../components/page-title.tsx';
import type { MailState, OwnMailsQuery } from '../../gql/graphql.ts';
import { graphql } from '../../gql/index.ts';
import { formatInstant } from '../../lib/format.ts';
import { Loaded } from './loaded.tsx';
import { MoreButton } from './more-button.tsx';
import { usePages } from './use-pages.ts';

const OWN_MAILS = graphql(`
  query OwnMails($after: String) {
    myMails(first: 20, after: $after) {
      edges { cursor node { at subject recipient report { state at refusal } } }
      pageInfo { hasNextPage endCursor }
    }
  }
`);

type SentMail = OwnMailsQuery['myMails']['edges'][number]['node'];
const ICON: Record<MailState, IconName> = { WAITING: 'clock', SENT: 'check-circle', REFUSED: 'error' };

/** Every mail to the person and how it fared. */
export function MessagesPage(): ReactElement {
  const { t } = useTranslation('reservedArea');
  const pages = usePages(OWN_MAILS, (data) => data.myMails);
  return (
    <>
      <PageTitle>{t('messaggi.title')}</PageTitle>
      <p className="sp-lead">{t('messaggi.lead')}</p>
      <Loaded query={pages}>
        {({ rows, more }) =>
          rows.length === 0 ? (
            <p className="sp-note sp-area__note">{t('messaggi.empty')}</p>
          ) : (
            <>
              <ul className="sp-list sp-area__mails">
                {rows.map(({ cursor, node }, index) => (
                  <MailItem key={cursor} mail={node} id={`messaggio-${index}`} />
                ))}
              </ul>
              {more && (
                <MoreButton reading={pages.reading} readMore={pages.readMore} rowId={(index) => `messaggio-${index}`} />
              )}
            </>
          )
        }
      </Loaded>
    </>
  );
}

function MailItem({ mail, id }: { mail: SentMail; id: string }): ReactElement {
  const { t, i18n } = useTranslation('reservedArea');
  const { report } = mail;
  return (
    <li className="sp-area__row" id={id} tabIndex={-1}>
      <div>
        <h2 className="sp-h3">{mail.subject ?? t('messaggi.old')}</h2>
        <p className="sp-muted">
          {formatInstant(mail.at, i18n.language)} · {t('messaggi.to', { address: mail.recipient })}
        </p>
      </div>
      <p className={`sp-area__state sp-area__state--${report.state.toLowerCase()}`}>
        <Icon name={ICON[report.state]} />
        <span>
          {t(`messaggi.state.${report.state}`)}
          {report.refusal && <span className="sp-area__why">{t(`refusal.${report.refusal}`)}</span>}
        </span>
      </p>
    </li>
  );
}

import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { PageTitle } from '../../components/page-title.tsx';
import { graphql } from '../../gql/index.ts';
import { formatDate, formatTime } from '../../lib/format.ts';
import { Loaded } from './loaded.tsx';
import { MoreButton } from './more-button.tsx';
import { usePages } from './use-pages.ts';

const SECURITY_EVENTS = graphql(`
  query OwnSecurityEvents($after: String) {
    mySecurityEvents(first: 20, after: $after) {
      edges { cursor node { at text device { name } } }
      pageInfo { hasNextPage endCursor }
    }
  }
`);

/** Accesses to the account and changes of what protects it, the newest first, to read and to take away. */
export function HistoryPage(): ReactElement {
  const { t, i18n } = useTranslation('reservedArea');
  const pages = usePages(SECURITY_EVENTS, (data) => data.mySecurityEvents);
  return (
    <>
      <PageTitle>{t('accessi.title')}</PageTitle>
      <p className="sp-lead">{t('accessi.lead')}</p>
      <p className="sp-area__files">
        <a href="/scarica/accessi.csv" download>
          {t('accessi.csv')}
        </a>
        <a href="/scarica/accessi.json" download>
          {t('accessi.json')}
        </a>
      </p>
      <Loaded query={pages}>
        {({ rows, more }) => (
          <>
            <table className="sp-table">
              <caption className="visually-hidden">{t('accessi.title')}</caption>
              <thead>
                <tr>
                  {(['when', 'what', 'device'] as const).map((key) => (
                    <th key={key} scope="col">
                      {t(`accessi.${key}`)}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {rows.map(({ cursor, node }, index) => (
                  <tr key={cursor} id={`evento-${index}`} tabIndex={-1}>
                    <td>
                      {formatDate(node.at, i18n.language)}, {formatTime(node.at, i18n.language)}
                    </td>
                    <td>{node.text}</td>
                    <td>{node.device?.name ?? t('accessi.noDevice')}</td>
                  </tr>
                ))}
              </tbody>
            </table>
            {more && (
              <MoreButton reading={pages.reading} readMore={pages.readMore} rowId={(index) => `evento-${index}`} />
            )}
          </>
        )}
      </Loaded>
    </>
  );
}

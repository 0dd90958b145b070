import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useQuery } from 'urql';
import { PageTitle } from '../../components/page-title.tsx';
import { ErrorPage } from '../../components/pages.tsx';
import { PageSkeleton } from '../../components/shell.tsx';
import { graphql } from '../../gql/index.ts';
import { formatShortInstant } from '../../lib/format.ts';
import { failureOf } from '../../lib/graphql.ts';
import { OfficeOnly } from './office-only.tsx';

const PAGES = graphql(`
  query OfficePages {
    officePages { name locale title publishedAt }
  }
`);

/** The pages whose texts the office writes, one row for each language. */
export function OfficePagesPage(): ReactElement {
  return (
    <OfficeOnly>
      <Pages />
    </OfficeOnly>
  );
}

function Pages(): ReactElement {
  const { t, i18n } = useTranslation('office');
  const [{ data, error }, again] = useQuery({ query: PAGES, requestPolicy: 'cache-and-network' });
  const retry = (): void => again({ requestPolicy: 'network-only' });
  if (!data)
    return error ? <ErrorPage failure={failureOf({ error })} onRetry={retry} /> : <PageSkeleton onRetry={retry} />;
  return (
    <>
      <div className="of-head">
        <PageTitle>{t('pages')}</PageTitle>
      </div>
      <p>{t('page.lead')}</p>
      <table className="of-table">
        <caption className="visually-hidden">{t('pages')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('page.name')}</th>
            <th scope="col">{t('page.language')}</th>
            <th scope="col">{t('page.changed')}</th>
          </tr>
        </thead>
        <tbody>
          {data.officePages.map(({ name, locale, title, publishedAt }) => (
            <tr key={`${name} ${locale}`}>
              <th scope="row">
                <Link to={`/ufficio/pagine/${name}/${locale}`}>{title}</Link>
              </th>
              <td data-label={t('page.language')}>{t(`page.${locale}`)}</td>
              <td data-label={t('page.changed')}>
                {publishedAt ? formatShortInstant(publishedAt, i18n.language) : t('page.packaged')}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

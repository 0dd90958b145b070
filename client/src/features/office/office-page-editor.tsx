import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { useQuery } from 'urql';
import { PageTitle } from '../../components/page-title.tsx';
import { ErrorPage, NotFound } from '../../components/pages.tsx';
import { PageSkeleton } from '../../components/shell.tsx';
import type { Locale, PageName } from '../../gql/graphql.ts';
import { graphql } from '../../gql/index.ts';
import { failureOf } from '../../lib/graphql.ts';
import { OfficeOnly } from './office-only.tsx';
import { PageForm } from './page-form.tsx';

const PAGE = graphql(`
  query OfficePage($name: PageName!, $locale: Locale!) {
    page(name: $name, locale: $locale) { title ...WrittenPage }
  }
`);

/** Where each page is read. */
const ADDRESS: Record<PageName, string> = {
  HELP: '/assistenza',
  CONTACTS: '/contatti',
  CREDENTIALS: '/informazioni-credenziali',
  GUIDE: '/guida',
  FAQ: '/domande-frequenti',
  GLOSSARY: '/glossario',
  LEGAL: '/normativa',
};

function isName(value: string | undefined): value is PageName {
  return value !== undefined && Object.hasOwn(ADDRESS, value);
}

function isLocale(value: string | undefined): value is Locale {
  return value === 'IT' || value === 'EN';
}

export function OfficePageEditor(): ReactElement {
  const { name, locale } = useParams();
  if (!isName(name) || !isLocale(locale)) return <NotFound />;
  return (
    <OfficeOnly>
      <Editor key={`${name} ${locale}`} name={name} locale={locale} />
    </OfficeOnly>
  );
}

function Editor({ name, locale }: { name: PageName; locale: Locale }): ReactElement {
  const { t } = useTranslation('office');
  const [{ data, error }, again] = useQuery({
    query: PAGE,
    variables: { name, locale },
    requestPolicy: 'network-only',
  });
  const retry = (): void => again({ requestPolicy: 'network-only' });
  if (!data)
    return error ? <ErrorPage failure={failureOf({ error })} onRetry={retry} /> : <PageSkeleton onRetry={retry} />;
  const { written, packaged, version, title } = data.page;
  return (
    <>
      <div className="of-head">
        <PageTitle>{t('page.editTitle', { title })}</PageTitle>
        <span className="sp-muted">{t(`page.${locale}`)}</span>
        <Link className="of-push" to={ADDRESS[name]}>
          {t('page.see')}
        </Link>
      </div>
      <PageForm name={name} locale={locale} version={version} written={written} packaged={packaged} />
    </>
  );
}

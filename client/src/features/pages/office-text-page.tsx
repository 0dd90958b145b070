import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useQuery } from 'urql';
import '../../styles/public.css';
import { Breadcrumb } from '../../components/breadcrumb.tsx';
import { MarkdownText } from '../../components/markdown.tsx';
import { PageTitle } from '../../components/page-title.tsx';
import { ErrorPage } from '../../components/pages.tsx';
import { PageSkeleton } from '../../components/shell.tsx';
import type { PageName } from '../../gql/graphql.ts';
import { graphql } from '../../gql/index.ts';
import { formatDate } from '../../lib/format.ts';
import { failureOf } from '../../lib/graphql.ts';

const PAGE = graphql(`
  query OfficeText($name: PageName!, $locale: Locale!) {
    page(name: $name, locale: $locale) { name locale title body publishedAt }
  }
`);

/** A page whose text the office writes. */
function OfficeTextPage({ name }: { name: PageName }): ReactElement {
  const { t, i18n } = useTranslation('pages');
  const variables = { name, locale: i18n.language === 'en' ? ('EN' as const) : ('IT' as const) };
  const [{ data, error }, again] = useQuery({ query: PAGE, variables });
  const retry = (): void => again({ requestPolicy: 'network-only' });
  if (!data)
    return error ? <ErrorPage failure={failureOf({ error })} onRetry={retry} /> : <PageSkeleton onRetry={retry} />;
  const { title, body, publishedAt } = data.page;
  return (
    <div className="container pg">
      <Breadcrumb items={[{ label: t('common:home'), to: '/' }, { label: title }]} />
      <div className="pg-prose pg-prose--written">
        <PageTitle>{title}</PageTitle>
        <MarkdownText text={body} />
        {publishedAt && <p className="sp-muted">{t('published', { date: formatDate(publishedAt, i18n.language) })}</p>}
      </div>
    </div>
  );
}

export function HelpPage(): ReactElement {
  return <OfficeTextPage name="HELP" />;
}

export function OfficeContactsPage(): ReactElement {
  return <OfficeTextPage name="CONTACTS" />;
}

export function CredentialsPage(): ReactElement {
  return <OfficeTextPage name="CREDENTIALS" />;
}

export function GuidePage(): ReactElement {
  return <OfficeTextPage name="GUIDE" />;
}

export function QuestionsPage(): ReactElement {
  return <OfficeTextPage name="FAQ" />;
}

export function GlossaryPage(): ReactElement {
  return <OfficeTextPage name="GLOSSARY" />;
}

export function LegalPage(): ReactElement {
  return <OfficeTextPage name="LEGAL" />;
}

import { type ReactElement, useId } from 'react';
import { Trans, useTranslation } from 'react-i18next';
import { useQuery } from 'urql';
import '../../styles/public.css';
import { CopyButton } from '../../components/copy-button.tsx';
import { PageTitle } from '../../components/page-title.tsx';
import { graphql } from '../../gql/index.ts';
import { curlExample, EXAMPLES, socketExample, sseExample } from './examples.ts';

const SLUGS = graphql(`
  query DeveloperCampaigns {
    campaigns { slug }
  }
`);

export function DevelopersPage(): ReactElement {
  const { t } = useTranslation('developers');
  const [{ data }] = useQuery({ query: SLUGS });
  const origin = window.location.origin;
  const campaign = data?.campaigns[0]?.slug ?? t('anyCampaign');
  return (
    <div className="container pg">
      <PageTitle>{t('title')}</PageTitle>
      <p className="sp-lead">{t('lead')}</p>
      <div className="sp-actions pg-actions">
        <a className="btn btn-primary sp-btn" href="/graphql">
          {t('graphiql')}
        </a>
      </div>
      <div className="pg-prose">
        <h2 className="sp-h2">{t('start.title')}</h2>
        <ul>
          {(['endpoint', 'public', 'signedIn', 'json'] as const).map((point) => (
            <li key={point}>
              <Trans t={t} i18nKey={`start.${point}`} values={{ origin }} components={{ code: <code /> }} />
            </li>
          ))}
        </ul>
      </div>
      <Example title={t('example.curl.title')} text={t('example.curl.text')} code={curlExample(origin)} />
      <Example title={t('example.catalogue.title')} text={t('example.catalogue.text')} code={EXAMPLES.catalogue} />
      <Example title={t('example.campaigns.title')} text={t('example.campaigns.text')} code={EXAMPLES.campaigns} />
      <Example
        title={t('example.availability.title')}
        text={t('example.availability.text')}
        code={EXAMPLES.availability}
      />
      <Example
        title={t('example.socket.title')}
        text={t('example.socket.text')}
        code={socketExample(origin, campaign)}
      />
      <Example title={t('example.sse.title')} text={t('example.sse.text')} code={sseExample(origin, campaign)} />
      <div className="pg-prose">
        <h2 className="sp-h2">{t('good.title')}</h2>
        <ul>
          {(['errors', 'versions', 'freshness', 'limits', 'schema'] as const).map((point) => (
            <li key={point}>
              <Trans t={t} i18nKey={`good.${point}`} components={{ code: <code /> }} />
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}

function Example({ title, text, code }: { title: string; text: string; code: string }): ReactElement {
  const { t } = useTranslation('developers');
  const id = useId();
  return (
    <section className="pg-example" aria-labelledby={id}>
      <div className="pg-example__head">
        <h2 className="sp-h3" id={id}>
          {title}
        </h2>
        <CopyButton
          text={code}
          words={{ copy: t('copy'), copied: t('copied'), notCopied: t('notCopied') }}
          what={title}
        />
      </div>
      <p className="sp-text">{text}</p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls sideways must be reachable by keyboard */}
      <pre className="pg-code" tabIndex={0}>
        <code>{code}</code>
      </pre>
    </section>
  );
}

import type { ReactElement, ReactNode } from 'react';
import { Trans, useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import '../../styles/public.css';
import { PageTitle } from '../../components/page-title.tsx';
import { useViewer } from '../../lib/viewer.tsx';

interface Section {
  title: string;
  text: readonly string[];
  steps: readonly string[];
  list: readonly string[];
}

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((text) => typeof text === 'string') : [];
}

function sectionsOf(value: unknown): Section[] {
  if (!Array.isArray(value)) return [];
  return value.map((section: Record<string, unknown>) => ({
    title: typeof section.title === 'string' ? section.title : '',
    text: texts(section.text),
    steps: texts(section.steps),
    list: texts(section.list),
  }));
}

/** One page of running text from the words of its language: `<page>.title`, `.lead` and `.sections`. */
export function ProsePage({ page, children }: { page: string; children?: ReactNode }): ReactElement {
  const { t } = useTranslation('pages');
  const sections = sectionsOf(t(`${page}.sections`, { returnObjects: true }));
  return (
    <div className="container pg">
      <div className="pg-prose">
        <PageTitle>{t(`${page}.title`)}</PageTitle>
        <p className="sp-lead">
          <Words path={`${page}.lead`} />
        </p>
        {children}
        {sections.map((section, index) => (
          <section key={section.title} aria-labelledby={`${page}-${index}`}>
            <h2 className="sp-h2" id={`${page}-${index}`}>
              {section.title}
            </h2>
            <Paragraphs path={`${page}.sections.${index}`} section={section} />
          </section>
        ))}
      </div>
    </div>
  );
}

function Paragraphs({ path, section }: { path: string; section: Section }): ReactElement {
  return (
    <>
      {section.text.map((text, index) => (
        <p key={text}>
          <Words path={`${path}.text.${index}`} />
        </p>
      ))}
      {section.steps.length > 0 && (
        <ol>
          {section.steps.map((text, index) => (
            <li key={text}>
              <Words path={`${path}.steps.${index}`} />
            </li>
          ))}
        </ol>
      )}
      {section.list.length > 0 && (
        <ul>
          {section.list.map((text, index) => (
            <li key={text}>
              <Words path={`${path}.list.${index}`} />
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

/** A sentence with its links; the office's names are configuration, never text. */
function Words({ path }: { path: string }): ReactElement {
  const { t } = useTranslation('pages');
  const { office } = useViewer();
  const email = office?.helpEmail ?? '';
  return (
    <Trans
      t={t}
      i18nKey={path}
      values={{ office: office?.name ?? '', email }}
      components={{
        b: <b />,
        code: <code />,
        mail: <a href={`mailto:${email}`}>{email}</a>,
        labs: <Link to="/laboratori" />,
        bookings: <Link to="/prenotazioni" />,
        signin: <Link to="/accedi" />,
        help: <Link to="/assistenza" />,
        status: <Link to="/stato" />,
        cookies: <Link to="/cookie" />,
        a11y: <Link to="/accessibilita" />,
      }}
    />
  );
}

import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useViewer } from '../lib/viewer.tsx';

interface Item {
  to: string;
  key: string;
}

/** The functions in the order that people know from Checkpoint (CHK-06); only those that exist. */
const FUNCTIONS: readonly Item[] = [
  { to: '/', key: 'home' },
  { to: '/recupero', key: 'recover' },
  { to: '/contatti', key: 'contacts' },
  { to: '/assistenza', key: 'help' },
];
const SIGN_IN: Item = { to: '/accedi', key: 'signIn' };

const TO_KNOW: readonly Item[] = [
  { to: '/informazioni-credenziali', key: 'credentials' },
  { to: '/guida', key: 'guide' },
  { to: '/domande-frequenti', key: 'faq' },
  { to: '/glossario', key: 'glossary' },
  { to: '/normativa', key: 'legal' },
];

const SERVICE: readonly Item[] = [
  { to: '/accessibilita', key: 'accessibility' },
  { to: '/privacy', key: 'privacy' },
  { to: '/cookie', key: 'cookies' },
  { to: '/stato', key: 'status' },
  { to: '/sviluppatori', key: 'developers' },
];

/** The foot of every page: the same links in the same order (WCAG 3.2.6). */
export function Footer({ width }: { width: string }): ReactElement {
  const { office, viewer } = useViewer();
  return (
    <footer className="sp-foot">
      <div className={width}>
        <div className="sp-foot__groups">
          <Group name="functions" items={viewer ? FUNCTIONS : [...FUNCTIONS, SIGN_IN]} />
          <Group name="toKnow" items={TO_KNOW} />
          <Group name="service" items={SERVICE} />
        </div>
        {office && (
          <p className="sp-foot__owner">
            {office.name}
            <span>{office.ministry}</span>
          </p>
        )}
      </div>
    </footer>
  );
}

function Group({ name, items }: { name: string; items: readonly Item[] }): ReactElement {
  const { t } = useTranslation();
  return (
    <nav aria-labelledby={`piede-${name}`}>
      <p id={`piede-${name}`} className="sp-foot__title">
        {t(`foot.${name}`)}
      </p>
      <ul>
        {items.map(({ to, key }) => (
          <li key={key}>
            <Link to={to}>{t(`foot.${key}`)}</Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}

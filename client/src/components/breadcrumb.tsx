import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

export interface Crumb {
  label: string;
  to?: string;
}

/** The way to this page; the last item is the page itself. */
export function Breadcrumb({ items }: { items: readonly Crumb[] }): ReactElement {
  const { t } = useTranslation();
  return (
    <nav className="breadcrumb-container" aria-label={t('breadcrumb')}>
      <ol className="breadcrumb">
        {items.map(({ label, to }) =>
          to ? (
            <li key={label} className="breadcrumb-item">
              <Link to={to}>{label}</Link>
              <span className="separator" aria-hidden="true">
                /
              </span>
            </li>
          ) : (
            <li key={label} className="breadcrumb-item active" aria-current="page">
              {label}
            </li>
          ),
        )}
      </ol>
    </nav>
  );
}

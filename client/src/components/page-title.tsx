import { type ReactElement, type ReactNode, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'react-router';

let firstLocation: string | null = null;

interface PageTitleProps {
  children: ReactNode;
  /** Name of the page for the browser's tab, when the heading is not plain text or not unique. */
  title?: string;
  /** Puts «Errore: » before the tab's title. */
  wrong?: boolean;
  className?: string;
}

/** The h1: names the tab and takes the focus when the page was reached from another one. */
export function PageTitle({ children, title, wrong = false, className = '' }: PageTitleProps): ReactElement {
  const { t } = useTranslation();
  const heading = useRef<HTMLHeadingElement>(null);
  const { key } = useLocation();
  const name = title ?? (typeof children === 'string' ? children : '');

  useEffect(() => {
    document.title = `${wrong ? t('title.error') : ''}${name} - ${t('product')}`;
  }, [name, wrong, t]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only when the page appears, not when its address changes in place
  useEffect(() => {
    firstLocation ??= key;
    if (firstLocation !== key) heading.current?.focus({ preventScroll: true });
  }, []);

  return (
    <h1 ref={heading} tabIndex={-1} className={`sp-h1 ${className}`}>
      {children}
    </h1>
  );
}

import type { ReactElement, ReactNode, Ref } from 'react';

interface PanelProps {
  children: ReactNode;
  tone?: 'now' | 'full' | 'quiet';
  labelledBy?: string;
  className?: string;
  ref?: Ref<HTMLElement>;
}

/** The one boxed part of a page: what one can do now. */
export function Panel({ children, tone = 'now', labelledBy, className = '', ref }: PanelProps): ReactElement {
  const kind = tone === 'now' ? '' : `sp-panel--${tone}`;
  return (
    <section ref={ref} className={`sp-panel ${kind} ${className}`} aria-labelledby={labelledBy}>
      {children}
    </section>
  );
}

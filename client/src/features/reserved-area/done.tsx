import { type ReactElement, type ReactNode, useEffect, useRef } from 'react';
import { Link } from 'react-router';
import { PageTitle } from '../../components/page-title.tsx';

interface DoneProps {
  title: string;
  children: ReactNode;
  back: { to: string; label: string };
}

/** In place of the form: what was done and what comes next. */
export function Done({ title, children, back }: DoneProps): ReactElement {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.querySelector('h1')?.focus(), []);
  return (
    <div ref={box} className="sp-form">
      <PageTitle>{title}</PageTitle>
      {children}
      <div className="sp-actions">
        <Link className="btn btn-primary sp-btn" to={back.to}>
          {back.label}
        </Link>
      </div>
    </div>
  );
}

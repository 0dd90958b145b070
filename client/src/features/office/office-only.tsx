import type { ReactElement, ReactNode } from 'react';
import { Navigate, useLocation } from 'react-router';
import '../../styles/office.css';
import { NotYours } from '../../components/pages.tsx';
import { isOffice, useViewer, waitsForOffice } from '../../lib/viewer.tsx';

/** Sign-in first, then the role; the page of another role says nothing of what is behind it. */
export function OfficeOnly({ children }: { children: ReactNode }): ReactElement {
  const { viewer } = useViewer();
  const { pathname, search } = useLocation();
  if (!viewer) return <Navigate to={`/accedi?poi=${encodeURIComponent(pathname + search)}`} replace />;
  if (waitsForOffice(viewer))
    return <Navigate to={`/cose-da-fare?poi=${encodeURIComponent(pathname + search)}`} replace />;
  if (!isOffice(viewer)) return <NotYours />;
  return <div className="of">{children}</div>;
}

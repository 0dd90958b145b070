import type { ReactElement, ReactNode } from 'react';
import { Navigate, useLocation } from 'react-router';
import '../../styles/office.css';
import '../../styles/operators.css';
import { NotYours } from '../../components/pages.tsx';
import { hasRole, type RoleName, useViewer } from '../../lib/viewer.tsx';

/** Sign-in first, then the role; the page of another role says nothing of what is behind it. */
export function RoleOnly({ needed, children }: { needed: RoleName; children: ReactNode }): ReactElement {
  const { viewer } = useViewer();
  const { pathname, search } = useLocation();
  if (!viewer) return <Navigate to={`/accedi?poi=${encodeURIComponent(pathname + search)}`} replace />;
  if (!hasRole(viewer, needed)) return <NotYours />;
  return <div className="container op">{children}</div>;
}

import type { ReactNode } from 'react';
import { Navigate, useLocation } from 'react-router';
import { useViewer, type Viewer } from '../lib/viewer.tsx';
import { NotYours } from './pages.tsx';

interface RequireViewerProps {
  children: ReactNode;
  /** Who may see the page, among those who are signed in. */
  allow: (viewer: Viewer) => boolean;
}

/** A page of who is signed in: others sign in first and come back here. */
export function RequireViewer({ children, allow }: RequireViewerProps): ReactNode {
  const { viewer } = useViewer();
  const { pathname, search } = useLocation();
  if (!viewer) return <Navigate to={`/accedi?poi=${encodeURIComponent(pathname + search)}`} replace />;
  return allow(viewer) ? children : <NotYours />;
}

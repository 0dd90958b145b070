import { localPath } from '../../lib/local-path.ts';
import { homeOf, type Viewer } from '../../lib/viewer.tsx';

/** Where to go on: to the page that was asked for, by way of what there is to do first. */
export function afterSignIn(viewer: Viewer | null, search: string): string {
  const asked = localPath(new URLSearchParams(search).get('poi'), homeOf(viewer));
  return viewer && viewer.duties.length > 0 ? `/cose-da-fare?poi=${encodeURIComponent(asked)}` : asked;
}

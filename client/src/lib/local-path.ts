/** A path of this site, or the given one instead: an address from outside never decides where a person is sent. */
export function localPath(wanted: string | null, otherwise: string): string {
  if (!wanted || !/^\/(?![/\\])/.test(wanted) || hasControl(wanted)) return otherwise;
  const base = 'https://local.invalid';
  const url = new URL(wanted, base);
  return url.origin === base && !url.pathname.startsWith('//') ? url.pathname + url.search + url.hash : otherwise;
}

function hasControl(text: string): boolean {
  return [...text].some((character) => character < ' ' || character === '\\');
}

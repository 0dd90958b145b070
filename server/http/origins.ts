/** Where a request was made from, as far as its Origin header tells. */
export type OriginVerdict = 'own' | 'listed' | 'foreign' | 'absent';

export interface OriginPolicy {
  siteUrl: string;
  allowedOrigins: readonly string[];
}

/**
 * A page's own origin is the site's, or the one it was loaded from: a page cannot choose its Origin, and a request
 * that carries our cookie has our host. Behind a proxy that changes Host the site's address decides.
 */
export function judgeOrigin(
  headers: { origin?: string | undefined; host?: string | undefined },
  { siteUrl, allowedOrigins }: OriginPolicy,
): OriginVerdict {
  const { origin, host } = headers;
  if (origin === undefined) return 'absent';
  if (origin === siteUrl) return 'own';
  if (allowedOrigins.includes(origin)) return 'listed';
  const protocols = siteUrl.startsWith('https:') ? ['https:'] : ['http:', 'https:'];
  return protocols.some((protocol) => origin === `${protocol}//${host}`) ? 'own' : 'foreign';
}

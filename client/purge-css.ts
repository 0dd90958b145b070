import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Plugin as PostcssPlugin } from 'postcss';

// Classes put together at run time; everything else stands word for word in the sources.
const COMPOSED = /^(btn|alert|sp|w|icon|col|row|g|gx|gy|focus)(-|$)/;
const CLASS = /\.((?:\\.|[\w-])+)/g;

function wordsOf(folder: string): Set<string> {
  const words = new Set<string>();
  for (const file of readdirSync(folder, { recursive: true }).map(String)) {
    if (!/\.(tsx?|html)$/.test(file) || file.startsWith('gql')) continue;
    for (const [word] of readFileSync(path.join(folder, file), 'utf8').matchAll(/[\w-]+/g)) words.add(word);
  }
  return words;
}

/**
 * Leaves out of Bootstrap Italia (600 kB) the rules for classes no screen names, and the video player's font,
 * which is a data: address that the content security policy refuses.
 */
export function purgeCss(sources: string): PostcssPlugin {
  const words = wordsOf(sources);
  const known = (selector: string): boolean =>
    [...selector.matchAll(CLASS)].every(([, name = '']) => COMPOSED.test(name) || words.has(name.replaceAll('\\', '')));
  return {
    postcssPlugin: 'sportello-purge-css',
    OnceExit(root) {
      if (!root.source?.input.file?.includes('bootstrap-italia')) return;
      root.walkAtRules('font-face', (rule) => {
        rule.remove();
      });
      root.walkRules((rule) => {
        if (rule.parent?.type === 'atrule' && 'name' in rule.parent && String(rule.parent.name).includes('keyframes'))
          return;
        const kept = rule.selectors.filter(known);
        if (kept.length === 0) rule.remove();
        else if (kept.length < rule.selectors.length) rule.selectors = kept;
      });
      root.walkAtRules('media', (rule) => {
        if (rule.nodes?.length === 0) rule.remove();
      });
    },
  };
}

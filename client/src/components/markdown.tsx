import Markdown from 'markdown-to-jsx/react';
import { type AnchorHTMLAttributes, type ReactElement, useMemo } from 'react';
import { Link } from 'react-router';

function Anchor({ href = '', children, ...rest }: AnchorHTMLAttributes<HTMLAnchorElement>): ReactElement {
  if (href.startsWith('/') && !href.startsWith('//')) return <Link to={href}>{children}</Link>;
  return (
    <a {...rest} href={href}>
      {children}
    </a>
  );
}

/** A picture would come from another site, which learns who reads. */
function NoPicture({ alt }: { alt?: string }): ReactElement {
  return <>{alt}</>;
}

const OPTIONS = {
  disableParsingRawHTML: true,
  forceBlock: true,
  overrides: {
    a: Anchor,
    img: NoPicture,
    // The page's title is the only h1.
    h1: { component: 'h2', props: { className: 'sp-h2' } },
    h2: { component: 'h2', props: { className: 'sp-h2' } },
    h3: { component: 'h3', props: { className: 'sp-h3' } },
    table: { component: 'table', props: { className: 'pg-table' } },
  },
} as const;

/** Text that the office wrote, in CommonMark; HTML in it is shown as it was typed. */
export function MarkdownText({ text }: { text: string }): ReactElement {
  const options = useMemo(() => ({ ...OPTIONS, slugify }), []);
  return <Markdown options={options}>{text}</Markdown>;
}

/** Ids of headings, so that one can be linked to. */
function slugify(heading: string): string {
  return heading
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
}

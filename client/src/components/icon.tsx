import type { ReactElement } from 'react';
import type { IconName } from './icons.ts';

export function Icon({ name, className = '' }: { name: IconName; className?: string }): ReactElement {
  return (
    <svg className={`icon ${className}`} aria-hidden="true" focusable="false">
      <use href={`/sprites.svg#it-${name}`} />
    </svg>
  );
}

import { Children, type ReactElement, type ReactNode } from 'react';
import { Icon } from './icon.tsx';
import type { IconName } from './icons.ts';

export function Facts({ children }: { children: ReactNode }): ReactElement {
  return <dl className="sp-facts">{Children.toArray(children)}</dl>;
}

export function Fact({ icon, label, children }: { icon?: IconName; label: string; children: ReactNode }): ReactElement {
  return (
    <div>
      <dt>
        {icon && <Icon name={icon} />}
        {label}
      </dt>
      <dd>{children}</dd>
    </div>
  );
}

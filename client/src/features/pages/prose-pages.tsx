import type { ReactElement } from 'react';
import { ProsePage } from './prose.tsx';

export function AccessibilityPage(): ReactElement {
  return <ProsePage page="accessibility" />;
}

export function PrivacyPage(): ReactElement {
  return <ProsePage page="privacy" />;
}

export function CookiesPage(): ReactElement {
  return <ProsePage page="cookies" />;
}

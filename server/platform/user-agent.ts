import Bowser from 'bowser';

export type DeviceKind = 'COMPUTER' | 'PHONE' | 'TABLET' | 'OTHER';

/** What a browser says of itself; nothing of it is proved. null: it says nothing that is known. */
export interface Device {
  browser: string | null;
  system: string | null;
  kind: DeviceKind;
}

const KINDS: Record<string, DeviceKind> = { desktop: 'COMPUTER', mobile: 'PHONE', tablet: 'TABLET' };
// What cannot be told apart falls back on the header's own words: only names of a usual form are shown.
const NAME = /^[\p{L}\p{N}][\p{L}\p{N} .+-]{0,39}$/u;

export function deviceOf(userAgent: string | null): Device {
  const { browser, os, platform } = Bowser.parse(userAgent || '-');
  // «iPhone» is what people call it.
  const system = os.name === 'iOS' ? platform.model : os.name;
  return { browser: nameOf(browser.name), system: nameOf(system), kind: KINDS[platform.type ?? ''] ?? 'OTHER' };
}

function nameOf(name: string | undefined): string | null {
  return name !== undefined && NAME.test(name) ? name : null;
}

/** Two sign-ins look like the same device when this is the same; versions change too often to count. */
export function deviceKey(userAgent: string | null): string {
  const { browser, system, kind } = deviceOf(userAgent);
  return JSON.stringify([browser, system, kind]);
}

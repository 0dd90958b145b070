/** What was typed to ask, for asking again: it lives as long as the page is loaded, and rests nowhere (SEC-054). */
let lastIdentifier = '';

export function rememberAsked(identifier: string): void {
  lastIdentifier = identifier;
}

export function lastAsked(): string {
  return lastIdentifier;
}

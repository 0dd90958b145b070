/** What stands in a text for a fact of this installation (DEC-19). */
export interface OfficeFacts {
  name: string;
  helpEmail: string;
}

const MARK = /\{\{([^{}]*)\}\}/g;

const VALUES: ReadonlyMap<string, (office: OfficeFacts) => string> = new Map([
  ['ufficio', ({ name }) => name],
  ['email', ({ helpEmail }) => helpEmail],
]);

/** The text with the office's own name and address in it. */
export function fillMarks(text: string, office: OfficeFacts): string {
  return text.replace(MARK, (mark, name: string) => VALUES.get(name.trim())?.(office) ?? mark);
}

/** The marks of a text that stand for nothing. */
export function unknownMarks(text: string): string[] {
  const names = [...text.matchAll(MARK)].map(([, name = '']) => name.trim());
  return [...new Set(names.filter((name) => !VALUES.has(name)))];
}

/** What stands in a text for a fact of this installation (DEC-19). */
export interface OfficeFacts {
  name: string;
  helpEmail: string;
}

const MARK = /\{\{\s*([^{}]*?)\s*\}\}/g;

const VALUES: Record<string, (office: OfficeFacts) => string> = {
  ufficio: ({ name }) => name,
  email: ({ helpEmail }) => helpEmail,
};

/** The text with the office's own name and address in it. */
export function fillMarks(text: string, office: OfficeFacts): string {
  return text.replace(MARK, (mark, name: string) => VALUES[name]?.(office) ?? mark);
}

/** The marks of a text that stand for nothing. */
export function unknownMarks(text: string): string[] {
  const names = [...text.matchAll(MARK)].map(([, name = '']) => name);
  return [...new Set(names.filter((name) => !(name in VALUES)))];
}

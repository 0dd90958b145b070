/**
 * For the `extensions` of a root field that answers everybody the same, but for the language: no field below it depends
 * on who asks, save by whether anybody is signed in. One execution may then serve many (server/http/sharing.ts).
 */
export const SHARED = { shared: true } as const;

export function isShared(field: { extensions?: unknown }): boolean {
  return (field.extensions as Partial<typeof SHARED> | undefined)?.shared === true;
}

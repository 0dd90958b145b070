// The operations of the web client: each stands inline in its component, as graphql(`…`).
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import {
  type DocumentNode,
  type FragmentDefinitionNode,
  Kind,
  parse,
  print,
  stripIgnoredCharacters,
  visit,
} from 'graphql';

export interface ClientDocument {
  location: string;
  rawSDL: string;
  document: DocumentNode;
}

export const INLINE_DOCUMENT = /\bgraphql\(\s*`([^`]+)`\s*,?\s*\)/g;

/** Every inline operation and fragment below a folder. */
export function readClientDocuments(folder: string): ClientDocument[] {
  return readdirSync(folder, { recursive: true })
    .map(String)
    .filter((file) => /\.tsx?$/.test(file) && !file.startsWith('gql'))
    .flatMap((file) =>
      [...readFileSync(path.join(folder, file), 'utf8').matchAll(INLINE_DOCUMENT)].map(([, source = '']) => ({
        location: file,
        rawSDL: source,
        document: parse(source),
      })),
    );
}

/** An operation as it is sent: with the fragments it uses, wherever they stand, and without blanks. */
export function wholeDocument(source: string, documents: readonly ClientDocument[]): string {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const { document } of documents) {
    for (const definition of document.definitions) {
      if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
    }
  }
  const used = new Map<string, FragmentDefinitionNode>();
  const collect = (node: DocumentNode | FragmentDefinitionNode): void => {
    visit(node, {
      FragmentSpread({ name }) {
        const fragment = fragments.get(name.value);
        if (!fragment || used.has(name.value)) return;
        used.set(name.value, fragment);
        collect(fragment);
      },
    });
  };
  collect(parse(source));
  return stripIgnoredCharacters([source, ...[...used.values()].map(print)].join('\n'));
}

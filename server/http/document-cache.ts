import type { DocumentNode } from 'graphql';

/** Parsed, a document takes some hundred times its text. */
const MOST_CHARACTERS = 500_000;
const MOST_OF_ONE = 10_000;

export interface DocumentCache {
  get(text: string): DocumentNode | undefined;
  set(text: string, document: DocumentNode): void;
}

/**
 * Parsed documents by their text, those used last. Bounded by the length of the texts: a number of documents would let
 * anybody fill the memory with long ones.
 */
export function createDocumentCache(most: number = MOST_CHARACTERS): DocumentCache {
  const kept = new Map<string, DocumentNode>();
  let characters = 0;

  function drop(text: string): void {
    if (kept.delete(text)) characters -= text.length;
  }

  return {
    get(text) {
      const document = kept.get(text);
      if (!document) return undefined;
      kept.delete(text);
      kept.set(text, document);
      return document;
    },
    set(text, document) {
      if (text.length > MOST_OF_ONE) return;
      drop(text);
      kept.set(text, document);
      characters += text.length;
      for (const oldest of kept.keys()) {
        if (characters <= most) return;
        drop(oldest);
      }
    },
  };
}

/** What is refused is judged anew: texts that are no documents are not worth keeping. */
export const NOTHING_KEPT = { get: () => undefined, set: () => undefined };

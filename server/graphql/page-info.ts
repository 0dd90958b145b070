interface Page {
  edges: readonly { cursor: string }[];
  hasNextPage: boolean;
}

/** Where a page stands in a list that is only read forwards. */
export function pageInfoOf({ edges, hasNextPage }: Page) {
  return {
    hasNextPage,
    hasPreviousPage: false,
    startCursor: edges[0]?.cursor ?? null,
    endCursor: edges.at(-1)?.cursor ?? null,
  };
}

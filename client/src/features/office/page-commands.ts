import type { Client } from 'urql';
import type { PublishPageInput } from '../../gql/graphql.ts';
import { graphql } from '../../gql/index.ts';
import { type Failure, failureOf } from '../../lib/graphql.ts';

graphql(`
  fragment WrittenPage on Page {
    name
    locale
    version
    publishedAt
    written { title body }
    packaged { title body }
  }
`);

const PUBLISH = graphql(`
  mutation PublishPage($input: PublishPageInput!) {
    publishPage(input: $input) {
      __typename
      ... on PublishPageSuccess { page { ...WrittenPage } }
      ... on PageChangedMeanwhileError { page { ...WrittenPage } }
      ... on InvalidInputError { issues { path message } }
    }
  }
`);

export interface Text {
  title: string;
  body: string;
}

export type PublishOutcome =
  | { kind: 'published'; version: number; text: Text }
  | { kind: 'meanwhile'; version: number; text: Text }
  | { kind: 'invalid'; issues: readonly { path: string; message: string }[] }
  | { kind: 'failed'; failure: Failure | null };

export async function publishPage(client: Client, input: PublishPageInput): Promise<PublishOutcome> {
  const result = await client.mutation(PUBLISH, { input }).toPromise();
  const answer = result.data?.publishPage;
  switch (answer?.__typename) {
    case 'PublishPageSuccess':
      return { kind: 'published', version: answer.page.version, text: answer.page.written };
    case 'PageChangedMeanwhileError':
      return { kind: 'meanwhile', version: answer.page.version, text: answer.page.written };
    case 'InvalidInputError':
      return { kind: 'invalid', issues: answer.issues };
    default:
      return { kind: 'failed', failure: failureOf(result) };
  }
}

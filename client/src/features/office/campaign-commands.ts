import type { Client } from 'urql';
import type {
  CampaignInput,
  CampaignState,
  CreateCampaignMutation,
  UpdateCampaignMutation,
} from '../../gql/graphql.ts';
import { graphql } from '../../gql/index.ts';
import { type Failure, failureOf } from '../../lib/graphql.ts';
import { type CampaignForm, formOf } from './campaign-form-model.ts';

const CREATE = graphql(`
  mutation CreateCampaign($input: CampaignInput!) {
    createCampaign(input: $input) {
      __typename
      ... on SaveCampaignSuccess { campaign { ...OfficeCampaignData } }
      ... on InvalidInputError { message issues { path message } }
    }
  }
`);
const UPDATE = graphql(`
  mutation UpdateCampaign($id: ID!, $version: Int!, $input: CampaignInput!) {
    updateCampaign(id: $id, version: $version, input: $input) {
      __typename
      ... on SaveCampaignSuccess { campaign { ...OfficeCampaignData } }
      ... on CampaignChangedMeanwhileError { message campaign { ...OfficeCampaignData } }
      ... on CampaignNotFoundError { message }
      ... on CampaignStateError { message }
      ... on InvalidInputError { message issues { path message } }
    }
  }
`);
const PUBLISH = graphql(`
  mutation PublishCampaign($id: ID!) {
    publishCampaign(id: $id) {
      __typename
      ... on ChangeCampaignStateSuccess { campaign { id state version } }
      ... on CampaignStateError { message state }
      ... on CampaignNotFoundError { message }
    }
  }
`);
const CLOSE = graphql(`
  mutation CloseCampaign($id: ID!) {
    closeCampaign(id: $id) {
      __typename
      ... on ChangeCampaignStateSuccess { campaign { id state version } }
      ... on CampaignStateError { message state }
      ... on CampaignNotFoundError { message }
    }
  }
`);
const ARCHIVE = graphql(`
  mutation ArchiveCampaign($id: ID!) {
    archiveCampaign(id: $id) {
      __typename
      ... on ChangeCampaignStateSuccess { campaign { id state version } }
      ... on CampaignStateError { message state }
      ... on CampaignNotFoundError { message }
    }
  }
`);
graphql(`
  fragment OfficeCampaignData on Campaign {
    id
    slug
    title
    description
    schoolYear
    opensAt
    closesAt
    state
    audience
    personalLimit
    cancelHoursBefore
    version
    eligibleCount
  }
`);

export interface SaveRequest {
  /** The version on which the changes were made; null for a campaign that does not exist yet. */
  version: number | null;
  input: CampaignInput;
}

export type SaveOutcome =
  | { kind: 'saved'; id: string; version: number }
  | { kind: 'meanwhile'; version: number; form: CampaignForm }
  | { kind: 'invalid'; issues: { path: string; message: string }[] }
  | { kind: 'failed'; message: string | null; failure: Failure | null };

function outcomeOf(
  answer: CreateCampaignMutation['createCampaign'] | UpdateCampaignMutation['updateCampaign'],
): SaveOutcome {
  switch (answer.__typename) {
    case 'SaveCampaignSuccess':
      return { kind: 'saved', id: answer.campaign.id, version: answer.campaign.version };
    case 'CampaignChangedMeanwhileError':
      return { kind: 'meanwhile', version: answer.campaign.version, form: formOf(answer.campaign) };
    case 'InvalidInputError':
      return answer.issues.length > 0
        ? { kind: 'invalid', issues: answer.issues }
        : { kind: 'failed', message: answer.message, failure: null };
    default:
      return { kind: 'failed', message: answer.message, failure: null };
  }
}

export async function createCampaign(client: Client, input: CampaignInput): Promise<SaveOutcome> {
  const result = await client.mutation(CREATE, { input }).toPromise();
  return result.data
    ? outcomeOf(result.data.createCampaign)
    : { kind: 'failed', message: null, failure: failureOf(result) };
}

export async function updateCampaign(client: Client, id: string, request: SaveRequest): Promise<SaveOutcome> {
  const variables = { id, version: request.version ?? 0, input: request.input };
  const result = await client.mutation(UPDATE, variables).toPromise();
  return result.data
    ? outcomeOf(result.data.updateCampaign)
    : { kind: 'failed', message: null, failure: failureOf(result) };
}

export type Turn = 'publish' | 'close' | 'reopen' | 'archive';

const NEXT: Record<CampaignState, readonly Turn[]> = {
  DRAFT: ['publish'],
  PUBLISHED: ['close'],
  CLOSED: ['reopen', 'archive'],
  ARCHIVED: [],
};

/** What the office may do next with a campaign in this state. */
export function turnsOf(state: CampaignState): readonly Turn[] {
  return NEXT[state];
}

export type TurnOutcome =
  | { kind: 'done' }
  | { kind: 'refused'; message: string }
  | { kind: 'failed'; failure: Failure | null };

export async function turnCampaign(client: Client, turn: Turn, id: string): Promise<TurnOutcome> {
  const { answer, result } = await ask(client, turn, id);
  if (!answer) return { kind: 'failed', failure: failureOf(result) };
  return answer.__typename === 'ChangeCampaignStateSuccess'
    ? { kind: 'done' }
    : { kind: 'refused', message: answer.message };
}

async function ask(client: Client, turn: Turn, id: string) {
  if (turn === 'publish' || turn === 'reopen') {
    const result = await client.mutation(PUBLISH, { id }).toPromise();
    return { result, answer: result.data?.publishCampaign };
  }
  if (turn === 'close') {
    const result = await client.mutation(CLOSE, { id }).toPromise();
    return { result, answer: result.data?.closeCampaign };
  }
  const result = await client.mutation(ARCHIVE, { id }).toPromise();
  return { result, answer: result.data?.archiveCampaign };
}

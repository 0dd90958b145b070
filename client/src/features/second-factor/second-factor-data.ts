import type { OwnSecondFactorsQuery, SecondFactorKind, SecondStepQuery } from '../../gql/graphql.ts';
import { graphql } from '../../gql/index.ts';

export const OWN_SECOND_FACTORS = graphql(`
  query OwnSecondFactors {
    serverTime
    mySecondFactors {
      factors { id kind name addedAt lastUsedAt }
      recoveryCodesLeft
      required
    }
  }
`);

export const START_SECOND_FACTOR = graphql(`
  mutation StartSecondFactor($input: StartSecondFactorInput!) {
    startSecondFactor(input: $input) {
      __typename
      ... on Error { message }
      ... on SecondFactorSetup { id secret uri passkeyOptions }
      ... on InvalidInputError { issues { path message } }
    }
  }
`);

export const ADD_SECOND_FACTOR = graphql(`
  mutation AddSecondFactor($input: AddSecondFactorInput!) {
    addSecondFactor(input: $input) {
      __typename
      ... on Error { message }
      ... on SecondFactorAdded { recoveryCodes sessionsEnded }
      ... on InvalidInputError { issues { path message } }
    }
  }
`);

export const REMOVE_SECOND_FACTOR = graphql(`
  mutation RemoveSecondFactor($input: RemoveSecondFactorInput!) {
    removeSecondFactor(input: $input) {
      __typename
      ... on Error { message }
      ... on SecondFactorRemoved { left sessionsEnded }
      ... on InvalidInputError { issues { path message } }
    }
  }
`);

export const RENEW_RECOVERY_CODES = graphql(`
  mutation RenewRecoveryCodes($currentPassword: String!) {
    renewRecoveryCodes(currentPassword: $currentPassword) {
      __typename
      ... on Error { message }
      ... on RecoveryCodesRenewed { recoveryCodes }
      ... on InvalidInputError { issues { path message } }
    }
  }
`);

export const SECOND_STEP = graphql(`
  query SecondStep {
    secondStep { methods passkeyOptions expiresAt }
  }
`);

export const CONFIRM_SECOND_FACTOR = graphql(`
  mutation ConfirmSecondFactor($input: ConfirmSecondFactorInput!) {
    confirmSecondFactor(input: $input) {
      __typename
      ... on Error { message }
      ... on SecondFactorLockedError { until }
      ... on InvalidInputError { issues { path message } }
    }
  }
`);

export type { SecondFactorKind };
export type OwnSecondFactor = OwnSecondFactorsQuery['mySecondFactors']['factors'][number];
export type SecondStep = NonNullable<SecondStepQuery['secondStep']>;
export type SecondStepMethod = SecondStep['methods'][number];

export interface Added {
  /** With the first factor only. */
  recoveryCodes: readonly string[] | null;
  sessionsEnded: number;
}

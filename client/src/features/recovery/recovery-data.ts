import { graphql } from '../../gql/index.ts';

graphql(`
  fragment RecoveryParts on Recovery {
    number
    subject
    state
    expiresAt
    attemptsLeft
    grantUntil
    endedAt
    newerNumber
  }
`);

export const CHANNELS = graphql(`
  query RecoveryChannels { recoveryChannels }
`);

export const START = graphql(`
  mutation StartRecovery($input: StartRecoveryInput!) {
    startRecovery(input: $input) {
      __typename
      ... on Error { message }
      ... on RecoveryStarted { recovery { number } }
      ... on InvalidInputError { issues { path message } }
    }
  }
`);

export const SEEN = graphql(`
  query SeenRecovery($number: Int!) {
    recovery(number: $number) { ...RecoveryParts }
  }
`);

export const SEEN_BY_LINK = graphql(`
  query SeenRecoveryByLink($token: String!) {
    recoveryByLink(token: $token) { ...RecoveryParts }
  }
`);

export const CONFIRM_CODE = graphql(`
  mutation ConfirmRecoveryCode($input: RecoveryCodeInput!) {
    confirmRecoveryCode(input: $input) {
      __typename
      ... on Error { message }
      ... on RecoveryConfirmed { recovery { ...RecoveryParts } }
      ... on WrongRecoveryCodeError { attemptsLeft }
      ... on RecoveryOverError { reason number newerNumber }
      ... on InvalidInputError { issues { path message } }
    }
  }
`);

export const CONFIRM_LINK = graphql(`
  mutation ConfirmRecoveryLink($token: String!) {
    confirmRecoveryLink(token: $token) {
      __typename
      ... on Error { message }
      ... on RecoveryConfirmed { recovery { ...RecoveryParts } }
      ... on RecoveryOverError { reason number newerNumber }
    }
  }
`);

export const CHOOSE = graphql(`
  mutation ChooseRecoveredPassword($password: String!) {
    chooseRecoveredPassword(password: $password) {
      __typename
      ... on Error { message }
      ... on PasswordRecovered { number }
      ... on BusyError { retryAfter }
      ... on InvalidInputError { issues { path message } }
    }
  }
`);

export const RECOVER_USERNAME = graphql(`
  mutation RecoverUsername($input: RecoverUsernameInput!) {
    recoverUsername(input: $input) {
      __typename
      ... on Error { message }
      ... on UsernameAsked { ok }
      ... on InvalidInputError { issues { path message } }
    }
  }
`);

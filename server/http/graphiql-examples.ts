export interface Example {
  query: string;
  /** JSON, to be filled in by whoever tries it. */
  variables?: string;
}

/** The operations that GraphiQL opens with; a test holds that each is valid. */
export const examples: readonly Example[] = [
  {
    query: `# Laboratori con posti liberi. I nomi sono in inglese, le descrizioni stanno nel pannello «Docs».
query Laboratories {
  serverTime
  labSessions(filter: { onlyFree: true }, order: DATE, first: 10) {
    totalCount
    edges {
      node {
        id
        number
        startsAt
        lab {
          code
          title
        }
        venue {
          name
          province
        }
        seats {
          capacity
          free
          waiting
        }
      }
    }
  }
}
`,
  },
  {
    variables: '{ "campaign": "laboratori-aperti" }',
    query: `# I posti di una campagna, dal vivo: il suo nome, quello nell’indirizzo della pagina, sta tra le variabili.
subscription Seats($campaign: String!) {
  availability(of: { campaign: $campaign }) {
    kind
    version
    at
    sessions {
      sessionId
      capacity
      free
      waiting
    }
    freshness {
      live
      everySeconds
    }
  }
}
`,
  },
  {
    query: `# Chi sei: vale l’accesso fatto sul sito.
query Mine {
  me {
    account {
      displayName
      locale
    }
    sessionExpiresAt
  }
}
`,
  },
  {
    variables: '{ "input": { "identifier": "", "password": "" } }',
    query: `# Accesso con la password; il cookie resta in questo browser.
mutation SignIn($input: SignInInput!) {
  signIn(input: $input) {
    __typename
    ... on SignInSuccess {
      viewer {
        account {
          displayName
        }
      }
    }
    ... on LockedError {
      message
      retryAfter
      until
      scope
    }
    ... on Error {
      message
    }
  }
}
`,
  },
  {
    variables: '{ "input": { "name": "Prova", "scopes": ["READ_BOOKINGS"], "expiresInDays": 30 } }',
    query: `# Un token di accesso per un programma, dopo l’accesso: si vede solo adesso. Va in «Authorization: Bearer …».
mutation Token($input: CreateAccessTokenInput!) {
  createAccessToken(input: $input) {
    __typename
    ... on CreateAccessTokenSuccess {
      token
      accessToken {
        prefix
        scopes
        expiresAt
      }
    }
    ... on Error {
      message
    }
  }
}
`,
  },
];

import {
  createContext,
  type ReactElement,
  type ReactNode,
  use,
  useCallback,
  useEffect,
  useMemo,
  useState,
} from 'react';
import { type Client, Provider } from 'urql';
import type { ViewerQuery } from '../gql/graphql.ts';
import { graphql } from '../gql/index.ts';
import { reopenSocket } from './connection.ts';
import { createGraphqlClient, type Failure, failureOf } from './graphql.ts';
import { setLanguage } from './i18n.ts';
import { serverClock } from './server-clock.ts';

const VIEWER = graphql(`
  query Viewer {
    serverTime
    office { name shortName ministry siteUrl helpEmail }
    me {
      account { id username kind displayName email locale ministry }
      roles { role office school { code name } }
      withheldRoles { role }
      sessionExpiresAt
      duties { kind reason blocking at version }
    }
  }
`);

export type Viewer = NonNullable<ViewerQuery['me']>;
export type Office = ViewerQuery['office'];

interface ViewerState {
  status: 'loading' | 'ready' | 'failed';
  failure: Failure | null;
  viewer: Viewer | null;
  office: Office | null;
  /** Server milliseconds at which the viewer was read. */
  readAtMs: number;
}

interface ViewerContextValue extends ViewerState {
  /** Reads the viewer again; answers whether somebody is signed in. */
  refresh: () => Promise<boolean>;
  /** After sign-in and sign-out: forgets everything read for the former person, then reads the viewer. */
  changePerson: () => Promise<boolean>;
}

const EMPTY: ViewerState = { status: 'loading', failure: null, viewer: null, office: null, readAtMs: 0 };
const ViewerContext = createContext<ViewerContextValue | null>(null);

export function useViewer(): ViewerContextValue {
  const value = use(ViewerContext);
  if (!value) throw new Error('useViewer outside of ViewerProvider');
  return value;
}

async function readViewer(client: Client): Promise<ViewerState> {
  const sentAt = performance.now();
  const result = await client.query(VIEWER, {}, { requestPolicy: 'network-only' }).toPromise();
  if (!result.data) return { ...EMPTY, status: 'failed', failure: failureOf(result) };
  const serverMs = Date.parse(result.data.serverTime);
  serverClock.syncFromAnswer(serverMs, sentAt);
  return {
    status: 'ready',
    failure: null,
    viewer: result.data.me ?? null,
    office: result.data.office,
    readAtMs: serverMs,
  };
}

/** The account's language, unless the address asks for another. */
function followLocale(viewer: Viewer | null): void {
  if (viewer && !new URLSearchParams(window.location.search).has('lang'))
    void setLanguage(viewer.account.locale === 'EN' ? 'en' : 'it');
}

/** Who is reading, the office's names and the GraphQL client that speaks for this person. */
export function ViewerProvider({ children }: { children: ReactNode }): ReactElement {
  const [client, setClient] = useState(createGraphqlClient);
  const [state, setState] = useState<ViewerState>(EMPTY);

  const apply = useCallback((read: ViewerState) => {
    // A failed second reading leaves what was known on screen.
    setState((before) => (read.status === 'failed' && before.status === 'ready' ? before : read));
  }, []);
  const refresh = useCallback(async () => {
    const read = await readViewer(client);
    apply(read);
    return read.viewer !== null;
  }, [client, apply]);
  const changePerson = useCallback(async () => {
    const fresh = createGraphqlClient();
    const read = await readViewer(fresh);
    reopenSocket();
    setClient(fresh);
    apply(read);
    followLocale(read.viewer);
    return read.viewer !== null;
  }, [apply]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: once, at the start
  useEffect(() => {
    void readViewer(client).then((read) => {
      apply(read);
      followLocale(read.viewer);
    });
  }, []);
  useEffect(() => {
    const whenVisible = (): void => {
      if (document.visibilityState === 'visible') void refresh();
    };
    document.addEventListener('visibilitychange', whenVisible);
    return () => document.removeEventListener('visibilitychange', whenVisible);
  }, [refresh]);

  const value = useMemo(() => ({ ...state, refresh, changePerson }), [state, refresh, changePerson]);
  return (
    <ViewerContext value={value}>
      <Provider value={client}>{children}</Provider>
    </ViewerContext>
  );
}

/** Where somebody works who did not ask for another page. */
export function homeOf(viewer: Viewer | null): string {
  if (isOffice(viewer) || waitsForOffice(viewer)) return '/ufficio';
  if (hasRole(viewer, 'HELPDESK')) return '/assistenza/account';
  return hasRole(viewer, 'SECURITY') ? '/sicurezza-mi' : '/laboratori';
}

export type RoleName = Viewer['roles'][number]['role'];

export function hasRole(viewer: Viewer | null, wanted: RoleName): boolean {
  return viewer?.roles.some(({ role }) => role === wanted) ?? false;
}

/** Holds the office's role, which opens nothing until there is a second factor. */
export function waitsForOffice(viewer: Viewer | null): boolean {
  return viewer?.withheldRoles.some(({ role }) => role === 'OFFICE') ?? false;
}

export function isOffice(viewer: Viewer | null): boolean {
  return hasRole(viewer, 'OFFICE');
}

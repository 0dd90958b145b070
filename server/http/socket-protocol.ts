import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { ExecutionArgs, ExecutionResult, GraphQLError } from 'graphql';
import { CloseCode, makeServer, type SubscribePayload } from 'graphql-ws';
import type { WebSocket } from 'ws';
import { bearerToken } from './cookies.ts';
import type { Front } from './deps.ts';
import { type GraphQLServer, maskerFor } from './graphql.ts';
import { tooMany } from './limits-live.ts';
import { rateExceeded } from './rate-limits.ts';
import { localeFromParams, type Scene } from './request-context.ts';

type Identity = Pick<Scene, 'token' | 'bearer' | 'signIn'>;

export interface Connection {
  /** What every operation of the socket shares. */
  scene: Omit<Scene, 'requestId' | 'locale' | keyof Identity | 'rated'>;
  identity: Identity;
  accountId: string | null;
}

export interface ProtocolOptions {
  deps: Front;
  graphql: GraphQLServer;
  limits: { initWaitMs: number; operations: number; backlogBytes: number };
}

export interface Peer {
  connection: Connection;
  /** Lets the access token of the first message stand in place of what the socket was opened with. */
  identify(token: string): Promise<boolean>;
}

interface EnvelopedArgs extends ExecutionArgs {
  rootValue: {
    execute: (args: ExecutionArgs) => Promise<ExecutionResult>;
    subscribe: (args: ExecutionArgs) => Promise<ExecutionResult | AsyncIterable<ExecutionResult>>;
  };
}

/** Speaks graphql-transport-ws over sockets of `ws`; what `graphql-ws/use/ws` does, with our log in place of the console. */
export function createSocketProtocol(options: ProtocolOptions): (socket: WebSocket, peer: Peer) => void {
  const { deps, limits } = options;
  const server = makeServer<Record<string, unknown>, Peer>({
    connectionInitWaitTimeout: limits.initWaitMs,
    execute: (args) => (args as EnvelopedArgs).rootValue.execute(args),
    subscribe: (args) => (args as EnvelopedArgs).rootValue.subscribe(args),
    // Browsers cannot set headers on a socket, so programs in them name their access token here.
    async onConnect({ extra, connectionParams }) {
      const token = bearerToken(connectionParams?.authorization ?? connectionParams?.Authorization);
      return token === null || (await extra.identify(token));
    },
    onSubscribe({ extra, subscriptions, connectionParams }, _id, payload) {
      if (Object.keys(subscriptions).length > limits.operations)
        return [tooMany('OPERATIONS', { of: 'SOCKET', max: limits.operations })];
      const rated = deps.rates.ofAddress(extra.connection.scene.clientAddress);
      if (!rated.allowed) return [rateExceeded(rated)];
      const locale = localeFromParams(connectionParams);
      const { scene, identity } = extra.connection;
      return prepare(options, { ...scene, ...identity, requestId: randomUUID(), locale, rated: [rated] }, payload);
    },
  });

  function send(socket: WebSocket, data: string): Promise<void> {
    // Ending the socket frees what waits for a reader who does not read (SEC-084).
    if (socket.bufferedAmount > limits.backlogBytes) socket.terminate();
    if (socket.readyState !== socket.OPEN) return Promise.resolve();
    return new Promise((resolve) => socket.send(data, () => resolve()));
  }

  return (socket, peer) => {
    socket.on('error', (error) => deps.logger.debug({ err: error }, 'a socket failed'));
    const closed = server.opened(
      {
        protocol: socket.protocol,
        send: (data) => send(socket, data),
        close: (code, reason) => socket.close(code, reason),
        onMessage: (receive) =>
          socket.on('message', (data) => {
            receive(String(data)).catch((error: unknown) => {
              deps.logger.error({ err: error }, 'a message over a socket was not handled');
              socket.close(CloseCode.InternalServerError, 'Internal server error');
            });
          }),
      },
      peer,
    );
    socket.once('close', (code, reason) => void closed(code, String(reason)));
  };
}

/** Parses and validates as HTTP does (SEC-073): the arguments to execute, or what is wrong. */
async function prepare(
  { deps, graphql }: ProtocolOptions,
  scene: Scene,
  { query, operationName, variables }: SubscribePayload,
): Promise<EnvelopedArgs | GraphQLError[]> {
  const mask = maskerFor(deps, scene);
  try {
    const params = { query, operationName: operationName ?? undefined, variables: variables ?? undefined };
    const { schema, parse, validate, contextFactory, execute, subscribe } = graphql.getEnveloped({ scene, params });
    const document = parse(query);
    const faults = validate(schema, document);
    if (faults.length > 0) return faults.map(mask);
    const contextValue = await contextFactory();
    const named = operationName ? { operationName } : {};
    const variableValues = variables ?? {};
    return { schema, document, contextValue, variableValues, ...named, rootValue: { execute, subscribe } };
  } catch (error) {
    return [mask(error)];
  }
}

/** The address that an upgrade came from, unless a trusted proxy names another. */
export type AddressOf = (request: IncomingMessage) => string;

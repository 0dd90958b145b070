import { type DestinationStream, pino } from 'pino';

export interface Logger {
  debug(data: object, message: string): void;
  info(data: object, message: string): void;
  warn(data: object, message: string): void;
  error(data: object, message: string): void;
}

// Values under these names never reach a log line (OPS-01, SEC-111).
const SECRET_PATHS = ['password', 'token', 'cookie', 'authorization', 'email', 'fiscalCode', 'recipient'];

/** JSON lines on standard output, or where a test reads them. */
export function createLogger(level: string, destination?: DestinationStream): Logger {
  const options = {
    level,
    base: null,
    redact: { paths: SECRET_PATHS.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]), censor: '[removed]' },
    serializers: { err: loggedError },
  };
  return destination ? pino(options, destination) : pino(options);
}

interface LoggedError {
  type: string;
  message: string;
  code?: string;
  constraint?: string;
  stack?: string;
  cause?: LoggedError | string;
}

const DEEPEST_CAUSE = 5;

/**
 * What a log may tell of an error. Errors of the database carry the row that they are about (`detail`, `where`,
 * `parameters`), so properties are named here one by one, and texts that repeat a value lose it.
 */
export function loggedError(error: unknown, depth = 0): LoggedError | string {
  if (!(error instanceof Error))
    return typeof error === 'string' ? 'a text was thrown' : `a ${typeof error} was thrown`;
  const { code, constraint, cause } = error as { code?: unknown; constraint?: unknown; cause?: unknown };
  const message = withoutValues(error.message, code);
  return {
    type: error.constructor.name,
    message,
    ...(typeof code === 'string' ? { code } : {}),
    ...(typeof constraint === 'string' ? { constraint } : {}),
    // The first lines of a stack are the message once more.
    ...(error.stack ? { stack: placesOf(error.stack) } : {}),
    ...(cause === undefined || depth === DEEPEST_CAUSE ? {} : { cause: loggedError(cause, depth + 1) }),
  };
}

function placesOf(stack: string): string {
  return stack
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .join('\n');
}

/** Class 22 is about a value and quotes it; Prisma quotes the whole call with its arguments. */
function withoutValues(message: string, code: unknown): string {
  const plain = /\binvocation\b/.test(message) ? (message.trimEnd().split('\n').at(-1) ?? '') : message;
  const aboutValue = (typeof code === 'string' && code.startsWith('22')) || /Code: `22/.test(plain);
  const unquoted = aboutValue ? plain.replace(/".*"/s, '"[removed]"') : plain;
  const row = unquoted.search(/Failing row contains |Key \(/);
  return row < 0 ? unquoted : `${unquoted.slice(0, row)}[removed]`;
}

// A client that costs a tenth of the server's work for a request: libraries cost as much as what is to be measured,
// and would measure themselves. One request at a time on a connection; bodies with a length or in chunks.
import { connect, type Socket } from 'node:net';

export interface Answer {
  status: number;
  body: Buffer;
}

export interface Request {
  path: string;
  /** JSON; a GET when there is none. */
  body?: unknown;
  cookie?: string;
  /** Whom a trusted proxy would name. */
  address?: string;
}

const HEAD_END = Buffer.from('\r\n\r\n');
const LAST_CHUNK = Buffer.from('0\r\n\r\n');

export function encode({ path, body, cookie, address }: Request): string {
  const text = body === undefined ? '' : JSON.stringify(body);
  const lines = [
    `${body === undefined ? 'GET' : 'POST'} ${path} HTTP/1.1`,
    'host: 127.0.0.1',
    'accept: application/json',
    ...(cookie ? [`cookie: ${cookie}`] : []),
    ...(address ? [`x-forwarded-for: ${address}`] : []),
    ...(text ? ['content-type: application/json', `content-length: ${Buffer.byteLength(text)}`] : []),
  ];
  return `${lines.join('\r\n')}\r\n\r\n${text}`;
}

interface Waiting {
  resolve(answer: Answer): void;
  reject(error: Error): void;
}

export class Connection {
  readonly #socket: Socket;
  #parts: Buffer[] = [];
  #size = 0;
  #head: { status: number; start: number; end: number | null } | null = null;
  #waiting: Waiting | null = null;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.setNoDelay(true);
    socket.on('data', (chunk) => this.#read(chunk));
    socket.on('error', (error) => this.#fail(error));
    socket.on('close', () => this.#fail(new Error('the connection was closed')));
  }

  static open(port: number): Promise<Connection> {
    return new Promise((resolve, reject) => {
      const socket = connect(port, '127.0.0.1');
      socket.once('error', reject);
      socket.once('connect', () => {
        socket.removeListener('error', reject);
        resolve(new Connection(socket));
      });
    });
  }

  send(request: string): Promise<Answer> {
    return new Promise((resolve, reject) => {
      if (this.#socket.destroyed) return reject(new Error('the connection was closed'));
      if (this.#waiting) return reject(new Error('the connection waits for an answer'));
      this.#waiting = { resolve, reject };
      this.#socket.write(request);
    });
  }

  close(): void {
    this.#socket.destroy();
  }

  #fail(error: Error): void {
    const waiting = this.#waiting;
    this.#waiting = null;
    waiting?.reject(error);
  }

  #read(chunk: Buffer): void {
    this.#parts.push(chunk);
    this.#size += chunk.length;
    this.#head ??= this.#readHead();
    if (!this.#head) return;
    const { status, start, end } = this.#head;
    const whole = end === null ? endsWith(chunk, this.#parts) : this.#size >= end;
    if (!whole) return;
    const bytes = this.#whole();
    this.#parts = [];
    this.#size = 0;
    this.#head = null;
    const waiting = this.#waiting;
    this.#waiting = null;
    waiting?.resolve({ status, body: end === null ? joinChunks(bytes.subarray(start)) : bytes.subarray(start, end) });
  }

  #whole(): Buffer {
    const [only] = this.#parts;
    return this.#parts.length === 1 && only ? only : Buffer.concat(this.#parts);
  }

  #readHead(): { status: number; start: number; end: number | null } | null {
    const bytes = this.#whole();
    const at = bytes.indexOf(HEAD_END);
    if (at < 0) return null;
    const head = bytes.toString('latin1', 0, at);
    const start = at + HEAD_END.length;
    const length = /\r\ncontent-length: (\d+)/i.exec(head)?.[1];
    const chunked = /\r\ntransfer-encoding: chunked/i.test(head);
    return { status: Number(head.slice(9, 12)), start, end: chunked ? null : start + Number(length ?? 0) };
  }
}

/** JSON has no line ends outside its strings' escapes, so this can be nothing but the end. */
function endsWith(last: Buffer, parts: Buffer[]): boolean {
  const tail = last.length >= LAST_CHUNK.length ? last : Buffer.concat(parts.slice(-2));
  return tail.subarray(-LAST_CHUNK.length).equals(LAST_CHUNK);
}

function joinChunks(bytes: Buffer): Buffer {
  const parts: Buffer[] = [];
  for (let at = 0; at < bytes.length; ) {
    const lineEnd = bytes.indexOf('\r\n', at);
    const size = Number.parseInt(bytes.toString('latin1', at, lineEnd), 16);
    if (!(size > 0)) break;
    parts.push(bytes.subarray(lineEnd + 2, lineEnd + 2 + size));
    at = lineEnd + 2 + size + 2;
  }
  return Buffer.concat(parts);
}

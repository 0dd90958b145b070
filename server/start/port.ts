import { createServer } from 'node:net';
import { StartError } from '../embedded/start-error.ts';

/** Says before anything is started that the server could not listen. */
export function requireFreePort(host: string, port: number): Promise<void> {
  if (port === 0) return Promise.resolve();
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', (error) => reject(listenFault(error, host, port) ?? error));
    probe.listen({ host, port }, () => probe.close(() => resolve()));
  });
}

/** The sentence for an error of listen(), or null when it is not one of those foreseen. */
export function listenFault(error: unknown, host: string, port: number): StartError | null {
  switch ((error as NodeJS.ErrnoException).code) {
    case 'EADDRINUSE':
      return new StartError(
        `La porta ${port} è già usata da un altro programma: chiudilo o scegline un’altra con PORT.`,
      );
    case 'EACCES':
      return new StartError(`Non è permesso usare la porta ${port}: scegline un’altra con PORT, per esempio 4000.`);
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return new StartError(`L’indirizzo ${host} non è di questa macchina: correggi HOST.`);
    default:
      return null;
  }
}

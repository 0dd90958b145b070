// Runs one server with the configuration read from standard input, and prints where it listens.
import { text } from 'node:stream/consumers';
import { createApp } from '#server/app.ts';
import type { Config } from '#server/config.ts';

const read = JSON.parse(await text(process.stdin)) as Omit<Config, 'serverKey'> & { serverKey: string };
const app = await createApp({ ...read, serverKey: Buffer.from(read.serverKey, 'base64') });
const { url } = await app.listen();
process.stdout.write(`${url}\n`);
process.once('SIGTERM', () => {
  void app.dispose().then(() => process.exit(0));
});

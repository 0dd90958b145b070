// The server under test, composed as server/main.ts does, with its jobs.
import { type App, createApp } from '#server/app.ts';
import type { Config } from '#server/config.ts';
import { answerParent } from './child.ts';

let app: App | null = null;

answerParent({
  async start(config: Config) {
    app = await createApp({ ...config, serverKey: Buffer.from(config.serverKey) });
    const { url } = await app.listen();
    return { port: Number(new URL(url).port) };
  },
  stop: () => app?.dispose(),
});

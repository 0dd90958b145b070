// The process: configuration → database → client → application → listen; signals end it in the opposite order.
import { type App, createApp } from './app.ts';
import { ConfigError, loadEnvironment, readConfig, type Settings } from './config.ts';
import { demoAccounts, seedDemoData } from './demo/demo.ts';
import { StartError } from './embedded/start-error.ts';
import { MigrationError } from './platform/db/migrate.ts';
import { NotAloneError } from './platform/solo.ts';
import { banner } from './start/banner.ts';
import { ensureClient } from './start/client-build.ts';
import { bringUpToDate, type Installation, openInstallation } from './start/installation.ts';
import { listenFault, requireFreePort } from './start/port.ts';
import { createStopper } from './start/stopper.ts';

const DRAIN_LIMIT_MS = 10_000;
const stopper = createStopper((text) => console.error(text));

async function start(): Promise<void> {
  const environment = loadEnvironment();
  const settings = readConfig(environment);
  const installation = await openInstallation(settings, {
    join: false,
    beforeDatabase: () => requireFreePort(settings.host, settings.port),
  });
  stopper.add((hurry) => installation.close(hurry ? 2_000 : undefined));
  void installation.lost.then((reason) => stopper.fail(`PostgreSQL si è fermato da solo: ${reason}`));
  stopper.check();
  await bringUpToDate(installation.config.database);
  await ensureClient({
    mode: settings.mode,
    environment,
    signal: stopper.signal,
    onBuild: () => say('Costruisco il client web…'),
  });
  stopper.check();
  await serve(settings, installation);
}

async function serve(settings: Settings, { config, movedTo }: Installation): Promise<void> {
  const app = await createApp(config);
  stopper.add(() => app.dispose(), DRAIN_LIMIT_MS);
  if (config.demoData) await seedDemoData(app);
  stopper.check();
  const { url } = await listen(app, settings);
  const accounts = config.demoData ? demoAccounts : [];
  void app.services.places.prepare();
  say(banner({ url, config, movedTo, accounts, startMs: performance.now() }));
}

async function listen(app: App, { host, port }: Settings): Promise<{ url: string }> {
  try {
    return await app.listen();
  } catch (error) {
    throw listenFault(error, host, port) ?? error;
  }
}

function say(text: string): void {
  console.log(text);
}

function isForeseen(error: unknown): error is Error {
  return [ConfigError, StartError, MigrationError, NotAloneError].some((foreseen) => error instanceof foreseen);
}

function explain(error: unknown): string {
  if (isForeseen(error)) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

// A terminal that has gone away must not keep the database from being stopped.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stopper.stop());
process.on('uncaughtException', (error) => stopper.fail(explain(error)));
process.on('unhandledRejection', (error) => stopper.fail(explain(error)));

process.exit(await stopper.run(start(), explain));

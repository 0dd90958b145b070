import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Viewer } from '../../graphql/context.ts';
import { writeCsv } from '../../platform/csv/write.ts';
import type { Translator } from '../../platform/i18n.ts';
import { describeDevice, describeEvent, type SecurityEvent } from './security-events.ts';
import type { AccountService, OwnDataService } from './service.ts';

export interface OwnDataRouteDeps {
  account: Pick<AccountService, 'listEvents'>;
  ownData: OwnDataService;
  words: Translator;
}

interface RouteTools {
  viewerOf(request: FastifyRequest): Promise<Viewer | null>;
}

interface Row {
  at: string;
  what: string;
  device: string | null;
}

/** What people take away as a file: all their data, and the history of their accesses (ACC-04, ACC-08). */
export function ownDataRoutes(deps: OwnDataRouteDeps): (server: FastifyInstance, tools: RouteTools) => void {
  const rowsOf = async (viewer: Viewer): Promise<Row[]> => {
    const { locale } = viewer.account;
    const say = (key: string, params?: Record<string, string | number>) => deps.words.say(locale, key, params);
    return (await deps.account.listEvents(viewer)).map((event: SecurityEvent) => ({
      at: event.at.toISOString(),
      what: describeEvent(event, say, locale),
      device: event.device ? describeDevice(event.device, say) : null,
    }));
  };

  return (server, { viewerOf }) => {
    function file(
      name: string,
      type: string,
      write: (viewer: Viewer, request: FastifyRequest) => Promise<string>,
    ): void {
      server.get(`/scarica/${name}`, async (request, reply) => {
        const viewer = await viewerOf(request);
        if (!viewer) return await reply.code(303).header('location', '/accedi?poi=%2Farea-riservata%2Fprivacy').send();
        return await asFile(reply, name, type).send(await write(viewer, request));
      });
    }
    file('dati.json', 'application/json', async (viewer, request) =>
      json(await deps.ownData.exportData(viewer, request.id)),
    );
    file('accessi.json', 'application/json', async (viewer) => json(await rowsOf(viewer)));
    file('accessi.csv', 'text/csv', async (viewer) => {
      const head = ['at', 'what', 'device'].map((key) => deps.words.say(viewer.account.locale, `own.history.${key}`));
      const rows = await rowsOf(viewer);
      // Spreadsheets take a text without the mark for another alphabet's.
      return `\uFEFF${writeCsv([head, ...rows.map(({ at, what, device }) => [at, what, device ?? ''])])}`;
    });
  };
}

function asFile(reply: FastifyReply, name: string, type: string): FastifyReply {
  return reply
    .header('content-type', `${type}; charset=utf-8`)
    .header('content-disposition', `attachment; filename="${name}"`)
    .header('cache-control', 'no-store');
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

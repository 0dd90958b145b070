import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Viewer } from '../../graphql/context.ts';
import type { Clock } from '../../platform/clock.ts';
import { isUuid } from '../../platform/ids.ts';
import type { MailSite } from '../../platform/mail/template.ts';
import { writeCalendar } from './calendar.ts';
import { calendarEntryOf } from './mails.ts';
import { toldOf } from './service/notify.ts';
import type { LabService } from './service.ts';

export interface CalendarRouteDeps {
  lab: LabService;
  site: MailSite;
  clock: Clock;
}

interface RouteTools {
  viewerOf(request: FastifyRequest): Promise<Viewer | null>;
}

/** GET /calendario/<booking>.ics: the calendar entry of one's own booking; anybody else's answers like none (SEC-058). */
export function calendarRoutes(deps: CalendarRouteDeps): (server: FastifyInstance, tools: RouteTools) => void {
  return (server, { viewerOf }) => {
    server.get<{ Params: { file: string } }>('/calendario/:file', async (request, reply) => {
      const bookingId = request.params.file.replace(/\.ics$/, '');
      const viewer = await viewerOf(request);
      const facts = viewer && isUuid(bookingId) ? await deps.lab.findBookingFacts(bookingId) : null;
      if (!viewer || facts?.accountId !== viewer.account.id) return await reply.code(404).send();
      const entry = calendarEntryOf(toldOf(facts), viewer.account.locale, { site: deps.site, at: deps.clock.now() });
      const kind = facts.live ? 'PUBLISH' : 'CANCEL';
      return await reply
        .header('content-type', 'text/calendar; charset=utf-8')
        .header('content-disposition', `attachment; filename="incontro-${facts.code}.ics"`)
        .header('cache-control', 'no-store')
        .send(writeCalendar(kind, entry, { site: deps.site, attendee: null }));
    });
  };
}

import ICAL from 'ical.js';
import { describe, expect, it } from 'vitest';
import { type BookingParams, labMails } from '#server/modules/lab/mails.ts';
import type { Loc } from '#server/platform/i18n.ts';
import { layOut } from '#server/platform/mail/layout.ts';
import type { MailContext, MailDocument } from '#server/platform/mail/template.ts';

const context: MailContext = {
  site: {
    office: { name: 'Ufficio di prova', shortName: 'Prova' },
    siteUrl: 'https://sportello.example',
    sender: { name: 'Prova', address: 'avvisi@sportello.example' },
  },
  recipient: 'persona@scuola.example',
  at: new Date('2026-10-01T08:00:00Z'),
};

const booking: BookingParams = {
  bookingId: '0b0f6a52-6b3f-4d57-9a3e-0f8a4a8c2f11',
  code: 'K7M2QXRT',
  sequence: 0,
  title: 'Coding, robotica; e "gioco"',
  startsAt: '2026-12-03T14:00:00.000Z',
  endsAt: '2026-12-03T17:00:00.000Z',
  venueName: 'Istituto Prova',
  venueAddress: 'via Inventata 1',
  venueMunicipality: 'Bologna',
  room: 'Aula 3',
  cancelUntil: '2026-12-01T14:00:00.000Z',
};

const left = {
  ...booking,
  bookingId: '6f2d0f0e-6f5b-4c57-8d5c-6a55a61d8c22',
  sequence: 1,
  startsAt: '2026-11-20T14:00:00.000Z',
  endsAt: '2026-11-20T17:00:00.000Z',
};

function documents(locale: Loc): Record<'confirmed' | 'cancelled' | 'moved', MailDocument> {
  return {
    confirmed: labMails['lab.bookingConfirmed'](booking, locale, context),
    cancelled: labMails['lab.bookingCancelled']({ ...booking, sequence: 1 }, locale, context),
    moved: labMails['lab.bookingMoved']({ ...booking, left }, locale, context),
  };
}

/** The one event of an iCalendar text, read by another library than the one that wrote it. */
function eventOf(text: string): { method: string; event: ICAL.Event; property(name: string): ICAL.Property | null } {
  const calendar = new ICAL.Component(ICAL.parse(text));
  const [component, ...others] = calendar.getAllSubcomponents('vevent');
  expect(others).toEqual([]);
  return {
    method: String(calendar.getFirstPropertyValue('method')),
    event: new ICAL.Event(component!),
    property: (name) => component!.getFirstProperty(name),
  };
}

describe('booking mails', () => {
  it('[LAB-14] the confirmation says the words of M9, with the place and the deadline in Italian time', () => {
    const mail = layOut(documents('IT').confirmed, 'IT', context.site);
    expect(mail.subject).toBe('Hai un posto: Coding, robotica; e "gioco", gio 3 dic, 15:00');
    expect(mail.text).toBe(`Ufficio di prova

Coding, robotica; e "gioco", giovedì 3 dicembre 2026, ore 15:00, Istituto Prova, Aula 3, via Inventata 1, Bologna.

Codice prenotazione K7M2QXRT. L’appuntamento è allegato.

Puoi annullare o cambiare fino a martedì 1 dicembre 2026, ore 15:00.

Le tue prenotazioni:
https://sportello.example/prenotazioni

Se non hai prenotato tu, annulla dalla pagina delle prenotazioni e cambia subito la password: https://sportello.example/recupero.

--
Ufficio di prova · https://sportello.example.
Messaggio automatico: non leggiamo le risposte. Per aiuto: https://sportello.example/assistenza.
`);
  });

  it('[LAB-14] a booking made after the deadline does not promise a cancellation', () => {
    const late = labMails['lab.bookingConfirmed']({ ...booking, cancelUntil: '2026-09-30T00:00:00Z' }, 'IT', context);
    const { text } = layOut(late, 'IT', context.site);
    expect(text).toContain(
      'Il termine per annullare o cambiare è già passato. Se non puoi venire, avvisa Ufficio di prova.',
    );
    expect(text).not.toContain('Puoi annullare');
  });

  it('[LAB-14] cancellation and change have the subjects of the message table', () => {
    expect(documents('IT').cancelled.subject).toBe('Hai annullato: Coding, robotica; e "gioco"');
    expect(documents('IT').moved.subject).toBe('Nuova data: Coding, robotica; e "gioco", gio 3 dic, 15:00');
    const { text } = layOut(documents('IT').moved, 'IT', context.site);
    expect(text).toMatch(/Ora hai un posto qui: .*3 dicembre 2026, ore 15:00/);
    expect(text).toMatch(/Hai lasciato: .*20 novembre 2026, ore 15:00/);
  });

  it('[NFR-09] every one says what to do if it was not expected', () => {
    for (const [name, document] of Object.entries(documents('IT'))) {
      expect(layOut(document, 'IT', context.site).text, name).toMatch(/Se non hai (prenotato|annullato|cambiato) tu, /);
    }
    for (const [name, document] of Object.entries(documents('EN'))) {
      expect(layOut(document, 'EN', context.site).text, name).toMatch(/If you did not (book|cancel|change) this, /);
    }
  });

  it('[MSG-02] the English mail has no Italian left, and its HTML says the same words as its text', () => {
    for (const locale of ['IT', 'EN'] as const) {
      for (const [name, document] of Object.entries(documents(locale))) {
        const { text, html } = layOut(document, locale, context.site);
        if (locale === 'EN')
          expect(text.replaceAll(context.site.office.name, ''), name).not.toMatch(
            / (il|la|di|non|posto|appuntamento) /,
          );
        expect(html).toContain(`<html lang="${locale.toLowerCase()}">`);
        const words = (source: string) => source.replaceAll(/[\s:]+/g, ' ');
        const bare = words(
          html
            .replace(/<head>.*<\/head>/s, '')
            .replaceAll(/<[^>]+>/g, ' ')
            .replaceAll('&quot;', '"')
            .replaceAll('&#39;', "'")
            .replaceAll('&amp;', '&'),
        ).replaceAll(/ (?=[.,;])/g, '');
        for (const line of text.split('\n').filter((one) => one && one !== '--'))
          expect(bare, name).toContain(words(line).trim());
      }
    }
  });

  it('[MSG-02] the HTML is accessible and asks nothing of other servers', () => {
    for (const document of Object.values(documents('IT'))) {
      const { html } = layOut(document, 'IT', context.site);
      expect(html).toMatch(/<title>[^<]+<\/title>/);
      expect(html.match(/<h1[ >]/g)).toHaveLength(1);
      expect(html).not.toMatch(/<(img|link|script|iframe|object|style|table)\b|url\(|@import/i);
      for (const [, url] of html.matchAll(/href="([^"]*)"/g))
        expect(url).toMatch(/^https:\/\/sportello\.example(\/|$)/);
    }
  });

  it('[SEC-014] what people and offices write is text in the HTML, never markup', () => {
    const hostile = { ...booking, title: '<img src=x onerror=alert(1)>"\'&', venueName: '</p><script>' };
    const { html } = layOut(labMails['lab.bookingConfirmed'](hostile, 'IT', context), 'IT', context.site);
    expect(html).not.toMatch(/<img|<script/);
    expect(html).toContain('&lt;img src=x onerror=alert(1)&gt;&quot;&#39;&amp;');
  });
});

describe('calendar entries', () => {
  it('[LAB-14] the confirmation invites with all a calendar needs', () => {
    const { calendar } = documents('IT').confirmed;
    expect(calendar!.method).toBe('REQUEST');
    const { method, event, property } = eventOf(calendar!.content);
    expect(method).toBe('REQUEST');
    expect(event.uid).toBe(booking.bookingId);
    expect(event.sequence).toBe(0);
    expect(event.summary).toBe(booking.title);
    expect(event.location).toBe('Istituto Prova, Aula 3, via Inventata 1, Bologna');
    expect(event.startDate.toJSDate()).toEqual(new Date(booking.startsAt));
    expect(event.endDate.toJSDate()).toEqual(new Date(booking.endsAt));
    expect(event.startDate.zone.tzid).toBe('UTC');
    expect(event.description).toBe('Codice prenotazione K7M2QXRT.\nhttps://sportello.example/prenotazioni');
    expect(property('url')!.getFirstValue()).toBe('https://sportello.example/prenotazioni');
    expect(property('status')!.getFirstValue()).toBe('CONFIRMED');
    expect(property('dtstamp')!.getFirstValue()!.toString()).toBe('2026-10-01T08:00:00Z');
    expect(property('organizer')!.getFirstValue()).toBe('mailto:avvisi@sportello.example');
    expect(property('attendee')!.getFirstValue()).toBe('MAILTO:persona@scuola.example');
  });

  it('[LAB-14] the cancellation takes away the very entry, by UID and a higher sequence', () => {
    const { calendar } = documents('IT').cancelled;
    const { method, event, property } = eventOf(calendar!.content);
    expect([calendar!.method, method]).toEqual(['CANCEL', 'CANCEL']);
    expect(event.uid).toBe(booking.bookingId);
    expect(event.sequence).toBe(1);
    expect(property('status')!.getFirstValue()).toBe('CANCELLED');
  });

  it('[LAB-14] a change puts in the new entry and takes away the one that was left', () => {
    const { calendar, attachments } = documents('IT').moved;
    expect(eventOf(calendar!.content)).toMatchObject({ method: 'REQUEST', event: { uid: booking.bookingId } });
    const [removal] = attachments!;
    expect(removal!.contentType).toContain('method=CANCEL');
    expect(eventOf(String(removal!.content))).toMatchObject({
      method: 'CANCEL',
      event: { uid: left.bookingId, sequence: 1 },
    });
  });

  it('[LAB-14] the same booking always writes the same entry, so a retried mail changes nothing', () => {
    expect(documents('IT').confirmed).toEqual(documents('IT').confirmed);
  });

  it('[LAB-14] an entry keeps its hour across the change to summer time', () => {
    const summer = { ...booking, startsAt: '2027-03-28T13:00:00.000Z', endsAt: '2027-03-28T15:00:00.000Z' };
    const mail = labMails['lab.bookingConfirmed'](summer, 'IT', context);
    expect(layOut(mail, 'IT', context.site).text).toContain('domenica 28 marzo 2027, ore 15:00');
    expect(eventOf(mail.calendar!.content).event.startDate.toJSDate()).toEqual(new Date(summer.startsAt));
  });
});

// What is executed once for many.
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

import { getNamedType, isObjectType } from 'graphql';
import pg from 'pg';
import { afterEach, expect, it } from 'vitest';
import { globalId } from '#server/graphql/ids.ts';
import { isShared } from '#server/graphql/sharing.ts';
import { schema } from '#server/schema.ts';
import { startTestApp, type TestApp, watch } from '#test/kit/api.ts';

const undo: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

async function start(...options: Parameters<typeof startTestApp>): Promise<TestApp> {
  const app = await startTestApp(...options);
  undo.push(() => app.stop());
  return app;
}

const PAGE =
  'query ($slug: String!) { campaign(slug: $slug) { title myHeld labs { code sessions { seats { free } } } } }';
const ofCampaigns = (text: string) => /from "public"\."campaign"/i.test(text);

it('[RSH-01] equal questions of visitors at once are read once; those that are signed in are read for each', async () => {
  const app = await start();
  const campaign = await app.seed.campaign();
  await app.seed.session(await app.seed.lab(campaign.id));
  await app.ask(PAGE, { slug: campaign.slug });
  const owner = new pg.Client({ connectionString: app.database.ownerUrl });
  await owner.connect();
  undo.push(() => owner.end());
  const readsOf = async (cookies: (string | null)[]) => {
    const before = app.queries.length;
    // They are together for as long as nobody can read.
    await owner.query('begin; lock table campaign in access exclusive mode');
    const asked = cookies.map((cookie) => app.ask(PAGE, { slug: campaign.slug }, cookie));
    await sleep(300);
    await owner.query('commit');
    const answers = await Promise.all(asked);
    return { reads: app.queries.slice(before).filter(ofCampaigns).length, answers };
  };
  const visitors = await readsOf(Array<null>(20).fill(null));
  expect(new Set(visitors.answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  expect(visitors.reads).toBeLessThan(20);
  const one = await app.signedIn();
  const people = await readsOf([one.cookie, one.cookie, one.cookie]);
  expect(people.reads).toBeGreaterThanOrEqual(3);
  expect(people.answers[0]).toMatchObject({ campaign: { myHeld: 0 } });
  expect(visitors.answers[0]).toMatchObject({ campaign: { myHeld: null } });
});

it('[LAB-05] is read anew for whoever asks after a change', async () => {
  const app = await start();
  const campaign = await app.seed.campaign();
  const session = await app.seed.session(await app.seed.lab(campaign.id), { capacity: 30 });
  for (let free = 29; free > 9; free--) {
    const { viewer } = await app.seed.person();
    const others = Promise.all(Array.from({ length: 5 }, () => app.ask(PAGE, { slug: campaign.slug })));
    await app.app.services.lab.bookSeat(viewer, { sessionId: session.id, idempotencyKey: randomUUID() });
    await others;
    expect(await app.ask(PAGE, { slug: campaign.slug })).toMatchObject({
      campaign: { labs: [{ sessions: [{ seats: { free } }] }] },
    });
  }
});

it('[LAB-05] watchers with other selections and ids of their own are each told what they asked for', async () => {
  const app = await start();
  const session = await app.seed.session(await app.seed.lab((await app.seed.campaign()).id), { capacity: 9 });
  const of = { session: globalId('LabSession', session.id) };
  const ask = (fields: string) => `subscription ($of: AvailabilityScope!) { availability(of: $of) { ${fields} } }`;
  interface Told {
    availability: Record<string, unknown>;
  }
  const watchers = ['kind seats: sessions { left: free }', 'version sessions { free capacity }', 'kind'].flatMap(
    (fields) => [0, 1].map(() => watch<Told>(app.socket(), ask(fields), { of })),
  );
  for (const watcher of watchers) await watcher.next();
  const { viewer } = await app.seed.person();
  await app.app.services.lab.bookSeat(viewer, { sessionId: session.id, idempotencyKey: randomUUID() });
  const told = await Promise.all(watchers.map((watcher) => watcher.next()));
  const wanted = [
    { kind: 'CHANGES', seats: [{ left: 8 }] },
    { version: session.version + 1, sessions: [{ free: 8, capacity: 9 }] },
    { kind: 'CHANGES' },
  ];
  expect(told.map(({ availability }) => availability)).toEqual(wanted.flatMap((one) => [one, one]));
});

it('[LAB-05] many who begin to watch at once are served by few readings, each with its own rows', async () => {
  const app = await start();
  const lab = await app.seed.lab((await app.seed.campaign()).id);
  const sessions = await Promise.all([5, 6].map((capacity) => app.seed.session(lab, { capacity })));
  interface Told {
    availability: { sessions: { sessionId: string; capacity: number }[] };
  }
  const DOCUMENT = `subscription ($of: AvailabilityScope!) { availability(of: $of) { sessions { sessionId capacity } } }`;
  const owner = new pg.Client({ connectionString: app.database.ownerUrl });
  await owner.connect();
  undo.push(() => owner.end());
  const socket = app.socket();
  const before = app.queries.length;
  // They are together for as long as nobody can read.
  await owner.query('begin; lock table lab_session in access exclusive mode');
  const watchers = Array.from({ length: 20 }, (_, n) => {
    const session = globalId('LabSession', sessions[n % 2]!.id);
    return { session, capacity: 5 + (n % 2), messages: watch<Told>(socket, DOCUMENT, { of: { session } }) };
  });
  const first = watchers.map(({ messages }) => messages.next());
  await expect.poll(() => app.app.services.lab.availability.watchers).toBe(20);
  await owner.query('commit');
  const told = await Promise.all(first);
  for (const [n, { session, capacity }] of watchers.entries()) {
    expect(told[n]?.availability.sessions).toEqual([{ sessionId: session, capacity }]);
  }
  const reads = app.queries.slice(before).filter((text) => text.includes('s.campaign_id as group'));
  expect(reads.length).toBeLessThan(10);
});

it('[API-04] nothing below a shared live read can depend on who asks', () => {
  const fields = Object.values(schema.getSubscriptionType()?.getFields() ?? {}).filter(isShared);
  expect(fields.map(({ name }) => name)).toEqual(['availability']);
  const seen = new Set<string>();
  const visit = (type: unknown): void => {
    const named = getNamedType(type as never);
    if (!isObjectType(named) || seen.has(named.name)) return;
    seen.add(named.name);
    for (const field of Object.values(named.getFields())) visit(field.type);
  };
  for (const field of fields) visit(field.type);
  // Whoever adds a type here has seen that its fields are the same for everybody.
  expect([...seen].sort()).toEqual(['AvailabilityUpdate', 'Freshness', 'SessionSeats']);
});

import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Client, createClient } from '../../shared/client.ts';
import { type CallOutput, calls } from '../../shared/contract.ts';
import { eventTypes } from '../../shared/event.ts';
import { type App, createApp } from '../app.ts';
import { createLog } from '../log.ts';
import { createMemoryTransport } from '../memory-transport.ts';
import { findResources } from '../paths.ts';
import { forkNode } from '../pipeline/fork-node.ts';

interface Opened {
  app: App;
  client: Client;
  dataDir: string;
}

let apps: App[];
beforeEach(() => {
  apps = [];
});
afterEach(async () => {
  for (const app of apps) await app.stop();
});

/** The whole core over an empty data folder, without its networks. */
async function open(): Promise<Opened> {
  const dataDir = mkdtempSync(join(tmpdir(), 'h200-configuration-'));
  const app = createApp({
    dataDir,
    host: 'memory',
    version: '1.2.3',
    forkInference: forkNode(join(import.meta.dirname, '..', 'pipeline', 'inference-child.ts')),
    forkRender: forkNode(join(import.meta.dirname, '..', 'render', 'render-child.ts')),
    inference: false,
    resources: findResources(),
    log: createLog({ level: 'silent' }),
  });
  apps.push(app);
  await app.start();
  return { app, client: createClient(createMemoryTransport(app)), dataDir };
}

const hour = 3_600_000;
const inHours = (hours: number) => new Date(Date.now() + hours * hour).toISOString();

/** Something of everything that can be set up. Gives what must not leave. */
async function setUp({ client }: Opened): Promise<string[]> {
  const address = 'https://hooks.example.com/T0PSECRETPATH';
  const { channel } = await client.call('channels.save', {
    ...{ kind: 'webhook', name: 'Night shift', eventTypes: [...eventTypes], config: { url: address } },
  });
  const { alerting } = await client.call('routes.get', {});
  await client.call('routes.save', {
    routes: {
      ...alerting.routes,
      repeatIntervalSeconds: 7_200,
      routes: [
        {
          ...{ id: 'night', name: 'At night', routes: [], escalationId: 'night', continue: true },
          to: { channelIds: [channel.id] },
          times: [{ days: ['monday'], from: '22:00', to: '06:00', timeZone: 'Europe/Berlin' }],
        },
        ...alerting.routes.routes,
      ],
    },
    inhibitions: [
      {
        id: 'belt',
        name: 'Belt',
        source: [{ name: 'alertname', value: 'A' }],
        target: [{ name: 'line', value: '4' }],
      },
    ],
    quietHours: [
      {
        ...{ id: 'sleep', name: 'Sleep', channels: { all: true } },
        times: [{ days: ['sunday'], from: '00:00', to: '24:00' }],
      },
    ],
  });
  await client.call('escalations.save', {
    ...{ id: 'night', name: 'Night', severities: ['error'], remindAfterMinutes: 30 },
    steps: [{ afterMinutes: 5, to: { channelIds: [channel.id] }, raiseTo: 'critical' }],
    repeat: { afterMinutes: 10, times: 2 },
  });
  const silence = {
    ...{ endsAt: inHours(5), who: 'Ada' },
    matchers: [{ name: 'line', op: '=~' as const, value: '4|5' }],
  };
  await client.call('silences.save', { ...silence, comment: 'Works on line 4' });
  const { id } = await client.call('silences.save', { ...silence, comment: 'Was short' });
  await client.call('silences.expire', { id });
  await client.call('thresholds.save', { metric: 'disk', above: 70, clearBelow: 60, forSeconds: 10 });
  await client.call('thresholds.save', {
    ...{ metric: 'gpu.0.temperature', above: 70, clearBelow: 60, forSeconds: 10, enabled: false },
  });
  const { id: templateId } = await client.call('templates.clone', {
    ...{ id: 'local:overlay-card', name: 'Line 4' },
  });
  for (const id of [templateId, 'local:mock-up']) {
    const { mapping } = await client.call('templates.get', { id });
    await client.call('mappings.save', { ...mapping, fit: 'stretch' });
  }
  await client.call('areas.save', { name: 'Tray', x: 0.1, y: 0.1, width: 0.5, height: 0.5 });
  for (const [name, text] of [
    ['In place', "Every mug must be inside the area 'Tray'."],
    ['Told', "If there is no mug, send a message to 'Night shift'."],
    ['One', 'There must be exactly one mug.'],
    ['Drawn', 'If there is no mug, use the template "Line 4".'],
  ] as const)
    await client.call('rules.save', { name, text, enabled: name !== 'One' });
  const { secret } = await client.call('hooks.save', {
    ...{ name: 'line-4', allows: ['alert.raise'], perMinute: 30, create: true },
  });
  await client.call('settings.set', { announcements: { startAndStop: true, batchContactSheet: true } });
  const assistant = { enabled: true, baseUrl: 'http://127.0.0.1:9/v1', model: 'tiny' };
  await client.call('settings.set', { rules: { context: 'night', assistant } });
  await client.call('rules.setAssistantKey', { key: 'sk-T0PSECRETKEY' });
  await client.call('renderers.setKey', { key: 'T0PSECRETRENDERKEY' });
  return ['T0PSECRETPATH', secret ?? '', 'sk-T0PSECRETKEY', 'T0PSECRETRENDERKEY'];
}

/** What was set up, as screens get it. Silences that have ended are no longer of any use. */
async function setUpOf({ client }: Opened) {
  const { templates } = await client.call('templates.list', { source: 'local' });
  const drawn = await Promise.all(templates.map(({ id }) => client.call('templates.get', { id })));
  const [channels, routes, escalations, silences, thresholds, areas, rules, hooks, settings] =
    await Promise.all([
      client.call('channels.list', {}),
      client.call('routes.get', {}),
      client.call('escalations.list', {}),
      client.call('silences.list', {}),
      client.call('thresholds.list', {}),
      client.call('areas.list', {}),
      client.call('rules.list', {}),
      client.call('hooks.list', {}),
      client.call('settings.get', {}),
    ]);
  return {
    ...{ routes, escalations, thresholds, settings },
    templates: drawn.map(({ template: { updatedAt: _, ...template }, ...mapping }) => ({
      template,
      ...mapping,
    })),
    channels: channels.channels.map(({ channel: { config: _, ...channel } }) => channel),
    silences: silences.silences.filter(({ state }) => state !== 'expired'),
    areas: areas.areas.map(({ id: _, ...area }) => area),
    rules: rules.rules.map(({ id, name, text, enabled }) => ({ id, name, text, enabled })),
    hooks: hooks.hooks.map(({ name, enabled, auth, allows, perMinute }) => {
      return { name, enabled, auth, allows, perMinute };
    }),
  };
}

async function exportOf({ app, client }: Opened) {
  const { id } = await client.call('configuration.export', {});
  const file = await app.files.resolve(`/exports/${id}`);
  if (!('path' in file)) throw new Error('Nothing was exported.');
  return new Uint8Array(readFileSync(file.path));
}

const name = 'configuration.json';
const bytesOf = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));
const news = ({ changes }: CallOutput<'configuration.import'>) =>
  changes
    .filter(({ change }) => change !== 'same')
    .map(
      (one) => `${one.section}: ${one.name}: ${one.change}${one.remark === null ? '' : `: ${one.remark}`}`,
    );

test('an empty installation becomes what another was, without a secret of it', async () => {
  const [one, other] = [await open(), await open()];
  const secrets = await setUp(one);
  const bytes = await exportOf(one);
  for (const secret of secrets) expect(new TextDecoder().decode(bytes)).not.toContain(secret);

  const empty = await setUpOf(other);
  const preview = await other.client.call('configuration.preview', { name, bytes });
  expect(calls['configuration.preview'].output.parse(preview)).toEqual(preview);
  expect(await setUpOf(other)).toEqual(empty);

  const imported = await other.client.call('configuration.import', { name, bytes });
  expect(imported).toEqual(preview);
  expect(news(imported)).toEqual([
    'settings: Announcements: changed',
    'settings: Rules: changed',
    'channels: Night shift: added: Type its secrets before anything is sent there.',
    'routes: Everything else: changed',
    'routes: At night: added',
    'inhibitions: Belt: added',
    'inhibitions: The inference is down: photos fail because of it: removed',
    'quietHours: Sleep: added',
    'escalations: Night: added',
    'silences: Works on line 4: added',
    'thresholds: Disk of the data folder: changed',
    'thresholds: GPU temperature, GPU 0: added',
    'templates: Line 4: added',
    'mappings: Mock-up: added',
    'mappings: Line 4: added',
    'areas: Tray: added',
    'rules: In place: added',
    'rules: Told: added',
    'rules: One: added',
    'rules: Drawn: added',
    'hooks: line-4: added: Make a new secret for its sender: nobody is let in before that.',
  ]);
  expect(await setUpOf(other)).toEqual(await setUpOf(one));

  // Once more changes nothing, there or here.
  for (const { client } of [one, other]) {
    const again = await client.call('configuration.import', { name, bytes });
    expect(again.changes.filter(({ change }) => change !== 'same')).toEqual([]);
  }
  expect((await one.client.call('hooks.list', {})).hooks[0]?.secretMadeAt).not.toBeNull();
});

test('a hook that came lets nobody in, not even with the secret it had there, before it gets one of its own', async () => {
  const [one, other] = [await open(), await open()];
  const hook = { name: 'line-4', allows: ['alert.raise' as const], auth: 'token' as const };
  const made = await one.client.call('hooks.save', { ...hook, create: true });
  await other.client.call('settings.set', { hooks: { enabled: true, port: 4_290 } });
  const settings = await other.client.call('settings.get', {});
  await one.client.call('settings.set', settings);
  await other.client.call('configuration.import', { name, bytes: await exportOf(one) });
  expect((await other.client.call('hooks.list', {})).hooks).toMatchObject([{ secretMadeAt: null }]);

  const callWith = (secret: string | null) =>
    other.app.hooks.receive({
      name: 'line-4',
      headers: { 'content-type': 'application/json', 'x-hook-token': secret ?? '' },
      read: async () =>
        Buffer.from(
          JSON.stringify({ type: 'alert.raise', data: { labels: { alertname: 'A' }, title: 'A' } }),
        ),
    });
  for (const secret of [made.secret, '', 'undefined'])
    await expect(callWith(secret)).rejects.toMatchObject({ code: 'host.unauthorized' });
  const renewed = await other.client.call('hooks.save', { ...hook, secret: 'replace' });
  expect(renewed.hook).toMatchObject({ secretMadeAt: expect.any(String), previousUntil: null });
  expect(await callWith(renewed.secret)).toMatchObject({ alertId: expect.any(String) });

  // A hook that asks for another proof than it does here loses the secret it has.
  const [file, asSignature] = [JSON.parse(new TextDecoder().decode(await exportOf(one))), 'signature'];
  const changed = { ...file, hooks: [{ ...file.hooks[0], auth: asSignature }] };
  const imported = await other.client.call('configuration.import', { name, bytes: bytesOf(changed) });
  expect(news(imported)).toEqual([
    'hooks: line-4: changed: Make a new secret for its sender: nobody is let in before that.',
  ]);
  expect((await other.client.call('hooks.list', {})).hooks).toMatchObject([{ secretMadeAt: null }]);
});

test('what does not fit here is skipped, and said; rules come into the order of the file', async () => {
  const { client } = await open();
  const past = '2026-01-01T00:00:00.000Z';
  const silence = {
    matchers: [{ name: 'line', op: '=' as const, value: '4' }],
    comment: 'Ended here',
    who: 'Ada',
  };
  const ended = await client.call('silences.save', { ...silence, endsAt: inHours(2) });
  await client.call('silences.expire', { id: ended.id });
  for (const one of ['First', 'Second'])
    await client.call('rules.save', { name: one, text: 'There must be one mug.' });
  const card = await client.call('templates.get', { id: 'local:overlay-card' });
  const { mapping } = card;
  const showing = (designId: string) => {
    const image = card.template.layers.find((layer) => 'picture' in layer);
    const layers = [{ ...image, picture: { kind: 'asset', designId } }];
    return {
      template: { ...card.template, id: 'own:logo', name: 'Logo', builtIn: false, layers },
      mapping: null,
    };
  };
  const rule = (of: string, text = 'There must be one mug.') => ({ name: of, text });
  const bytes = bytesOf({
    ...{ format: 'h200-configuration', version: 2 },
    silences: [
      { ...silence, id: ended.id, startsAt: past, endsAt: inHours(2) },
      { ...silence, id: 'sil_past', comment: 'Long ago', startsAt: '2025-01-01T00:00:00.000Z', endsAt: past },
    ],
    rules: { rules: [rule('Second'), rule('Third'), rule('Sings', 'Every mug must sing.'), rule('First')] },
    templates: { own: [showing('0'.repeat(64))], mappings: [{ ...mapping, templateId: 'own:elsewhere' }] },
    escalations: [{ id: 'a', name: 'A', steps: [{ afterMinutes: 1, to: { channelIds: ['env-slack'] } }] }],
  });
  expect(news(await client.call('configuration.import', { name, bytes }))).toEqual([
    'escalations: A: added: It names "env-slack": there is no such channel here.',
    'silences: Ended here: skipped: It was ended here.',
    'silences: Long ago: skipped: It has ended.',
    expect.stringMatching(/^templates: Logo: skipped: .*This design is not here/),
    'mappings: own:elsewhere: skipped: Its template is not here. Import it again once it is.',
    'rules: Third: added',
    expect.stringMatching(/^rules: Sings: skipped: It is not understood here: /),
    'rules: Their order: changed',
  ]);
  const { rules } = await client.call('rules.list', {});
  expect(rules.map((one) => one.name)).toEqual(['Second', 'Third', 'First']);
});

test('a file of the first version leaves alone what it does not know of', async () => {
  const one = await open();
  await setUp(one);
  const before = await setUpOf(one);
  const bytes = bytesOf({ format: 'h200-configuration', version: 1, settings: {}, channels: [] });
  expect(await one.client.call('configuration.import', { name, bytes })).toEqual({ changes: [] });
  expect(await setUpOf(one)).toEqual(before);
});

test('an import that cannot be written whole leaves all as it was', async () => {
  const [one, other] = [await open(), await open()];
  await setUp(one);
  await other.client.call('channels.save', {
    ...{ kind: 'webhook', name: 'Night shift', eventTypes: [], config: { url: 'https://a.example.com/T0P' } },
  });
  await other.client.call('hooks.save', {
    name: 'line-4',
    allows: ['alert.raise'],
    auth: 'token',
    create: true,
  });
  const files = () =>
    ['settings.json', 'channels.json', 'secrets.json'].map((file) =>
      readFileSync(join(other.dataDir, file), 'utf8'),
    );
  const before = [await setUpOf(other), files()];
  const database = new DatabaseSync(join(other.dataDir, 'h200.sqlite'));
  database.exec("CREATE TRIGGER full BEFORE UPDATE ON hooks BEGIN SELECT RAISE(ABORT, 'full'); END");
  const bytes = await exportOf(one);
  await expect(other.client.call('configuration.import', { name, bytes })).rejects.toThrow();
  expect([await setUpOf(other), files()]).toEqual(before);
  database.exec('DROP TRIGGER full');
  database.close();
  await other.client.call('configuration.import', { name, bytes });
  expect((await setUpOf(other)).rules).toEqual((await setUpOf(one)).rules);
});

test.each([
  [
    'a route twice',
    { alerting: { routes: { id: 'a', name: 'A', to: {}, routes: [{ id: 'a', name: 'B', routes: [] }] } } },
    /there twice/,
  ],
  [
    'no matcher',
    {
      silences: [
        { id: 'sil_a', matchers: [], startsAt: inHours(0), endsAt: inHours(1), comment: '', who: 'a' },
      ],
    },
    /silences\.0\.matchers: Say which alerts/,
  ],
  [
    'a threshold of nothing',
    { thresholds: [{ metric: 'moon', above: 1, clearBelow: 1, forSeconds: 1 }] },
    /thresholds\.0\.metric/,
  ],
  [
    'two areas of one name',
    { rules: { rules: [], areas: ['A', 'a'].map((of) => ({ name: of, x: 0, y: 0, width: 1, height: 1 })) } },
    /Two areas have one name/,
  ],
  ['a hook that may do nothing', { hooks: [{ name: 'a', allows: [] }] }, /hooks\.0\.allows/],
])('a file with %s is refused, the good parts of it too', async (_case, content, message) => {
  const { client } = await open();
  const settings = { announcements: { startAndStop: true, batchContactSheet: true } };
  const bytes = bytesOf({ format: 'h200-configuration', version: 2, settings, ...content });
  await expect(client.call('configuration.import', { name, bytes })).rejects.toMatchObject({
    code: 'configuration.invalid',
    message: expect.stringMatching(message),
  });
  expect((await client.call('settings.get', {})).announcements.startAndStop).toBe(false);
});

import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { secretMask } from '../../shared/channel.ts';
import { draft, openTestRegistry } from '../integrations/test-channels.ts';
import { type Database, openDatabase } from '../store/database.ts';
import { openSettingsStore } from '../store/settings-store.ts';
import { channelSection } from './channel-section.ts';
import { createConfigurationFile } from './configuration-file.ts';
import { settingsSection } from './settings-section.ts';

const databases: Database[] = [];
afterEach(() => {
  for (const database of databases.splice(0)) database.close();
});

function open(options: Parameters<typeof openTestRegistry>[0] = {}) {
  const opened = openTestRegistry(options);
  const { dataDir, registry, log } = opened;
  const database = openDatabase(join(dataDir, 'h200.sqlite'));
  databases.push(database);
  const settings = openSettingsStore({ dataDir, onChange: () => undefined, log });
  const sections = [settingsSection(settings), channelSection({ registry, changed() {} })];
  return { ...opened, settings, file: createConfigurationFile({ sections, database }) };
}

const bytesOf = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));
const contentOf = (bytes: Uint8Array) => JSON.parse(new TextDecoder().decode(bytes));
/** What is not as it was before. */
const news = ({ changes }: Awaited<ReturnType<ReturnType<typeof open>['file']['import']>>) =>
  changes
    .filter(({ change }) => change !== 'same')
    .map(({ section, name, change, remark }) => [section, name, change, remark]);
const needsSecrets = 'Type its secrets before anything is sent there.';

test('an export holds settings and channels, and neither secrets nor what the environment gives', () => {
  const { file, registry } = open({
    env: { SLACK_WEBHOOK_URL: 'https://hooks.example.com/ENVSECRET', SMTP_PORT: '99' },
  });
  registry.save(draft({ config: { headers: { key: 'T0PSECRET' } } }));
  const { channel, masked } = registry.get('env-test');
  registry.save({ ...channel, config: { ...masked, room: 'A' } });
  const exported = contentOf(file.exported());
  expect(exported).toMatchObject({
    format: 'h200-configuration',
    version: 2,
    settings: { photos: { maxMegapixels: 100 } },
    channels: [
      { id: 'ops-room', config: { webhookUrl: secretMask, headers: { key: secretMask } } },
      { id: 'env-test', config: { room: 'A' } },
    ],
  });
  expect(JSON.stringify(exported)).not.toMatch(/T0PSECRET|ENVSECRET|99/);
});

test('elsewhere an import takes all over, and names the channels that still need their secrets', async () => {
  const one = open();
  one.settings.set({ appearance: { theme: 'dark', units: 'px' } });
  one.registry.save(draft({ name: 'Ops', config: { room: 'A' } }));
  const other = open();
  other.registry.save(draft({ name: 'Mine' }));
  const before = [other.read('channels.json'), other.settings.get()];
  const expected = [
    ['settings', 'Appearance', 'changed', null],
    ['channels', 'Ops', 'added', needsSecrets],
  ];
  expect(news(other.file.preview(one.file.exported()))).toEqual(expected);
  expect([other.read('channels.json'), other.settings.get()]).toEqual(before);
  expect(news(await other.file.import(one.file.exported()))).toEqual(expected);
  expect(other.settings.get().appearance.theme).toBe('dark');
  expect(other.registry.list().map(({ channel, closed }) => [channel.id, closed?.reason])).toEqual([
    ['mine', undefined],
    ['ops', 'Webhook URL is needed.'],
  ]);
  const { channel, masked } = other.registry.get('ops');
  other.registry.save({ ...channel, config: { ...masked, webhookUrl: 'https://hooks.example.com/x' } });
  expect(other.registry.get('ops')).toMatchObject({ closed: null, config: { room: 'A' } });
});

test('here an import of the own export changes nothing', async () => {
  const { file, registry, read } = open();
  registry.save(draft({ config: { keys: ['key-one'] } }));
  registry.disable('ops-room', 'The address is gone.');
  const before = [registry.get('ops-room').config, registry.get('ops-room').closed, read('secrets.json')];
  expect(news(await file.import(file.exported()))).toEqual([]);
  expect([registry.get('ops-room').config, registry.get('ops-room').closed, read('secrets.json')]).toEqual(
    before,
  );
});

test('a file of the first version still goes in, and leaves the settings that it does not have', async () => {
  const { file, registry, settings } = open();
  settings.set({ announcements: { startAndStop: true, batchContactSheet: false } });
  const imported = await file.import(
    bytesOf({
      format: 'h200-configuration',
      version: 1,
      settings: { appearance: { theme: 'dark', units: 'mm' } },
      channels: [{ ...draft(), id: 'ops', eventTypes: [], config: { webhookUrl: secretMask, room: 'A' } }],
    }),
  );
  expect(news(imported)).toEqual([
    ['settings', 'Appearance', 'changed', null],
    ['channels', 'Ops room', 'added', needsSecrets],
  ]);
  expect(registry.get('ops').channel.config).toMatchObject({ room: 'A' });
  expect(settings.get()).toMatchObject({
    appearance: { theme: 'dark', units: 'mm' },
    announcements: { startAndStop: true },
  });
});

test('the address that Templated also calls stays behind, and where there is none it is asked for', async () => {
  const [one, other] = [open(), open()];
  const address = 'https://n8n.example.com/webhook/5ecret-path';
  one.settings.set({ render: { ...one.settings.get().render, templatedWebhookUrl: address, format: 'pdf' } });
  const exported = one.file.exported();
  expect(new TextDecoder().decode(exported)).not.toContain('5ecret-path');
  expect(news(await other.file.import(exported))).toEqual([
    ['settings', 'Pictures', 'changed', 'Type the address that Templated also calls.'],
  ]);
  expect(other.settings.get().render).toMatchObject({ templatedWebhookUrl: '', format: 'pdf' });
  expect(news(await one.file.import(exported))).toEqual([]);
  expect(one.settings.get().render.templatedWebhookUrl).toBe(address);
});

test('what a file has that nobody knows is skipped, and said', async () => {
  const { file, registry } = open();
  registry.save(draft());
  const good = contentOf(file.exported());
  const odd = {
    ...good,
    channels: [{ ...good.channels[0], id: 'fax', name: 'Fax', kind: 'fax' }],
    colour: 'blue',
  };
  expect(news(await file.import(bytesOf(odd)))).toEqual([
    ['channels', 'Fax', 'skipped', 'This version of the program knows no channels of the kind "fax".'],
    ['unknown', 'colour', 'skipped', 'This program does not know what it is.'],
  ]);
  expect(registry.list().map(({ channel }) => channel.id)).toEqual(['ops-room']);
});

test.each([
  ['no JSON', () => new Uint8Array([1, 2, 3]), /not a configuration of this program/],
  ['another file', () => bytesOf({ some: 'thing' }), /not a configuration of this program/],
  [
    'of a newer version',
    (good: Record<string, unknown>) => bytesOf({ ...good, version: 3 }),
    /newer version of this program/,
  ],
  [
    'with a wrong setting',
    (good: Record<string, unknown>) => bytesOf({ ...good, settings: { photos: { maxMegapixels: -1 } } }),
    /settings\.photos\.maxMegapixels/,
  ],
  [
    'with a wrong field of a channel',
    (good: { channels: { config: object }[] }) =>
      bytesOf({ ...good, channels: good.channels.map((channel) => ({ ...channel, config: { port: 'x' } })) }),
    /"Ops room"/,
  ],
  [
    'with one id twice',
    (good: { channels: object[] }) => bytesOf({ ...good, channels: [...good.channels, ...good.channels] }),
    /have one id/,
  ],
  [
    'with one name twice',
    (good: { channels: object[] }) =>
      bytesOf({ ...good, channels: [...good.channels, { ...good.channels[0], id: 'other' }] }),
    /Another channel has this name/,
  ],
])('a file that is %s is refused and changes nothing', async (_name, make, message) => {
  const { file, registry, settings, read } = open();
  registry.save(draft());
  const good = { ...contentOf(file.exported()), settings: { appearance: { theme: 'dark', units: 'px' } } };
  const before = [read('channels.json'), settings.get()];
  const refusal = { code: 'configuration.invalid', message: expect.stringMatching(message) };
  expect(() => file.preview(make(good))).toThrow(expect.objectContaining(refusal));
  await expect(file.import(make(good))).rejects.toMatchObject(refusal);
  expect([read('channels.json'), settings.get()]).toEqual(before);
});

test('an import leads no kept secret to another host, and says that it lacks one that is optional', async () => {
  const { file, registry } = open();
  registry.save(draft({ config: { headers: { key: 'T0PSECRET' } } }));
  const hostile = contentOf(file.exported());
  hostile.channels[0].config.webhookUrl = 'https://evil.example.com/';
  expect(news(await file.import(bytesOf(hostile)))).toEqual([
    ['channels', 'Ops room', 'changed', needsSecrets],
  ]);
  expect(registry.get('ops-room')).toMatchObject({
    config: null,
    takesIn: false,
    closed: { condition: 'incomplete', reason: 'Key is needed.' },
    secrets: ['https://evil.example.com/'],
  });
});

test('two channels may swap their names', async () => {
  const { file, registry } = open();
  registry.save(draft({ name: 'One' }));
  registry.save(draft({ name: 'Two' }));
  const swapped = contentOf(file.exported());
  [swapped.channels[0].name, swapped.channels[1].name] = ['Two', 'One'];
  expect(news(await file.import(bytesOf(swapped))).map(([, name, change]) => [name, change])).toEqual([
    ['Two', 'changed'],
    ['One', 'changed'],
  ]);
  expect(registry.get('one').channel.name).toBe('Two');
});

test('a file of a thousand brackets is no configuration', async () => {
  const { file } = open();
  const deep = '['.repeat(50_000) + ']'.repeat(50_000);
  const text = new TextDecoder().decode(file.exported()).replace('"channels": []', `"channels": [${deep}]`);
  expect(text).toContain(deep);
  await expect(file.import(new TextEncoder().encode(text))).rejects.toMatchObject({
    code: 'configuration.invalid',
  });
});

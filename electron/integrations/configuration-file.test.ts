import { expect, test } from 'vitest';
import { secretMask } from '../../shared/channel.ts';
import { openSettingsStore } from '../store/settings-store.ts';
import { createConfigurationFile } from './configuration-file.ts';
import { draft, openTestRegistry } from './test-channels.ts';

function open(options: Parameters<typeof openTestRegistry>[0] = {}) {
  const opened = openTestRegistry(options);
  const { dataDir, registry, log } = opened;
  const settings = openSettingsStore({ dataDir, onChange: () => undefined, log });
  return { ...opened, settings, file: createConfigurationFile({ settings, registry }) };
}

const bytesOf = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));
const contentOf = (bytes: Uint8Array) => JSON.parse(new TextDecoder().decode(bytes));

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
    version: 1,
    settings: { photos: { maxMegapixels: 100 } },
    channels: [
      { id: 'ops-room', config: { webhookUrl: secretMask, headers: { key: secretMask } } },
      { id: 'env-test', config: { room: 'A' } },
    ],
  });
  expect(JSON.stringify(exported)).not.toMatch(/T0PSECRET|ENVSECRET|99/);
});

test('elsewhere an import takes all over, and names the channels that still need their secrets', () => {
  const one = open();
  one.settings.set({ appearance: { theme: 'dark', units: 'px' } });
  one.registry.save(draft({ name: 'Ops', config: { room: 'A' } }));
  const other = open();
  other.registry.save(draft({ name: 'Mine' }));
  expect(other.file.import(one.file.exported())).toEqual({ channels: 1, incomplete: ['Ops'] });
  expect(other.settings.get().appearance.theme).toBe('dark');
  expect(other.registry.list().map(({ channel, closed }) => [channel.id, closed?.reason])).toEqual([
    ['mine', undefined],
    ['ops', 'Webhook URL is needed.'],
  ]);
  const { channel, masked } = other.registry.get('ops');
  other.registry.save({ ...channel, config: { ...masked, webhookUrl: 'https://hooks.example.com/x' } });
  expect(other.registry.get('ops')).toMatchObject({ closed: null, config: { room: 'A' } });
});

test('here an import of the own export changes nothing', () => {
  const { file, registry } = open();
  registry.save(draft({ config: { keys: ['key-one'] } }));
  const before = registry.get('ops-room').config;
  expect(file.import(file.exported())).toEqual({ channels: 1, incomplete: [] });
  expect(registry.get('ops-room').config).toEqual(before);
});

test.each([
  ['no JSON', () => new Uint8Array([1, 2, 3]), /not a configuration of this program/],
  ['another file', () => bytesOf({ some: 'thing' }), /not a configuration of this program/],
  [
    'of a newer version',
    (good: Record<string, unknown>) => bytesOf({ ...good, version: 2 }),
    /newer version of this program/,
  ],
  [
    'with a wrong setting',
    (good: Record<string, unknown>) => bytesOf({ ...good, settings: { photos: { maxMegapixels: -1 } } }),
    /settings\.photos\.maxMegapixels/,
  ],
  [
    'with a channel of an unknown kind',
    (good: { channels: object[] }) => bytesOf({ ...good, channels: [{ ...good.channels[0], kind: 'fax' }] }),
    /"Ops room".*no kind of channel named "fax"/,
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
])('a file that is %s is refused and changes nothing', (_name, make, message) => {
  const { file, registry, settings, read } = open();
  registry.save(draft());
  const good = { ...contentOf(file.exported()), settings: { appearance: { theme: 'dark', units: 'px' } } };
  const before = [read('channels.json'), settings.get()];
  expect(() => file.import(make(good))).toThrow(
    expect.objectContaining({ code: 'configuration.invalid', message: expect.stringMatching(message) }),
  );
  expect([read('channels.json'), settings.get()]).toEqual(before);
});

test('an import leads no kept secret to another host, and says that it lacks one that is optional', () => {
  const { file, registry } = open();
  registry.save(draft({ config: { headers: { key: 'T0PSECRET' } } }));
  const hostile = contentOf(file.exported());
  hostile.channels[0].config.webhookUrl = 'https://evil.example.com/';
  expect(file.import(bytesOf(hostile))).toEqual({ channels: 1, incomplete: ['Ops room'] });
  expect(registry.get('ops-room')).toMatchObject({
    config: null,
    takesIn: false,
    closed: { condition: 'incomplete', reason: 'Key is needed.' },
    secrets: ['https://evil.example.com/'],
  });
});

test('a file of a thousand brackets is no configuration', () => {
  const { file } = open();
  const deep = '['.repeat(50_000) + ']'.repeat(50_000);
  const text = new TextDecoder().decode(file.exported()).replace('"channels": []', `"channels": [${deep}]`);
  expect(text).toContain(deep);
  expect(() => file.import(new TextEncoder().encode(text))).toThrow(
    expect.objectContaining({ code: 'configuration.invalid' }),
  );
});

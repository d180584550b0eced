import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { channelKindViewSchema, channelSchema, channelViewSchema, secretMask } from '../../shared/channel.ts';
import { AppError } from '../../shared/errors.ts';
import { healthy } from '../../shared/test-channel-state.ts';
import type { Vault } from '../store/secret-store.ts';
import { channelKinds } from './channels/index.ts';
import { webhook } from './channels/webhook.ts';
import { draft, openTestRegistry, testKind } from './test-channels.ts';

type Test = ReturnType<typeof openTestRegistry>;

const view = ({ registry }: Test, id: string) => channelViewSchema.parse(registry.view(id, healthy(id)));
const reopen = (opened: Test, options = {}) => openTestRegistry({ dataDir: opened.dataDir, ...options });
const invalid = (fields: Record<string, unknown>) =>
  expect.objectContaining({ code: 'channel.invalid', fields });
function refusalOf(work: () => unknown): AppError {
  try {
    work();
  } catch (error) {
    if (error instanceof AppError) return error;
  }
  throw new Error('It was not refused.');
}

const secretConfig = {
  keys: ['key-one', 'key-two'],
  headers: { 'X.Api.Key': 'header-secret' },
  auth: { kind: 'basic', user: 'me', password: 'password-secret' },
};
const maskedSecretConfig = {
  webhookUrl: secretMask,
  keys: [secretMask, secretMask],
  headers: { 'X.Api.Key': secretMask },
  auth: { kind: 'basic', user: 'me', password: secretMask },
};

describe('a channel that is saved', () => {
  test('gets an id made of its name, is announced and outlives the program with its secrets', () => {
    const opened = openTestRegistry();
    const { id } = opened.registry.save(draft({ name: 'Ops Räume #1', config: secretConfig }));
    expect(id).toBe('ops-ra-ume-1');
    expect(opened.announced).toEqual(['channels.changed']);
    const { registry } = reopen(opened);
    expect(registry.get(id)).toMatchObject({
      config: { ...secretConfig, webhookUrl: 'https://hooks.example.com/services/T0PSECRETPATH', port: 443 },
      closed: null,
      target: 'hooks.example.com',
    });
    expect([...registry.secretsOf(id)].sort()).toEqual([
      'header-secret',
      'https://hooks.example.com/services/T0PSECRETPATH',
      'key-one',
      'key-two',
      'password-secret',
    ]);
  });

  test('shows and stores masks in place of secrets, at any depth', () => {
    const opened = openTestRegistry();
    const { id } = opened.registry.save(draft({ config: secretConfig }));
    expect(view(opened, id).channel.config).toEqual(maskedSecretConfig);
    expect(JSON.parse(opened.read('channels.json')).channels[0].config).toEqual(maskedSecretConfig);
    expect(opened.secrets.keys()).toContain(`channel.${id}.headers.X%2EApi%2EKey`);
  });

  test('keeps a secret whose mask comes back, and takes a new one', () => {
    const opened = openTestRegistry();
    const { id } = opened.registry.save(draft({ config: secretConfig }));
    const { channel } = view(opened, id);
    const keys = [secretMask, 'key-new', 'key-three'];
    opened.registry.save({ ...channel, name: 'Renamed', config: { ...channel.config, keys } });
    expect(reopen(opened).registry.get(id).config).toMatchObject({
      ...secretConfig,
      keys: ['key-one', 'key-new', 'key-three'],
    });
    expect(opened.registry.get(id).channel.name).toBe('Renamed');
  });

  test('forgets secrets that are gone, and what another branch of a union left behind', () => {
    const opened = openTestRegistry();
    const { id } = opened.registry.save(draft({ config: secretConfig }));
    const { channel } = view(opened, id);
    const auth = { kind: 'none', password: 'left-behind' };
    opened.registry.save({ ...channel, config: { webhookUrl: secretMask, auth, other: 'unknown' } });
    expect(opened.secrets.keys()).toEqual([`channel.${id}.webhookUrl`]);
    expect(opened.read('channels.json')).not.toMatch(/left-behind|unknown/);
  });

  test.each([
    ['a new channel', undefined, { webhookUrl: secretMask }, 'config.webhookUrl'],
    ['another header', 'ops-room', { headers: { Other: secretMask } }, 'config.headers.Other'],
    ['a list that became shorter', 'ops-room', { keys: [secretMask] }, 'config.keys.0'],
    ['a field that was none', 'ops-room', { auth: { kind: 'token', user: secretMask } }, 'config.auth.user'],
  ])('cannot take the mask of %s for a secret', (_name, id, config, field) => {
    const { registry } = openTestRegistry();
    registry.save(draft({ config: secretConfig }));
    const name = id === undefined ? 'Other' : 'Ops room';
    expect(() => registry.save({ ...draft({ name, config }), ...(id !== undefined && { id }) })).toThrow(
      invalid({ [field]: 'This secret is not known here. Type it again.' }),
    );
  });

  test('is told why the name of a header will not do', () => {
    const { registry } = openTestRegistry({ kinds: [webhook] });
    const config = { url: 'https://hooks.example.com/x', headers: { Host: 'elsewhere' } };
    expect(() => registry.save(draft({ kind: 'webhook', config }))).toThrow(
      invalid({ 'config.headers.Host': 'This header is set by the program itself.' }),
    );
  });

  test('is told every wrong field, and changes nothing then', () => {
    const opened = openTestRegistry();
    opened.registry.save(draft());
    const before = opened.read('channels.json');
    const wrong = {
      ...draft({ name: 'ops ROOM', batch: { upTo: 50, windowSeconds: 1 } }),
      config: { port: 'x', to: ['a@example.com', 'b'], keys: ['ab'] },
    };
    const refusal = refusalOf(() => opened.registry.save(wrong));
    expect(refusal).toMatchObject({
      code: 'channel.invalid',
      fields: {
        name: 'Another channel has this name. Choose another one.',
        'batch.upTo': 'At most 5 events a message.',
        'config.webhookUrl': 'Webhook URL is needed.',
        'config.port': 'A port is a number.',
        'config.to.1': 'This is no address.',
        'config.keys.0': 'Too short.',
      },
    });
    expect(() => opened.registry.save(draft({ name: '', eventTypes: ['mug_detected'] }))).toThrow(
      invalid({ name: 'Give it a name.' }),
    );
    expect(() => opened.registry.save(draft({ name: 'x', kind: 'pigeon' }))).toThrow(
      invalid({ kind: expect.stringContaining('pigeon') }),
    );
    expect(() => opened.registry.save({ ...draft(), id: 'nowhere' })).toThrow(
      expect.objectContaining({ code: 'notFound' }),
    );
    expect(opened.read('channels.json')).toBe(before);
    expect(opened.announced).toHaveLength(1);
  });

  test('that cannot be written leaves its old secrets as they were', () => {
    const opened = openTestRegistry();
    const { id } = opened.registry.save(draft());
    const { channel } = view(opened, id);
    const file = join(opened.dataDir, 'channels.json');
    rmSync(file);
    mkdirSync(join(file, 'in-the-way'), { recursive: true });
    const config = { webhookUrl: 'https://hooks.example.com/new' };
    expect(() => opened.registry.save({ ...channel, config })).toThrow();
    expect(opened.secrets.get(`channel.${id}.webhookUrl`)).toContain('T0PSECRETPATH');
    expect(opened.registry.get(id).config).toMatchObject({
      webhookUrl: expect.stringContaining('T0PSECRETPATH'),
    });
  });

  test('finds a free id, also beside those of the environment', () => {
    const { registry } = openTestRegistry();
    const ids = ['Ops!', 'ops', 'ops?', 'env test', '☕'].map((name) => registry.save(draft({ name })).id);
    expect(ids).toEqual(['ops', 'ops-2', 'ops-3', 'channel-env-test', 'channel']);
  });
});

test('a channel that is removed goes with its secrets, and no other does', () => {
  const opened = openTestRegistry();
  const { id } = opened.registry.save(draft({ name: 'a' }));
  opened.registry.save(draft({ name: 'a.b' }));
  opened.registry.remove(id);
  expect(opened.registry.list().map(({ channel }) => channel.id)).toEqual(['a-b']);
  expect(opened.secrets.keys()).toEqual(['channel.a-b.webhookUrl']);
  expect(() => opened.registry.remove(id)).toThrow(expect.objectContaining({ code: 'notFound' }));
});

test('a channel that is switched off by the program says why until it is switched on', () => {
  const opened = openTestRegistry();
  const { id } = opened.registry.save(draft());
  opened.registry.disable(id, 'It answered 410.');
  expect(reopen(opened).registry.get(id).closed).toEqual({
    condition: 'disabled',
    reason: 'It answered 410.',
  });
  const { channel } = view(opened, id);
  expect(channel.enabled).toBe(false);
  opened.registry.save({ ...channel, enabled: true });
  expect(opened.registry.get(id).closed).toBeNull();
  opened.registry.save({ ...channel, enabled: false });
  expect(opened.registry.get(id).closed).toEqual({ condition: 'disabled', reason: 'It is switched off.' });
});

describe('the environment', () => {
  const env = {
    SLACK_WEBHOOK_URL: 'https://hooks.example.com/ENVSECRETPATH',
    SMTP_PORT: '8443',
    EMAIL_TO: 'a@example.com, b@example.com',
  };

  test('gives a channel whose fields are shown, masked where they are secret, and locked', () => {
    const opened = openTestRegistry({ env });
    expect(view(opened, 'env-test')).toMatchObject({
      channel: {
        name: 'Test (environment)',
        minSeverity: 'warning',
        config: { webhookUrl: secretMask, port: 8443, to: ['a@example.com', 'b@example.com'] },
      },
      locked: {
        webhookUrl: 'SLACK_WEBHOOK_URL (environment)',
        port: 'SMTP_PORT (environment)',
        to: 'EMAIL_TO (environment)',
      },
      fromEnvironment: true,
      target: 'hooks.example.com',
    });
    expect(opened.secrets.keys()).toEqual([]);
  });

  test('lets everything else be edited and kept', () => {
    const opened = openTestRegistry({ env });
    const { channel } = view(opened, 'env-test');
    const config = { ...channel.config, room: 'A', keys: ['key-one'] };
    opened.registry.save({ ...channel, name: 'Mine', enabled: false, config });
    const again = reopen(opened, { env });
    expect(view(again, 'env-test').channel).toMatchObject({
      name: 'Mine',
      enabled: false,
      config: { room: 'A' },
    });
    expect(again.registry.get('env-test').config).toMatchObject({
      webhookUrl: env.SLACK_WEBHOOK_URL,
      keys: ['key-one'],
    });
    expect(again.read('channels.json')).not.toMatch(/ENVSECRETPATH|8443|a@example/);
    expect(again.secrets.keys()).toEqual(['channel.env-test.keys.0']);
    // Without its name it is not there, and comes back as it was.
    expect(reopen(opened).registry.list()).toEqual([]);
    expect(view(reopen(opened, { env }), 'env-test').channel.name).toBe('Mine');
  });

  test.each([
    ['webhookUrl', 'https://elsewhere.example.com/'],
    ['port', 1],
    ['to', []],
  ])('keeps its %s from being changed', (field, value) => {
    const opened = openTestRegistry({ env });
    const { channel } = view(opened, 'env-test');
    const refusal = refusalOf(() =>
      opened.registry.save({ ...channel, config: { ...channel.config, [field]: value } }),
    );
    expect(refusal).toMatchObject({ code: 'channel.locked', field: `config.${field}` });
  });

  test('cannot be removed here, but switched off by the program', () => {
    const opened = openTestRegistry({ env });
    expect(() => opened.registry.remove('env-test')).toThrow(
      expect.objectContaining({
        code: 'channel.locked',
        message: expect.stringContaining('SLACK_WEBHOOK_URL'),
      }),
    );
    opened.registry.disable('env-test', 'Gone.');
    expect(reopen(opened, { env }).registry.get('env-test').closed?.reason).toBe('Gone.');
    expect(opened.read('channels.json')).not.toMatch(/ENVSECRETPATH/);
  });

  test('switches it on again with another target: the one that is gone was the old one', () => {
    const opened = openTestRegistry({ env });
    opened.registry.disable('env-test', 'Gone.');
    const moved = { ...env, SLACK_WEBHOOK_URL: 'https://hooks.example.com/ANOTHER' };
    const again = reopen(opened, { env: moved });
    expect(again.registry.get('env-test').closed).toBeNull();
    expect(view(again, 'env-test').channel.enabled).toBe(true);
    expect(again.registry.recipientsOf({ type: 'system_alert', severity: 'error' })).toHaveLength(1);
    expect(reopen(opened, { env }).registry.get('env-test').closed?.reason).toBe('Gone.');
    const { channel } = view(again, 'env-test');
    again.registry.save({ ...channel, enabled: false });
    expect(reopen(opened, { env: moved }).registry.get('env-test').closed?.reason).toBe(
      'It is switched off.',
    );
  });

  test('with a wrong value makes the channel incomplete, and the sentence says which', () => {
    const { registry } = openTestRegistry({ env: { ...env, SMTP_PORT: 'many' } });
    expect(registry.get('env-test').closed).toEqual({
      condition: 'incomplete',
      reason: 'SMTP_PORT (environment): A port is a number.',
    });
    expect(openTestRegistry({ env: { SMTP_PORT: '1' } }).registry.list()).toEqual([]);
  });
});

describe('what lies in the file', () => {
  test('of a kind that a newer program knew is kept untouched and shown as switched off', () => {
    const opened = openTestRegistry();
    const stranger = {
      id: 'fax',
      kind: 'fax',
      name: 'Fax',
      eventTypes: [],
      config: { n: 1 },
      future: { a: [1] },
    };
    writeFileSync(
      join(opened.dataDir, 'channels.json'),
      JSON.stringify({ version: 1, channels: [stranger] }),
    );
    const again = reopen(opened);
    expect(again.registry.get('fax').closed).toEqual({
      condition: 'disabled',
      reason: expect.stringContaining('no channels of the kind "fax"'),
    });
    expect(view(again, 'fax').channel.config).toEqual({});
    again.registry.save(draft());
    expect(JSON.parse(again.read('channels.json')).channels[0]).toEqual(stranger);
  });

  test('and is broken is kept aside, and the rest goes on', () => {
    const opened = openTestRegistry();
    opened.registry.save(draft());
    const file = JSON.parse(opened.read('channels.json'));
    file.channels.push({ id: 'NOT AN ID' });
    writeFileSync(join(opened.dataDir, 'channels.json'), JSON.stringify(file));
    const again = reopen(opened);
    expect(again.registry.list()).toHaveLength(1);
    expect(again.logged).toHaveLength(1);
    expect(
      readdirSync(again.dataDir).filter((name) => name.startsWith('channels.json.broken-')),
    ).toHaveLength(1);
  });

  test('is read anew before it is written: another process may have added a channel', () => {
    const one = openTestRegistry();
    const other = reopen(one);
    one.registry.save(draft({ name: 'one' }));
    other.registry.save(draft({ name: 'other' }));
    expect(reopen(one).registry.list()).toHaveLength(2);
  });
});

test('a secret that cannot be read closes its channel only, which goes on collecting', () => {
  const opened = openTestRegistry();
  const { id } = opened.registry.save(draft({ minSeverity: 'info' }));
  const keychain: Vault = { name: 'keychain', encrypt: (_key, text) => text, decrypt: (_key, text) => text };
  const { registry } = reopen(opened, { vault: keychain });
  expect(registry.get(id)).toMatchObject({
    config: null,
    closed: { condition: 'incomplete', reason: expect.stringContaining('locked up with the key file') },
  });
  expect(registry.recipientsOf({ type: 'system_alert', severity: 'info' })).toHaveLength(1);
});

describe('an event goes to', () => {
  const { registry } = openTestRegistry();
  registry.save(draft({ name: 'all', minSeverity: 'info', batch: { upTo: 5, windowSeconds: 30 } }));
  registry.save(draft({ name: 'alone', minSeverity: 'info', batch: { upTo: 1, windowSeconds: 30 } }));
  registry.save(draft({ name: 'errors', minSeverity: 'error' }));
  registry.save(draft({ name: 'models', minSeverity: 'info', eventTypes: ['model_updated'] }));
  registry.save(draft({ name: 'off', minSeverity: 'info', enabled: false }));
  const ids = (...parameters: Parameters<typeof registry.recipientsOf>) =>
    registry.recipientsOf(...parameters).map(({ channelId }) => channelId);
  const info = { type: 'system_alert', severity: 'info' } as const;

  test('the channels that want it, and waits there for company unless it is critical', () => {
    expect(registry.recipientsOf(info)).toEqual([
      { channelId: 'all', windowMs: 30_000 },
      { channelId: 'alone', windowMs: 0 },
    ]);
    expect(registry.recipientsOf({ type: 'model_updated', severity: 'critical' })).toEqual(
      ['all', 'alone', 'errors', 'models'].map((channelId) => ({ channelId, windowMs: 0 })),
    );
  });

  test('those that are named whatever they want, but not to one that is off, unless it is a test', () => {
    expect(ids(info, { channelIds: ['errors', 'off', 'models', 'models'] })).toEqual(['errors', 'models']);
    expect(registry.recipientsOf(info, { channelIds: ['off'], test: true })).toEqual([
      { channelId: 'off', windowMs: 0, test: true },
    ]);
    expect(() => ids(info, { channelIds: ['nowhere'] })).toThrow(
      expect.objectContaining({ code: 'notFound' }),
    );
  });
});

test('kinds come with a schema for their form and what a new one starts with', () => {
  const [kind] = openTestRegistry().registry.kinds();
  expect(channelKindViewSchema.parse(kind)).toMatchObject({
    kind: 'test',
    maxBatch: testKind.limits.maxBatch,
    forWorkflows: false,
    configSchema: { properties: { webhookUrl: { title: 'Webhook URL', secret: true, format: 'uri' } } },
    initial: { kind: 'test', name: 'Test', minSeverity: 'warning', retry: { quickRetries: 3 } },
  });
});

describe('kept secrets do not go to another host', () => {
  const kept = { ...secretConfig, webhookUrl: 'https://hooks.example.com/one' };

  test('they are asked for again; another path of the host keeps them', () => {
    const { registry } = openTestRegistry();
    const { id } = registry.save(draft({ config: kept }));
    const { channel, masked } = registry.get(id);
    for (const webhookUrl of ['https://evil.example.com/one', 'http://hooks.example.com/one']) {
      const refusal = refusalOf(() => registry.save({ ...channel, config: { ...masked, webhookUrl } }));
      expect(refusal.fields).toMatchObject({
        'config.auth.password': 'It was kept for another host. Type it again.',
      });
    }
    expect(registry.get(id).config).toMatchObject(kept);
    const webhookUrl = 'https://hooks.example.com/two';
    registry.save({ ...channel, config: { ...masked, webhookUrl } });
    expect(registry.get(id).config).toMatchObject({ ...kept, webhookUrl });
  });

  test.each(channelKinds.map((kind) => [kind.kind, kind] as const))(
    '%s says where they go',
    (_name, kind) => {
      const schema = z.toJSONSchema(kind.config, { io: 'input' });
      const marks = JSON.stringify(schema);
      expect(marks.includes('"destination":true')).toBe(marks.includes('"secret":true'));
    },
  );
});

test('a stored channel of another kind does not pass for the one of the environment', () => {
  const opened = openTestRegistry({ kinds: channelKinds });
  const posing = channelSchema.parse({
    id: 'env-slack',
    kind: 'webhook',
    name: 'Posing',
    eventTypes: [],
    config: { url: 'https://evil.example.com/' },
  });
  opened.registry.restore([opened.registry.check(posing, [])]);
  const env = { SLACK_WEBHOOK_URL: 'https://hooks.example.com/services/T/B/x' };
  const { registry } = reopen(opened, { kinds: channelKinds, env });
  expect(registry.get('env-slack')).toMatchObject({
    target: 'hooks.example.com',
    channel: { kind: 'slack' },
  });
});

test.each([
  [{}, 'To is needed (EMAIL_TO).'],
  [
    { EMAIL_TO: 'a@example.com, nobody' },
    'EMAIL_TO (environment): This is not an address like name@example.com.',
  ],
])('what the environment lacks for mails, or has wrong, goes by its name there', (more, reason) => {
  const env = { SMTP_HOST: 'smtp.example.com', EMAIL_FROM: 'a@example.com', ...more };
  const { registry } = openTestRegistry({ kinds: channelKinds, env });
  expect(registry.get('env-email').closed?.reason).toBe(reason);
});

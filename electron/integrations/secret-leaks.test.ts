import { generateKeyPairSync } from 'node:crypto';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type LocalServer, startLocalServer } from '../../e2e/servers/local-server.ts';
import { type Channel, secretMask } from '../../shared/channel.ts';
import { eventTypes } from '../../shared/event.ts';
import { defaultSettings } from '../../shared/settings.ts';
import { healthy } from '../../shared/test-channel-state.ts';
import { channelSection } from '../configuration/channel-section.ts';
import { hookSection } from '../configuration/hook-section.ts';
import { createHttp } from '../http.ts';
import { createAssistant } from '../rules/assistant.ts';
import { openDatabase } from '../store/database.ts';
import { createHookStore } from '../store/hook-store.ts';
import { channelPart } from './channel-part.ts';
import { createChannelSender } from './channel-sender.ts';
import { channelKinds } from './channels/index.ts';
import { sampleEvent } from './channels/sample-events.ts';
import { channelCheck } from './checks/channel-check.ts';
import { holdsSecret, leavesOf } from './config-fields.ts';
import { createHooks } from './hooks/hooks.ts';
import { createHookSecrets } from './hooks/secrets.ts';
import { noFigures } from './integration.ts';
import { openTestRegistry, testKind } from './test-channels.ts';

const canary = 'CANARYcanary0123456789abcdef';
const signing = (letter: string) => `whsec_${Buffer.from(letter.repeat(24)).toString('base64')}`;
const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const pem = privateKey.export({ type: 'pkcs8', format: 'pem' });

/** Every secret field of every kind, in as many configs as that takes. A new kind needs its line here. */
const configs: Record<string, (url: string) => Record<string, unknown>[]> = {
  test: (url) => [
    {
      webhookUrl: `${url}/hook/${canary}`,
      keys: [canary],
      headers: { a: canary },
      auth: { kind: 'token', user: canary },
    },
    { webhookUrl: `${url}/hook/${canary}`, auth: { kind: 'basic', user: 'me', password: canary } },
  ],
  n8n: (url) =>
    [
      { kind: 'header', name: 'X-Key', value: canary },
      { kind: 'basic', user: 'me', password: canary },
      { kind: 'jwt', algorithm: 'HS256', passphrase: canary.repeat(2) },
      { kind: 'jwtKey', privateKey: pem },
    ].map((auth) => ({
      webhookUrl: `${url}/webhook/${canary}`,
      auth,
      signingSecret: signing('a'),
      previousSigningSecret: signing('b'),
    })),
  webhook: (url) => [
    {
      url: `${url}/hook/${canary}?key=${canary}`,
      signingSecret: signing('a'),
      previousSigningSecret: signing('b'),
      headers: { Authorization: `Bearer ${canary}`, 'X-Key': canary },
    },
  ],
  slack: (url) => [{ webhookUrl: `${url}/services/T0/B0/${canary}` }],
  discord: (url) => [{ webhookUrl: `${url}/api/webhooks/1/${canary}` }],
  email: () => [
    {
      host: '127.0.0.1',
      port: 1,
      security: 'none',
      username: 'me',
      password: canary,
      from: 'a@example.com',
      to: ['b@example.com'],
    },
  ],
  desktop: () => [{}],
};

let server: LocalServer;
beforeAll(async () => {
  // The worst there is: it repeats everything it was told.
  server = await startLocalServer(({ path, headers, body }) => ({
    status: Number(headers['x-status'] ?? 200),
    body: JSON.stringify({ message: `${path} ${JSON.stringify(headers)} ${body}`, error: path, hint: path }),
  }));
});
afterAll(() => server.close());

const http = createHttp({ version: '1', settings: () => defaultSettings.network, env: {} });
afterAll(() => http.close());

const cases = [...channelKinds, testKind].flatMap((kind) =>
  (configs[kind.kind]?.('http://127.0.0.1:9') ?? [{}]).map((_config, index) => [kind.kind, index] as const),
);

describe.each(cases)('no secret of %s (%i)', (kindName, index) => {
  const opened = openTestRegistry({ kinds: [...channelKinds, testKind] });
  const { registry, log, logged } = opened;
  const kind = [...channelKinds, testKind].find((candidate) => candidate.kind === kindName);
  let secrets: readonly string[] = [];

  const save = () => {
    const config = configs[kindName]?.(server.url)[index] as Channel['config'];
    const { id } = registry.save({ kind: kindName, name: 'Leaky', eventTypes: [...eventTypes], config });
    secrets = registry.secretsOf(id);
    return id;
  };
  const expectNone = (value: unknown) => {
    const text = typeof value === 'string' ? value : inspect(value, { depth: 12, showHidden: true });
    for (const secret of [...secrets, ...(secrets.length > 0 ? [canary] : [])])
      for (const form of [
        secret,
        encodeURIComponent(secret),
        ...base64Of(secret),
        ...base64Of(`me:${secret}`),
      ])
        expect(text).not.toContain(form);
  };

  test('is left out here, and each is masked in what a screen gets', () => {
    expect(configs[kindName], `configs lacks the kind ${kindName}`).toBeDefined();
    const id = save();
    const { channel, masked } = registry.get(id);
    const schema = registry.kinds().find((candidate) => candidate.kind === kindName)?.configSchema ?? {};
    const found = leavesOf(schema, channel.config).filter(holdsSecret);
    expect(found.map(({ value }) => value)).toEqual(secrets);
    expect(
      leavesOf(schema, masked)
        .filter(holdsSecret)
        .every(({ value }) => value === secretMask),
    ).toBe(true);
    expectNone([
      registry.view(id, healthy(id)),
      registry.kinds(),
      registry.stored(),
      registry.get(id).target,
    ]);
    expectNone([opened.read('channels.json'), secrets.length > 0 ? opened.read('secrets.json') : '']);
    expectNone(JSON.stringify(channelSection({ registry, changed() {} }).exported()));
  });

  test('stands in an error when something else is wrong', () => {
    const { channel, masked } = registry.get('leaky');
    for (const wrong of [
      { name: '' },
      { batch: { upTo: 100_000 } },
      { kind: 'other' },
      { eventTypes: ['x'] },
    ]) {
      const draft = { ...channel, config: configs[kindName]?.(server.url)[index], ...wrong };
      expectNone(caught(() => registry.save(draft as never)));
    }
    for (const path of Object.keys(masked))
      expectNone(
        caught(() => registry.save({ ...channel, config: { ...channel.config, [path]: [canary] } })),
      );
  });

  test('is in a preview, a receipt, an error, a lane or the log', async () => {
    const surroundings = {
      version: '1',
      network: () => defaultSettings.network,
      picture: async () => null,
      notify: async () => undefined,
    };
    const sender = createChannelSender({ registry, http, surroundings, log });
    expectNone([sender.preview('leaky', { title: 'Title' }), sender.lanes()]);
    for (const status of [200, 400, 401, 403, 404, 410, 429, 500]) {
      if (status !== 200)
        server.fail({
          status,
          body: `You sent ${secrets.join(' ')} to ${registry.get('leaky').channel.config}`,
        });
      const message = { channelId: 'leaky', id: 'dlv_1', attempt: 1 };
      const parts = [{ deliveryId: 'dlv_1', event: sampleEvent('system_alert'), test: false }];
      const { signal } = new AbortController();
      expectNone(await sender.send({ ...message, parts }, { signal }).catch((error: unknown) => error));
    }
    await sender.disable('leaky', `It is gone: ${secrets.join()}`);
    expectNone([registry.get('leaky').closed, logged]);
    await sender.close();
    expect(kind).toBeDefined();
  });
});

/** Where the check of a target goes wrong, in every way that says something of the target. */
describe.each(cases)('no secret of %s (%i) is in its health', (kindName, index) => {
  test.each([
    ['with a server that repeats all it is told', (url: string) => url],
    ['with nobody there', () => 'http://127.0.0.1:9'],
    ['with a host that must not be spoken to', () => 'http://169.254.169.254'],
  ])('%s', async (_case, target) => {
    const { registry } = openTestRegistry({ kinds: [...channelKinds, testKind] });
    const asks = kindName === 'n8n' || kindName === 'webhook' ? { check: 'OPTIONS' } : {};
    const config = { ...configs[kindName]?.(target(server.url))[index], ...asks };
    const { id } = registry.save({
      kind: kindName,
      name: 'Leaky',
      eventTypes: [...eventTypes],
      config: config as Channel['config'],
    });
    const configured = registry.get(id);
    const check = channelCheck(configured, {
      http,
      network: () => defaultSettings.network,
      env: {},
      now: Date.now,
    });
    const part = channelPart(configured, {
      check,
      state: healthy,
      attempts: () => ({ ...noFigures, tookMs: [], deliveredInRow: 0, lastFailureAt: null }),
      now: Date.now,
    });
    const found = await check?.(new AbortController().signal);
    const text = JSON.stringify([found, part.label, part.target, part.alerts, part.look(), part.figures()]);
    for (const secret of [canary, ...registry.secretsOf(id)]) expect(text).not.toContain(secret);
  });
});

test('no secret of a hook stands in a view, an event, the database, or the files, nor in a configuration', async () => {
  const { dataDir, secrets, read } = openTestRegistry();
  const database = openDatabase(join(dataDir, 'h200.sqlite'));
  const announced: unknown[] = [];
  const store = createHookStore(database, Date.now);
  const hooks = createHooks({
    store,
    secrets: createHookSecrets(secrets, Date.now),
    isOn: () => true,
    events: { emit: (...event: unknown[]) => announced.push(event) },
    now: Date.now,
  });
  const draft = { name: 'line-4', enabled: true, allows: ['alert.raise' as const], perMinute: 60 };
  const told: string[] = [];
  for (const how of [
    { auth: 'signature', create: true, secret: 'keep' },
    { auth: 'signature', create: false, secret: 'replace' },
    { auth: 'token', create: false, secret: 'keep' },
  ] as const)
    told.push((await hooks.save({ ...draft, ...how })).secret ?? '');
  const again = await hooks.save({ ...draft, auth: 'token', create: false, secret: 'keep' });
  const section = hookSection({
    store,
    secrets: createHookSecrets(secrets, Date.now),
    changed() {},
    now: Date.now,
  });
  const configuration = JSON.stringify(section.exported());
  expect(configuration).toContain('line-4');
  const listed = hooks.list();
  database.close();
  const text = [
    inspect([listed, again, announced], { depth: 12 }),
    read('secrets.json'),
    read('h200.sqlite'),
    configuration,
  ].join();
  expect(again.secret).toBeNull();
  for (const secret of told) {
    expect(secret.length).toBeGreaterThan(40);
    for (const form of [secret, secret.replace('whsec_', ''), ...base64Of(secret)])
      expect(text).not.toContain(form);
  }
});

test('the key of the assistant is in no file, and in no error of a server that repeats it', async () => {
  const { secrets, read } = openTestRegistry({ kinds: [...channelKinds, testKind] });
  const assistantSettings = { enabled: true, baseUrl: `${server.url}/v1`, model: 'tiny' };
  const assistant = createAssistant({
    settings: () => ({ ...defaultSettings.rules, assistant: assistantSettings }),
    secrets,
    http,
  });
  assistant.setKey(canary);
  const told: unknown[] = [read('secrets.json')];
  const ask = () => assistant.suggest('neat', { areas: [], templates: [], channels: [], examples: [] });
  for (const status of [200, 400, 401, 403, 404, 429, 500]) {
    server.fail({ status, body: `You sent ${canary} to ${server.url}` });
    told.push(await ask().catch((error: unknown) => error));
  }
  expect(server.requests.at(-1)?.headers.authorization).toBe(`Bearer ${canary}`);
  const asked = server.requests.length;
  for (const baseUrl of ['http://127.0.0.1:9/v1', 'http://169.254.169.254/v1']) {
    assistantSettings.baseUrl = baseUrl;
    assistant.setKey(canary);
    told.push(await ask().catch((error: unknown) => error));
  }
  expect(server.requests).toHaveLength(asked);
  const text = inspect(told, { depth: 12, showHidden: true });
  for (const form of [canary, encodeURIComponent(canary), ...base64Of(canary)])
    expect(text).not.toContain(form);
});

function base64Of(text: string): string[] {
  return [Buffer.from(text).toString('base64').replace(/=+$/, ''), Buffer.from(text).toString('base64url')];
}

function caught(work: () => unknown): unknown {
  try {
    return work() && 'nothing was thrown';
  } catch (error) {
    return error;
  }
}

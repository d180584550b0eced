import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startWebhookReceiver, type WebhookReceiver } from '../../e2e/servers/webhook.ts';
import { createApp } from '../app.ts';
import { createLog } from '../log.ts';
import { findResources } from '../paths.ts';

const program = join(import.meta.dirname, '..', 'cli.ts');
const channel = 'Webhook (environment)';

let dataDir: string;
let receiver: WebhookReceiver;

beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'h200-notify-'));
  receiver = await startWebhookReceiver();
  writeFileSync(join(dataDir, '.env'), `WEBHOOK_URL=${receiver.url}/secret-part\n`);
});
afterEach(() => receiver.close());

async function h200(...args: string[]) {
  const child = spawn(process.execPath, [program, ...args], {
    cwd: dataDir,
    env: { PATH: process.env.PATH, H200_DATA: dataDir, NO_COLOR: '1' },
  });
  const [out, err, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close'),
  ]);
  expect(out + err).not.toContain('secret-part');
  return { out, err, code, lines: out.split('\n').slice(0, -1) };
}

/** The program as it runs beside the command line, delivering. */
async function startProgram() {
  const app = createApp({
    dataDir,
    host: 'memory',
    version: '0.0.0',
    forkInference: () => {
      throw new Error('Nothing is analysed here.');
    },
    inference: false,
    resources: findResources(),
    log: createLog({ level: 'silent' }),
  });
  await app.start();
  return app;
}

describe('notify', () => {
  it('delivers by itself when nothing else does, and says how it went', async () => {
    const { out, err, code } = await h200('notify', '--title', 'Belt torn', '--severity', 'error');
    expect(out).toMatch(/Webhook \(environment\) +delivered +error .*Belt torn/);
    expect([err, code]).toEqual(['', 0]);
    expect(JSON.parse(receiver.requests[0]?.body ?? '')).toMatchObject({
      title: 'Belt torn',
      severity: 'error',
    });
  });

  it('writes one line of JSON, with the data that was given', async () => {
    const given = ['--channel', channel.toUpperCase(), '--data', '{"line": 3}', '--message', 'Stopped.'];
    const { lines, code } = await h200('notify', '--title', 'Belt torn', '--json', '--wait', ...given);
    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      eventId: expect.stringMatching(/^evt_/),
      deliveries: [{ channel, state: 'delivered', attempts: 1 }],
    });
    expect(JSON.parse(receiver.requests[0]?.body ?? '').data.details).toEqual({ line: 3 });
    expect(code).toBe(0);
  });

  it('ends with 3 when it was to wait and the notice was refused', async () => {
    receiver.fail({ status: 400 });
    const { out, code } = await h200('notify', '--title', 'Belt torn', '--wait');
    expect(out).toMatch(/failed .*refused/);
    expect(code).toBe(3);
  });

  it('ends with 3 when it took too long, and what is left goes out at the next start', async () => {
    receiver.plan(() => ({ status: 503 }));
    const late = await h200('notify', '--title', 'Belt torn', '--wait', '--timeout', '0.5');
    expect(late.code).toBe(3);
    expect(late.out).toContain('waiting');
    expect(late.err).toContain('when the program is next started');
    receiver.plan(null);
    const before = receiver.requests.length;
    const app = await startProgram();
    await receiver.received(before + 1);
    await app.stop();
    const { lines } = await h200('deliveries', 'list', '--json');
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([{ channel, state: 'delivered' }]);
  });

  it('leaves the delivering to the program that runs already, and can wait for it', async () => {
    const app = await startProgram();
    try {
      const left = await h200('notify', '--title', 'One');
      expect(left).toMatchObject({ code: 0, err: 'It is recorded. The running program delivers it.\n' });
      const waited = await h200('notify', '--title', 'Two', '--wait');
      expect(waited.out).toContain('delivered');
      const tested = await h200('channels', 'test', 'env-webhook');
      expect(tested.out).toMatch(/^Webhook \(environment\): delivered, \d+ ms, status 200/);
      expect(receiver.requests).toHaveLength(3);
    } finally {
      await app.stop();
    }
  });

  it('ends with 3 when it was to wait and nobody takes it', async () => {
    writeFileSync(join(dataDir, '.env'), '');
    const { err, code } = await h200('notify', '--title', 'Nobody', '--wait');
    expect(err).toContain('No channel takes it');
    expect(code).toBe(3);
  });
});

describe('channels', () => {
  it('lists every channel with its state, for people and for programs', async () => {
    const { lines } = await h200('channels', 'list');
    expect(lines).toHaveLength(2);
    expect(lines[1]).toMatch(/^Webhook \(environment\) +webhook +127\.0\.0\.1.* healthy/);
    const [line = ''] = (await h200('channels', 'list', '--json')).lines;
    expect(JSON.parse(line)).toMatchObject({ channel: { name: channel }, state: { condition: 'healthy' } });
  });

  it('tests one, and ends with 3 when it does not take the test', async () => {
    expect(await h200('channels', 'test', channel)).toMatchObject({ code: 0 });
    receiver.fail({ status: 400 });
    const { out, code } = await h200('channels', 'test', channel);
    expect(out).toMatch(/not delivered \(refused\), \d+ ms, status 400/);
    expect(code).toBe(3);
  });
});

describe('deliveries', () => {
  it('lists what a filter finds, newest first', async () => {
    for (const title of ['One', 'Two']) await h200('notify', '--title', title);
    const listed = async (...filter: string[]) =>
      (await h200('deliveries', 'list', '--json', ...filter)).lines.map((line) => JSON.parse(line).title);
    expect(await listed()).toEqual(['Two', 'One']);
    expect(await listed('--limit', '1')).toEqual(['Two']);
    expect(await listed('--text', 'one', '--channel', channel, '--type', 'system_alert')).toEqual(['One']);
    expect(await listed('--state', 'failed')).toEqual([]);
    expect(await listed('--to', '2020-01-01')).toEqual([]);
  });

  it('replays by id, and a title cannot steer the terminal', async () => {
    await h200('notify', '--title', 'Red \u001b[31m alert');
    const { out } = await h200('deliveries', 'list');
    expect(out).toContain('Red  [31m alert');
    const [id = ''] = /dlv_\w+/.exec(out) ?? [];
    expect(await h200('deliveries', 'replay', id)).toMatchObject({ out: '1 replayed\n', code: 0 });
    expect([...receiver.taken]).toEqual([[id, 2]]);
  });
});

it.each([
  [['notify'], '--title'],
  [['notify', '--title', ' '], 'A title is needed.'],
  [['notify', '--title', 'a', '--severity', 'bad'], 'info, success, warning, error, critical'],
  [['notify', '--title', 'a', '--data', '[1]'], '--data'],
  [['notify', '--title', 'a', '--data', '{'], '--data'],
  [['notify', '--title', 'a', '--channel', 'Nobody'], `"${channel}"`],
  [['notify', '--title', 'a', '--timeout', 'long'], 'seconds'],
  [['channels'], 'Usage'],
  [['channels', 'test'], 'name'],
  [['deliveries', 'replay'], '--state failed'],
  [['deliveries', 'replay', 'dlv_1', '--state', 'failed'], 'either'],
  [['deliveries', 'list', '--state', 'lost'], 'waiting, sending'],
  [['deliveries', 'list', '--from', 'yesterday'], '2026-05-01T12:00'],
])('%j is a wrong use: it ends with 2 and says how', async (args, advice) => {
  const { code, out, err } = await h200(...args);
  expect([code, out]).toEqual([2, '']);
  expect(err).toContain(advice);
  expect(receiver.requests).toEqual([]);
});

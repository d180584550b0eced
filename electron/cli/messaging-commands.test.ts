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
  const app = startProgramLater();
  await app.start();
  return app;
}

function startProgramLater() {
  return createApp({
    dataDir,
    host: 'memory',
    version: '0.0.0',
    forkInference: () => {
      throw new Error('Nothing is analysed here.');
    },
    forkRender: () => {
      throw new Error('Nothing is drawn here.');
    },
    inference: false,
    resources: findResources(),
    log: createLog({ level: 'silent' }),
  });
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

  it('ends with 3 when it took too long, and says when the next start tries again', async () => {
    receiver.plan(() => ({ status: 503 }));
    const late = await h200('notify', '--title', 'Belt torn', '--wait', '--timeout', '0.5');
    expect(late.code).toBe(3);
    expect(late.out).toContain('waiting');
    expect(late.err).toMatch(
      /^Webhook \(environment\): is tried again at .*\d\d:\d\d when the program runs\.$/m,
    );
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

  it('gives its chance to what was recorded before for the same channel', async () => {
    const app = startProgramLater();
    await app.dispatch('notices.send', { title: 'Before', message: '', severity: 'info', data: {} });
    await app.stop();
    receiver.plan(({ body }) => (body.includes('Before') ? { delayMs: 3_000, status: 200 } : undefined));
    const { err, code } = await h200('notify', '--title', 'Now', '--severity', 'critical');
    expect([err, code]).toEqual(['', 0]);
    const { lines } = await h200('deliveries', 'list', '--json');
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      { title: 'Now', state: 'delivered' },
      { title: 'Before', state: 'delivered', attempts: 1 },
    ]);
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
    for (const name of [channel, 'webhook', 'Webhook', 'env-webhook']) {
      expect(await h200('channels', 'test', name, '--data-folder', dataDir)).toMatchObject({ code: 0 });
    }
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
    expect(await h200('deliveries', 'replay', id)).toMatchObject({
      out: '1 replayed\n',
      err: '1 delivered.\n',
      code: 0,
    });
    expect([...receiver.taken]).toEqual([[id, 2]]);
  });
});

describe('what waits', () => {
  it('says when it is tried next, and in vain when its channel is gone', async () => {
    receiver.plan(() => ({ status: 503 }));
    await h200('notify', '--title', 'Late', '--wait', '--timeout', '0.5');
    writeFileSync(join(dataDir, '.env'), '');
    const { out, code } = await h200('deliveries', 'list', '--data', dataDir);
    expect(out).toMatch(/env-webhook +waiting .* its channel is gone: set it up again, or cancel it/);
    expect(code).toBe(0);
    const replayed = await h200('deliveries', 'replay', '--state', 'waiting');
    expect(replayed).toMatchObject({
      out: '1 replayed\n',
      err: 'env-webhook: its channel is gone: set it up again, or cancel it.\n',
    });
  });

  it('is replayed by the program that runs', async () => {
    await h200('notify', '--title', 'One');
    const app = await startProgram();
    try {
      expect(await h200('deliveries', 'replay', '--state', 'delivered')).toMatchObject({
        out: '1 replayed\n',
        err: `${channel}: is sent again at once by the running program.\n`,
        code: 0,
      });
      await receiver.received(2);
    } finally {
      await app.stop();
    }
  });

  it('is nothing: one sentence, and no error', async () => {
    for (const args of [['list'], ['list', '--json'], ['replay', '--state', 'failed']]) {
      const { err, code } = await h200('deliveries', ...args);
      expect([err, code]).toEqual(['There are no such deliveries.\n', 0]);
    }
  });

  it('cannot be replayed when nobody knows it', async () => {
    await h200('notify', '--title', 'One');
    const [id = ''] = /dlv_\w+/.exec((await h200('deliveries', 'list')).out) ?? [];
    const { out, err, code } = await h200('deliveries', 'replay', id, 'dlv_unknown');
    expect([out, code]).toEqual(['', 1]);
    expect(err).toContain('There is no delivery "dlv_unknown".');
    expect(receiver.requests).toHaveLength(1);
  });
});

it.each([
  [['notify'], '--title'],
  [['notify', '--title', ' '], 'A title is needed.'],
  [['notify', '--title', 'a', '--severity', 'bad'], 'info, success, warning, error, critical'],
  [['notify', '--title', 'a', '--data', '[1]'], '--data'],
  [['notify', '--title', 'a', '--data', '/folder'], 'For another data folder use --data-folder.'],
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

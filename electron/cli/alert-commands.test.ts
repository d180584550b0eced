import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { startWebhookReceiver, type WebhookReceiver } from '../../e2e/servers/webhook.ts';

const program = join(import.meta.dirname, '..', 'cli.ts');

let dataDir: string;
let receiver: WebhookReceiver;

beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'h200-alert-'));
  receiver = await startWebhookReceiver();
  writeFileSync(join(dataDir, '.env'), `WEBHOOK_URL=${receiver.url}/hook\n`);
});
afterEach(() => receiver.close());

async function h200(...args: string[]) {
  const child = spawn(process.execPath, [program, 'alert', ...args], {
    cwd: dataDir,
    env: { PATH: process.env.PATH, H200_DATA: dataDir, NO_COLOR: '1' },
  });
  const [out, err, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close'),
  ]);
  return { out, err, code, lines: out.split('\n').slice(0, -1) };
}

it('an alert is raised, told, listed, taken on and resolved', async () => {
  const raised = await h200(
    'raise',
    '--name',
    'Fire',
    '--severity',
    'critical',
    '--label',
    'hall=2',
    '--json',
  );
  expect(raised).toMatchObject({ code: 0, err: '' });
  const { id, labels } = JSON.parse(raised.out);
  expect(labels).toEqual({ alertname: 'Fire', hall: '2', source: 'operator' });
  expect(receiver.requests).toHaveLength(1);
  expect(JSON.parse(String(receiver.requests[0]?.body))).toMatchObject({
    data: { title: 'Fire', status: 'firing', alert_ids: [id] },
  });

  expect((await h200('list', '--label', 'hall=2')).lines[1]).toContain(id);
  expect((await h200('list', '--label', 'hall=3')).err).toBe('There are no such alerts.\n');

  const taken = await h200('ack', id, '--note', 'On my way', '--who', 'Ann', '--json');
  expect(taken).toMatchObject({ code: 0, out: '{"changed":1}\n' });
  expect((await h200('ack', id)).err).toBe('1 was acknowledged already, or had ended.\n');
  expect((await h200('resolve', id)).out).toBe('1 resolved\n');
  expect((await h200('list')).lines).toEqual([]);
  const [line] = (await h200('list', '--all', '--json')).lines;
  expect(JSON.parse(line ?? '')).toMatchObject({
    id,
    state: 'resolved',
    acknowledged: { who: 'Ann', note: 'On my way' },
  });
}, 60_000);

it('an alert that waits for company says until when', async () => {
  const raised = await h200('raise', '--name', 'Disk', '--expires', '15');
  expect(raised).toMatchObject({ code: 0 });
  expect(raised.err).toMatch(/^It is told with others of its kind at .*, when the program runs\.\n$/);
  expect(receiver.requests).toHaveLength(0);
}, 30_000);

it.each([
  [['raise', '--severity', 'error'], 2, 'required option'],
  [['raise', '--name', 'x', '--label', 'y'], 2, 'Write it like disk=/data.'],
  [['raise', '--name', 'x', '--label', '__proto__=y'], 2, 'Choose another name'],
  [['raise', '--name', 'x', '--label', 'alertname=y'], 2, 'with --name'],
  [['raise', '--name', 'x', '--data', '1'], 2, 'no JSON of an object'],
  [['ack', 'alr_nobody'], 1, 'There is no alert "alr_nobody".'],
])(
  '%j ends with %d',
  async (args, code, sentence) => {
    const ended = await h200(...args);
    expect(ended.code).toBe(code);
    expect(ended.err).toContain(sentence);
    expect(ended.out).toBe('');
  },
  30_000,
);

import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { startDiscordServer } from '../../e2e/servers/discord.ts';
import { localCertificate } from '../../e2e/servers/local-certificate.ts';
import { jsonAnswer, startLocalServer } from '../../e2e/servers/local-server.ts';
import { startN8n } from '../../e2e/servers/n8n.ts';
import { startSlackServer } from '../../e2e/servers/slack.ts';
import { startSmtpServer } from '../../e2e/servers/smtp.ts';
import { startWebhookReceiver } from '../../e2e/servers/webhook.ts';
import { findResources } from '../../electron/paths.ts';
import { environmentNames } from '../../electron/store/environment.ts';

const samplePhoto = (name: string) => path.join(findResources().samplesDir, name);

let folder: string;
let servers: { close(): Promise<void> }[];
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'h200-examples-'));
  servers = [];
});
afterEach(async () => {
  await Promise.all(servers.map((server) => server.close()));
  rmSync(folder, { recursive: true });
});

/** Stops with the test. */
async function started<S extends { close(): Promise<void> }>(starting: Promise<S>): Promise<S> {
  const server = await starting;
  servers.push(server);
  return server;
}

/** Runs a program as a user does, from a folder of theirs; the core's own folders go into that folder. */
function run(program: string, environment: Record<string, string>, photos: readonly string[] = []) {
  const bare = Object.fromEntries(environmentNames.map((name) => [name, undefined]));
  const env = { ...process.env, ...bare, H200_DATA: undefined, TMPDIR: folder, ...environment };
  const file = path.join(import.meta.dirname, program);
  return new Promise<{ code: number; said: string; complained: string }>((resolve) => {
    const child = execFile(process.execPath, [file, ...photos], { env, cwd: folder }, (_, said, complained) =>
      resolve({ code: child.exitCode ?? -1, said, complained }),
    );
  });
}

async function startMailServer() {
  const smtp = await started(startSmtpServer({ encryption: 'starttls' }));
  const certificate = path.join(folder, 'certificate.pem');
  writeFileSync(certificate, localCertificate.cert);
  const environment = {
    SMTP_HOST: smtp.host,
    SMTP_PORT: String(smtp.port),
    EMAIL_FROM: 'mugs@example.com',
    EMAIL_TO: 'ann@example.com, bob@example.com',
    NODE_EXTRA_CA_CERTS: certificate,
  };
  return { smtp, environment };
}

it('sends an event to n8n', async () => {
  const n8n = await started(startN8n({ path: 'h200' }));
  const { code, said } = await run('send-an-event.ts', { N8N_WEBHOOK_URL: n8n.webhookUrl });
  expect(JSON.parse(n8n.requests[0]?.body ?? '')).toMatchObject({
    event_type: 'rule_triggered',
    severity: 'warning',
    data: { rule_id: 'handle-right', verdict: 'fail' },
  });
  expect([...n8n.taken.values()]).toEqual([1]);
  expect(said).toMatch(/env-n8n: delivered after 1 attempt\(s\)\.\nIt answered 200 /);
  expect(code).toBe(0);
  expect(readdirSync(folder).filter((name) => name.startsWith('h200-example-'))).toEqual([]);
});

it('says a notice on every channel that the environment names', async () => {
  const n8n = await started(startN8n({ path: 'h200' }));
  const slack = await started(startSlackServer());
  const discord = await started(startDiscordServer());
  const webhook = await started(startWebhookReceiver());
  const { smtp, environment } = await startMailServer();
  const { code, said } = await run('notice-on-every-channel.ts', {
    ...environment,
    N8N_WEBHOOK_URL: n8n.webhookUrl,
    SLACK_WEBHOOK_URL: slack.webhookUrl,
    DISCORD_WEBHOOK_URL: discord.webhookUrl(),
    WEBHOOK_URL: `${webhook.url}/hook`,
  });
  const title = 'Shelf 3 needs a look';
  expect(JSON.parse(n8n.requests[0]?.body ?? '').data).toMatchObject({ title });
  expect(JSON.parse(webhook.requests[0]?.body ?? '')).toMatchObject({ title, severity: 'error' });
  expect(JSON.stringify(slack.messages)).toContain(title);
  expect(discord.messages[0]?.body.embeds?.[0]?.title).toContain(title);
  expect(smtp.mails[0]).toMatchObject({ to: ['ann@example.com', 'bob@example.com'], encrypted: true });
  expect(smtp.mails[0]?.parsed.subject).toContain(title);
  for (const kind of ['n8n', 'email', 'slack', 'discord', 'webhook']) {
    expect(said).toContain(`env-${kind}: delivered\n`);
  }
  expect(code).toBe(0);
});

it('analyses a batch, and n8n hears of all of it in few requests', async () => {
  const n8n = await started(startN8n({ path: 'h200' }));
  const photos = ['pair.jpg', 'corner.jpg', 'no-mug.jpg', 'handle-left.jpg', 'tilted-left.jpg'].map(
    samplePhoto,
  );
  const { code, said } = await run('batch.ts', { N8N_WEBHOOK_URL: n8n.webhookUrl }, photos);
  const types = n8n.requests.flatMap(({ body }): string[] =>
    (JSON.parse(body).events ?? [JSON.parse(body)]).map((event: { event_type: string }) => event.event_type),
  );
  expect(types.toSorted()).toEqual([
    'batch_completed',
    ...Array(5).fill('mug_detected'),
    ...Array(5).fill('positioning_analyzed'),
  ]);
  // What happens within five seconds goes together; a slow computer may need a little longer.
  expect(n8n.requests.length).toBeLessThanOrEqual(2);
  expect(said).toContain('5 photos analysed, 0 failed.');
  expect(said).toContain(`11 events reached n8n in ${n8n.requests.length} request(s).`);
  expect(code).toBe(0);
});

it('goes the whole road from a photo to a mail with the picture', async () => {
  const n8n = await started(startN8n({ path: 'h200' }));
  const { smtp, environment } = await startMailServer();
  const { code, said } = await run('complete-workflow.ts', {
    ...environment,
    N8N_WEBHOOK_URL: n8n.webhookUrl,
  });
  const types = n8n.requests.map(({ body }) => JSON.parse(body).event_type);
  expect(types.toSorted()).toEqual(['mug_detected', 'positioning_analyzed', 'render_completed']);
  expect(smtp.mails).toHaveLength(1);
  expect(smtp.mails[0]?.parsed.subject).toContain('handle-left.jpg: 1 mug');
  const picture = smtp.mails[0]?.parsed.attachments[0];
  expect(picture?.contentType).toMatch(/^image\//);
  expect(picture?.size).toBeGreaterThan(10_000);
  for (const step of ['analysis', 'events', 'render', 'store', 'notice'])
    expect(said).toContain(`${step}: ok`);
  expect(said).toContain('system_alert to env-email: delivered.');
  expect(code).toBe(0);
});

it('lays a design onto a mug', async () => {
  const design = path.join(folder, 'dot.svg');
  writeFileSync(
    design,
    '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="60"><circle cx="45" cy="30" r="30"/></svg>',
  );
  const { code, said } = await run('mock-up.ts', {}, [design, samplePhoto('handle-right.jpg')]);
  expect(said).toBe('handle-right.mock-up.png: 1200 × 1200, drawn by this machine.\n');
  const bytes = readFileSync(path.join(folder, 'handle-right.mock-up.png'));
  expect(bytes.subarray(1, 4).toString()).toBe('PNG');
  expect(code).toBe(0);
});

it('sends through a kind of channel that the program itself does not know', async () => {
  const ntfy = await started(startLocalServer(() => jsonAnswer(200, { id: 'sPs71M8A2T' })));
  const { code, said } = await run('custom-channel.ts', { NTFY_URL: `${ntfy.url}/mugs` });
  expect(ntfy.requests).toHaveLength(1);
  expect(ntfy.requests[0]).toMatchObject({ method: 'POST', path: '/' });
  expect(JSON.parse(ntfy.requests[0]?.body ?? '')).toEqual({
    topic: 'mugs',
    title: 'Shelf 3 needs a look',
    message: 'Two mugs stand outside of their places.',
    priority: 4,
  });
  expect(said).toBe('env-ntfy: delivered\n');
  expect(code).toBe(0);
});

it('waits where a service has to be waited for, and says why', async () => {
  const n8n = await started(startN8n({ path: 'h200' }));
  n8n.fail({ status: 503, body: 'starting' });
  const { said } = await run('send-an-event.ts', { N8N_WEBHOOK_URL: n8n.webhookUrl });
  expect(said).toContain('env-n8n: waiting. n8n failed (503). It answered: starting');
  expect(said).toContain('env-n8n: delivered after 2 attempt(s).');
  expect([...n8n.taken.values()]).toEqual([1]);
});

const programs = readdirSync(import.meta.dirname).filter(
  (name) => name.endsWith('.ts') && !['open-core.ts', 'examples.test.ts'].includes(name),
);

it.each(programs)('%s says what it needs when nothing is set', async (program) => {
  const { code, said, complained } = await run(program, {});
  expect(complained).toMatch(/^(Set [A-Z_0-9, or]+ first, or run "npm run demo"|Name a design).*\n$/i);
  expect([code, said]).toEqual([2, '']);
});

it.each(programs)('%s shows a line to run it with that works', (program) => {
  const { scripts } = JSON.parse(readFileSync(path.join(import.meta.dirname, '../../package.json'), 'utf8'));
  const [, script = ''] =
    / npm run -s (\w+) -- docs\/examples\/(\S+)/.exec(
      readFileSync(path.join(import.meta.dirname, program), 'utf8'),
    ) ?? [];
  expect(scripts[script]).toBe('node');
});

/**
 * npm run demo [-- --no-open] [--trouble] [--data DIR]
 * Everything at work without an account: servers on this machine that stand in for n8n, a webhook, Slack, Discord
 * and a mail server, and the app as a page, wired to them. Each message is told as it arrives. With --trouble the
 * servers fail now and then, as real ones do. Ctrl-C ends it all; a folder given with --data stays.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { openPage } from '../../build/open-page.ts';
import { ensureBuilt } from '../../build/out.ts';
import { type App, createApp } from '../../electron/app.ts';
import { inferenceEntry } from '../../electron/cli/inference-entry.ts';
import { renderEntry } from '../../electron/cli/render-entry.ts';
import { untilStopped } from '../../electron/cli/signals.ts';
import { waitFor } from '../../electron/cli/wait.ts';
import { createLog } from '../../electron/log.ts';
import { createMemoryTransport } from '../../electron/memory-transport.ts';
import { findResources, programVersion } from '../../electron/paths.ts';
import { forkNode } from '../../electron/pipeline/fork-node.ts';
import { makeFolder } from '../../electron/store/make-folder.ts';
import { startWeb } from '../../electron/web.ts';
import { type Client, createClient } from '../../shared/client.ts';
import { type DemoServers, signingSecret, startDemoServers } from './demo-servers.ts';
import { publishEvents } from './events.ts';

const { values } = parseArgs({
  allowNegative: true,
  options: {
    open: { type: 'boolean', default: true },
    trouble: { type: 'boolean', default: false },
    data: { type: 'string' },
  },
});
const tell = (line: string) => process.stdout.write(`${line}\n`);
const stopped = untilStopped();

await ensureBuilt(tell).catch((error: Error) => tell(`There will be no page. ${error.message}`));
const dataDir = values.data ? path.resolve(values.data) : mkdtempSync(path.join(tmpdir(), 'h200-demo-'));
makeFolder(dataDir);
const servers = await startDemoServers({ tell, trouble: values.trouble });
try {
  await show();
} finally {
  await servers.close();
  if (values.data === undefined) rmSync(dataDir, { recursive: true, force: true });
}

async function show(): Promise<void> {
  const log = createLog({ level: 'fatal' });
  const resources = findResources();
  const app = createApp({
    dataDir,
    host: 'web',
    version: programVersion(),
    forkInference: forkNode(inferenceEntry),
    forkRender: forkNode(renderEntry),
    resources,
    environment: { env: servers.environment, workingDir: dataDir },
    log,
  });
  const { call } = createClient(createMemoryTransport(app));
  try {
    const caFile = await wire(call, servers);
    await app.start();
    const web = await startWeb({ app, rendererDir: resources.rendererDir, port: 0, log });
    try {
      greet(web.url, caFile);
      if (values.open) openPage(web.url, tell);
      await publishEvents(call, { forever: values.trouble, stopped, tell });
      if (await hasArrived(app, call)) tell('All of it has arrived. Say something yourself, on the page.');
      await stopped;
    } finally {
      await web.close();
    }
  } finally {
    await app.stop();
  }
}

/** What the environment has no names for: whom to trust, and the signing secrets. */
async function wire(call: Client['call'], { certificate }: DemoServers): Promise<string> {
  const caFile = path.join(dataDir, 'demo-certificate.pem');
  writeFileSync(caFile, certificate);
  const { network } = await call('settings.get', {});
  await call('settings.set', { network: { ...network, caFile } });
  for (const { channel } of (await call('channels.list', {})).channels) {
    if (!['n8n', 'webhook'].includes(channel.kind)) continue;
    await call('channels.save', { ...channel, config: { ...channel.config, signingSecret } });
  }
  return caFile;
}

/** Waits until nothing is under way; false when the demo is stopped before. */
function hasArrived(app: App, call: Client['call']): Promise<boolean> {
  const abort = new AbortController();
  stopped.then(() => abort.abort());
  const isDone = async () => {
    const { counts } = await call('deliveries.list', { limit: 1 });
    return counts.waiting + counts.sending + counts.held === 0;
  };
  return waitFor(isDone, { app, limitMs: 3_600_000, signal: abort.signal });
}

function greet(url: string, caFile: string): void {
  const examples = path.join(dataDir, 'examples.env');
  // The webhook takes only what is signed, and the environment has no name for a signing secret.
  const names = Object.entries(servers.environment).filter(([name]) => name !== 'WEBHOOK_URL');
  writeFileSync(examples, names.map(([name, value]) => `${name}=${value}\n`).join(''));
  tell(`The app: ${url}`);
  tell('The programs of docs/examples reach the same servers, from another terminal:');
  const program = 'docs/examples/notice-on-every-channel.ts';
  tell(`  NODE_EXTRA_CA_CERTS=${caFile} npm run -s example -- --env-file=${examples} ${program}`);
  tell('Every message is told here as it arrives. Ctrl-C ends it all.\n');
}

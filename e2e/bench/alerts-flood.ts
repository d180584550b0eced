import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type App, createApp } from '../../electron/app.ts';
import { createLog } from '../../electron/log.ts';
import { findResources } from '../../electron/paths.ts';
import { startWebhookReceiver } from '../servers/webhook.ts';

const floodMs = 10_000;
const everyMs = 10;

/**
 * Alerts of photos pour in for ten seconds while now and then a critical one of its own comes: how long until that is
 * recorded for sending, and until it has arrived at a webhook, beside the same without the flood.
 */
export async function benchAlerts(
  folder: string,
  print: (line: string) => void,
  { alerts }: { alerts: number },
): Promise<void> {
  const receiver = await startWebhookReceiver();
  const arrivedAt = new Map<string, number>();
  receiver.plan(({ body }) => {
    const { title } = JSON.parse(body);
    if (!arrivedAt.has(title)) arrivedAt.set(title, performance.now());
    return undefined;
  });
  const app = openApp(join(folder, 'alerts'), receiver.url);
  await app.start();
  try {
    const calm = await criticalOnes(app, 'calm', async () => {});
    let raised = 0;
    const flooded = await criticalOnes(app, 'flood', async (elapsedMs) => {
      const due = Math.min(alerts, Math.round((elapsedMs / floodMs) * alerts));
      const fresh = Array.from({ length: due - raised }, (_, index) => `${raised + index}`);
      raised = due;
      await Promise.all(fresh.map((photo) => raise(app, 'AnalysisFailed', 'warning', photo)));
    });
    const last = flooded.at(-1)?.title ?? '';
    while (!arrivedAt.has(last)) await pause(everyMs);
    const recorded = (ones: readonly Critical[]) => inOrder(ones.map(({ tookMs }) => tookMs));
    const arrived = (ones: readonly Critical[]) =>
      inOrder(ones.map(({ title, beganAt }) => (arrivedAt.get(title) ?? Number.POSITIVE_INFINITY) - beganAt));
    const line = (name: string, took: readonly number[], wanted: string) =>
      `  ${name.padEnd(33)} p50 ${quantile(took, 0.5).toFixed(1)} ms   p99 ${quantile(took, 0.99).toFixed(1)} ms${wanted}`;
    print(`Alerts, ${raised} in 10 s and ${flooded.length} critical ones among them`);
    print(line('critical, recorded for sending', recorded(flooded), ''));
    print(line('critical, arrived at the webhook', arrived(flooded), '  (at most 50 ms wanted)'));
    const ratio = quantile(arrived(flooded), 0.5) / quantile(arrived(calm), 0.5);
    print(`  ratio flood / calm, p50           ${ratio.toFixed(2)}\n`);
  } finally {
    await app.stop();
    await receiver.close();
  }
}

interface Critical {
  title: string;
  beganAt: number;
  /** Until it was recorded. */
  tookMs: number;
}

/** In the order in which they came. */
async function criticalOnes(
  app: App,
  kind: string,
  meanwhile: (elapsedMs: number) => Promise<void>,
): Promise<Critical[]> {
  const ones: Critical[] = [];
  const startedAt = performance.now();
  for (let turn = 0; performance.now() - startedAt < floodMs; turn += 1) {
    const others = meanwhile(performance.now() - startedAt);
    if (turn % 5 === 0) {
      const title = `Critical_${kind}_${turn}`;
      const beganAt = performance.now();
      await raise(app, title, 'critical', '');
      ones.push({ title, beganAt, tookMs: performance.now() - beganAt });
    }
    await others;
    await pause(everyMs);
  }
  return ones;
}

const inOrder = (took: readonly number[]) => took.toSorted((a, b) => a - b);

function raise(app: App, alertname: string, severity: string, photo: string): Promise<unknown> {
  const labels = { alertname, source: 'analysis', ...(photo !== '' && { photo }) };
  return call(app, 'alerts.raise', { labels, severity, title: alertname });
}

async function call(app: App, name: string, input: unknown): Promise<unknown> {
  const answer = await app.dispatch(name, input);
  if (!answer.ok) throw new Error(answer.error.message);
  return answer.value;
}

function openApp(dataDir: string, webhookUrl: string): App {
  const none = () => {
    throw new Error('Nothing is analysed or drawn here.');
  };
  return createApp({
    dataDir,
    host: 'memory',
    version: '0.0.0',
    forkInference: none,
    forkRender: none,
    inference: false,
    resources: findResources(),
    environment: { env: { WEBHOOK_URL: `${webhookUrl}/alerts` }, workingDir: dataDir },
    log: createLog({ level: 'silent' }),
  });
}

function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

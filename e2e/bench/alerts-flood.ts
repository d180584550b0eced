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
 * recorded for sending, beside the same without the flood.
 */
export async function benchAlerts(
  folder: string,
  print: (line: string) => void,
  { alerts }: { alerts: number },
): Promise<void> {
  const receiver = await startWebhookReceiver();
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
    const [p50, p99] = [quantile(flooded, 0.5), quantile(flooded, 0.99)];
    print(`Alerts, ${raised} in 10 s and ${flooded.length} critical ones among them`);
    print(
      `  critical, recorded for sending    p50 ${p50.toFixed(1)} ms   p99 ${p99.toFixed(1)} ms  (at most 50 ms wanted)`,
    );
    print(`  ratio flood / calm, p50           ${(p50 / quantile(calm, 0.5)).toFixed(2)}\n`);
  } finally {
    await app.stop();
    await receiver.close();
  }
}

/** Milliseconds of each, in order of size. */
async function criticalOnes(
  app: App,
  kind: string,
  meanwhile: (elapsedMs: number) => Promise<void>,
): Promise<number[]> {
  const took: number[] = [];
  const startedAt = performance.now();
  for (let turn = 0; performance.now() - startedAt < floodMs; turn += 1) {
    const others = meanwhile(performance.now() - startedAt);
    if (turn % 5 === 0) {
      const began = performance.now();
      await raise(app, `Critical_${kind}_${turn}`, 'critical', '');
      took.push(performance.now() - began);
    }
    await others;
    await pause(everyMs);
  }
  return took.toSorted((a, b) => a - b);
}

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

import { setTimeout as wait } from 'node:timers/promises';
import type { App } from '../../../electron/app.ts';
import { createLog } from '../../../electron/log.ts';
import { findResources } from '../../../electron/paths.ts';
import { startWeb } from '../../../electron/web.ts';
import type { Client } from '../../../shared/client.ts';
import { openTellingCore } from '../../telling-core.ts';
import { addChannel } from './add-channel.ts';
import { type Sink, startSink } from './compare.ts';
import { now } from './load.ts';

export interface Latencies {
  /** Milliseconds, sorted: from the call that publishes a critical notice to its head at the server, while info
   *  notices wait for the same channel. */
  criticalMs: number[];
  /** How many info notices still waited when the last critical one was published. */
  stillWaiting: number;
  /** From the call that publishes to the head at the server, with nothing else to do, by kind. */
  overheadMs: Map<string, number[]>;
  /** From the call to the live event at a page that listens over HTTP. */
  inAppMs: number[];
}

/** Samples per kind: Slack and Discord are paced by their own limits, one in 1 s and one in 2.5 s. */
const kinds = [
  { kind: 'n8n', config: 'webhookUrl', path: 'timed/webhook/n8n', samples: 200, pauseMs: 5 },
  { kind: 'slack', config: 'webhookUrl', path: 'timed/services/slack', samples: 20, pauseMs: 1_200 },
  {
    kind: 'discord',
    config: 'webhookUrl',
    path: 'timed/api/webhooks/1/discord',
    samples: 15,
    pauseMs: 2_700,
  },
];

/** Measures how soon a notice is on its way, over a started core with `flood` info notices waiting. */
export async function measureLatencies(folder: string, flood: number): Promise<Latencies> {
  const sink = await startSink();
  const { app, client } = openTellingCore(folder);
  await app.start();
  try {
    const inAppMs = await measureInApp(app, client);
    const overheadMs = new Map<string, number[]>();
    for (const { kind, config, path, samples, pauseMs } of kinds) {
      const url = `http://127.0.0.1:${sink.port}/${path}`;
      const id = await addChannel(client, { kind, name: kind, config: { [config]: url } });
      overheadMs.set(kind, await measureOverhead(client, sink, id, samples, pauseMs));
      await client.call('channels.remove', { id });
    }
    return { inAppMs, overheadMs, ...(await measureCritical(client, sink, flood)) };
  } finally {
    await app.stop();
    sink.stop();
  }
}

async function measureOverhead(
  client: Client,
  sink: Sink,
  channelId: string,
  samples: number,
  pauseMs: number,
): Promise<number[]> {
  const took: number[] = [];
  // The first opens the connection.
  for (let sample = 0; sample <= samples; sample++) {
    const arrived = new Promise<number>((resolve) => {
      const stop = sink.onTimed(({ at }) => {
        stop();
        resolve(at);
      });
    });
    const before = now();
    await publish(client, 'info', [channelId]);
    const at = await arrived;
    if (sample > 0) took.push(at - before);
    await wait(pauseMs);
  }
  return took.sort((a, b) => a - b);
}

async function measureCritical(
  client: Client,
  sink: Sink,
  flood: number,
): Promise<Pick<Latencies, 'criticalMs' | 'stillWaiting'>> {
  const url = `http://127.0.0.1:${sink.port}/flood`;
  const id = await addChannel(client, { kind: 'webhook', name: 'Flooded', config: { url } });
  const arrivals = new Map<string, number>();
  const stop = sink.onTimed(({ messageId, at }) => messageId !== null && arrivals.set(messageId, at));
  const published = new Map<string, number>();
  const flooding = Promise.all(Array.from({ length: flood }, () => publish(client, 'info', [id])));
  await flooding;
  let stillWaiting = await waitingOf(client, id);
  while (stillWaiting > flood / 20 && published.size < 300) {
    const before = now();
    const { deliveries } = await publish(client, 'critical', [id]);
    published.set(deliveries[0]?.id ?? '', before);
    await wait(2);
    stillWaiting = await waitingOf(client, id);
  }
  while (arrivals.size < published.size) await wait(5);
  stop();
  const criticalMs = [...published].map(
    ([messageId, before]) => (arrivals.get(messageId) ?? Number.NaN) - before,
  );
  return { criticalMs: criticalMs.sort((a, b) => a - b), stillWaiting };
}

async function waitingOf(client: Client, channelId: string): Promise<number> {
  const { channels } = await client.call('channels.list', {});
  return channels.find(({ channel }) => channel.id === channelId)?.state.waiting ?? 0;
}

/** A page on localhost that listens to the live events, as the program's own does. */
async function measureInApp(app: App, client: Client): Promise<number[]> {
  const host = await startWeb({
    app,
    rendererDir: findResources().rendererDir,
    port: 0,
    log: createLog({ level: 'warn' }),
  });
  const stopping = new AbortController();
  const response = await fetch(`http://127.0.0.1:${host.port}/api/events`, {
    headers: { authorization: `Bearer ${host.token}` },
    signal: stopping.signal,
  });
  const events = readEvents(response);
  const took: number[] = [];
  for (let sample = 0; sample < 200; sample++) {
    const before = now();
    const sent = publish(client, 'warning', undefined);
    for (;;) {
      const { value } = await events.next();
      if (value?.includes('event: notice.published')) break;
    }
    took.push(now() - before);
    await sent;
  }
  stopping.abort();
  await host.close();
  return took.sort((a, b) => a - b);
}

async function* readEvents(response: Response): AsyncGenerator<string> {
  let text = '';
  const decoder = new TextDecoder();
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk, { stream: true });
    const parts = text.split('\n\n');
    text = parts.pop() ?? '';
    yield* parts;
  }
}

function publish(
  client: Client,
  severity: 'info' | 'warning' | 'critical',
  channelIds: string[] | undefined,
) {
  return client.call('events.publish', {
    type: 'system_alert',
    severity,
    data: {
      title: 'Mug too far right',
      message: 'The mug on the left stands 18 mm too far right.',
      details: {},
    },
    ...(channelIds && { channelIds }),
  });
}

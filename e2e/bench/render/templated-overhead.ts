import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Agent, request } from 'undici';
import { systemClock } from '../../../electron/delivery/clock.ts';
import { createHttp } from '../../../electron/http.ts';
import { createTemplatedClient } from '../../../electron/render/templated/client.ts';
import { createTemplatedRenderer, type TemplatedJob } from '../../../electron/render/templated/renderer.ts';
import { defaultSettings } from '../../../shared/settings.ts';
import type { LayerOverrides } from '../../../shared/template.ts';
import { startTemplatedServer, type TemplatedServer } from '../../servers/templated.ts';
import { quantile } from '../delivery/load.ts';

/** Milliseconds, sorted. */
interface TemplatedOverhead {
  /** A POST, a GET and a written file of the same, with nothing around them. */
  bareMs: number[];
  /** From the job to the checked file in its place. */
  oursMs: number[];
  /** Of each pair, what ours took longer. */
  overheadMs: number[];
}

const overrides: LayerOverrides = {
  title: { text: 'Three mugs', x: 40, color: '#222222', fontSize: 40 },
  frame: { x: 210, y: 130, width: 280, height: 290, rotation: 2 },
  score: { rating: 4.5 },
};

/** What a render by Templated costs more through this program, on loopback: under 20 ms at p99 is wanted. */
export async function benchTemplatedOverhead(
  folder: string,
  print: (line: string) => void,
  samples = 300,
): Promise<void> {
  const { bareMs, oursMs, overheadMs } = await measureTemplatedOverhead(folder, samples);
  const line = (values: readonly number[]) =>
    `p50 ${quantile(values, 0.5).toFixed(1)}   p99 ${quantile(values, 0.99).toFixed(1)} ms`;
  print(`Render by Templated on loopback, order to file, ${samples} in turns`);
  print(`  bare undici, POST, GET, file       ${line(bareMs)}`);
  print(`  through the client, checked file   ${line(oursMs)}`);
  print(`  overhead, pair by pair             ${line(overheadMs)}  (p99 under 20 wanted)\n`);
}

/** Has the same card rendered by a stand-in for Templated, bare and through the renderer, in turns. */
async function measureTemplatedOverhead(folder: string, samples: number): Promise<TemplatedOverhead> {
  const server = await startTemplatedServer({ quota: Number.POSITIVE_INFINITY });
  const http = createHttp({ version: '0', settings: () => defaultSettings.network, env: {} });
  const agent = new Agent();
  const { baseUrl, key } = server;
  const client = createTemplatedClient({ http, baseUrl: () => baseUrl, key: () => key, clock: systemClock });
  const log = { info: () => undefined, warn: () => undefined };
  const renderer = createTemplatedRenderer({
    client,
    // No layer shows a picture of ours: nothing is drawn here.
    process: { ask: () => Promise.reject(new Error('Nothing is to be drawn.')) },
    uploads: { get: () => null, put: async () => undefined, forget: async () => undefined },
    webhookUrl: () => '',
    clock: systemClock,
    log,
  });
  try {
    const [first] = server.templates;
    // A small sheet: how long the other side draws is not what is measured.
    if (first) Object.assign(first, { width: 100, height: 100 });
    const { template } = await client.get(first?.id ?? '');
    const barePath = join(folder, 'bare-overhead.png');
    const ours = async () => {
      const layers = template.layers.map((layer) => ({ layer, cell: 0 }));
      const job: TemplatedJob = {
        renderId: randomUUID(),
        template,
        overrides,
        layers,
        subjects: [],
        assets: {},
        format: 'png',
        scale: 1,
        outPath: join(folder, 'overhead.png'),
      };
      await renderer.draw(job, { signal: new AbortController().signal, attempt: 1 });
    };
    // The first of each opens connections and warms the code.
    for (let turn = 0; turn < 20; turn += 1) {
      await ours();
      await bare(server, agent, template.id, barePath);
    }
    const [bareMs, oursMs]: [number[], number[]] = [[], []];
    for (let sample = 0; sample < samples; sample += 1) {
      bareMs.push(await timed(() => bare(server, agent, template.id, barePath)));
      oursMs.push(await timed(ours));
    }
    const overheadMs = oursMs.map((ms, index) => ms - (bareMs[index] ?? Number.NaN));
    return { bareMs: sorted(bareMs), oursMs: sorted(oursMs), overheadMs: sorted(overheadMs) };
  } finally {
    await agent.close();
    await http.close();
    await server.close();
  }
}

/** What anybody would write first: post, read the address, fetch the file, write it. */
async function bare(
  { baseUrl, key }: TemplatedServer,
  dispatcher: Agent,
  template: string,
  path: string,
): Promise<void> {
  const posted = await request(`${baseUrl}/render`, {
    dispatcher,
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      template,
      layers: {
        title: { text: 'Three mugs', x: 40, color: '#222222', font_size: '40px' },
        frame: { x: 210, y: 130, width: 280, height: 290, rotation: 2 },
        score: { rating: 4.5 },
      },
      format: 'png',
      external_id: randomUUID(),
    }),
  });
  const { url } = Object(await posted.body.json());
  const file = await request(String(url), { dispatcher });
  await writeFile(path, new Uint8Array(await file.body.arrayBuffer()));
}

async function timed(work: () => Promise<void>): Promise<number> {
  const before = performance.now();
  await work();
  return performance.now() - before;
}

function sorted(values: number[]): number[] {
  return values.sort((a, b) => a - b);
}

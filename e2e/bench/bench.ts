/**
 * npm run bench [-- --only photos|delivery|render|rules|alerts|monitoring|charts] [--photos N] [--memory-photos N] [--messages N] [DIR]
 * Speed of the whole pipeline beside a bare loop of sharp and onnxruntime on the same photos, of telling beside bare
 * undici and BullMQ, and of drawing beside a bare canvas, in one run, in turns, so that a noisy machine hurts all
 * alike. Quote ratios; absolute times only describe this machine.
 */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { findResources, programDir } from '../../electron/paths.ts';
import { defaultSettings } from '../../shared/settings.ts';
import { benchAlerts } from './alerts-flood.ts';
import type { BaselineJob, BaselineResult } from './baseline.ts';
import { measureCallLatency } from './call-latency.ts';
import { benchCharts } from './charts.ts';
import { benchDelivery } from './delivery/delivery-bench.ts';
import { benchMonitoring } from './monitoring/monitoring-bench.ts';
import { makePhotos } from './photos.ts';
import type { LoadJob, LoadReport } from './pipeline-load.ts';
import { benchRender } from './render/render-bench.ts';
import { benchJudging } from './rules/judging-bench.ts';
import { benchReading } from './rules/reading-bench.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    photos: { type: 'string', default: '150' },
    rounds: { type: 'string', default: '5' },
    'memory-photos': { type: 'string', default: '5000' },
    messages: { type: 'string', default: '5000' },
    flood: { type: 'string', default: '10000' },
    pictures: { type: 'string', default: '40' },
    previews: { type: 'string', default: '200' },
    alerts: { type: 'string', default: '10000' },
    'chart-seconds': { type: 'string', default: '30' },
    only: { type: 'string' },
  },
});
const source = positionals[0] ?? findResources().samplesDir;
const threads = defaultSettings.inference.intraOpThreads;
const folder = mkdtempSync(join(tmpdir(), 'h200-bench-'));
let runs = 0;

try {
  if (wanted('render')) {
    await benchRender(folder, source, print, {
      pictures: Number(values.pictures),
      previews: Number(values.previews),
      rounds: Number(values.rounds),
    });
  }
  if (wanted('delivery')) {
    await benchDelivery(folder, print, {
      messages: Number(values.messages),
      rounds: Number(values.rounds),
      flood: Number(values.flood),
    });
  }
  if (wanted('rules')) benchJudging(print, Number(values.rounds));
  if (wanted('rules')) benchReading(print, 100_000);
  if (wanted('charts')) await benchCharts(print, { seconds: Number(values['chart-seconds']) });
  if (wanted('alerts')) await benchAlerts(folder, print, { alerts: Number(values.alerts) });
  if (wanted('monitoring')) {
    await benchMonitoring(folder, print, { rounds: Number(values.rounds) });
  }
  if (wanted('photos')) {
    await throughput();
    await coldStart();
    await latency();
    await memory();
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function wanted(
  part: 'photos' | 'delivery' | 'render' | 'rules' | 'monitoring' | 'alerts' | 'charts',
): boolean {
  return values.only === undefined || values.only === part;
}

async function throughput(): Promise<void> {
  const paths = makePhotos(source, join(folder, 'photos'), Number(values.photos));
  const [warm] = await runLoad({ paths, checkpoints: [], wantBoxes: true });
  const boxes = warm?.boxes ?? [];
  const job: BaselineJob = {
    threads,
    photos: paths.map((path, index) => ({ path, boxes: boxes[index] ?? [] })),
  };
  const poses = boxes.flat().length;
  const ours: number[] = [];
  const bare: BaselineResult[] = [];
  for (let round = 0; round < Number(values.rounds); round++) {
    bare.push(await runBaseline(job));
    const [report] = await runLoad({ paths, checkpoints: [], wantBoxes: false });
    ours.push((report?.wallMs ?? Number.NaN) / paths.length);
  }
  const bareMs = bare.map((result) => result.wallMs / result.photos);
  const runMs = median(bare.map((result) => result.runMs / result.photos));
  const ratios = ours.map((ms, index) => (bareMs[index] ?? Number.NaN) / ms);
  print(
    `Throughput, ${paths.length} photos, ${poses} mugs posed, ${threads} thread(s), ${ours.length} rounds`,
  );
  print(`  bare loop (sharp + onnxruntime)   ${rate(median(bareMs))}`);
  print(`  whole pipeline, stored            ${rate(median(ours))}`);
  print(`  ratio pipeline / bare loop        ${spread(ratios)}  (at least 0.95 wanted)`);
  print(`  inside onnxruntime                ${runMs.toFixed(1)} ms per photo`);
  print(`  all the rest, bare loop           ${(median(bareMs) - runMs).toFixed(1)} ms per photo`);
  print(`  all the rest, pipeline            ${(median(ours) - runMs).toFixed(1)} ms per photo\n`);
}

async function coldStart(): Promise<void> {
  const [path] = makePhotos(source, join(folder, 'one'), 1);
  const job: BaselineJob = { threads, photos: [{ path: path ?? '', boxes: [] }] };
  const jobFile = writeJob(job);
  const cli = join(programDir(), 'electron', 'cli.ts');
  const ratios: number[] = [];
  const ours: number[] = [];
  for (let round = 0; round < Number(values.rounds) + 1; round++) {
    const data = join(folder, `cold-${round}`);
    const cold = timeProcess([cli, 'analyze', '--json', '--data', data, path ?? '']);
    const bare = timeProcess([script('baseline.ts'), jobFile]);
    // The first round fills the file cache and Node's compile cache.
    if (round === 0) continue;
    ours.push(cold);
    ratios.push(cold / bare);
  }
  print('Cold start, one photo, whole process');
  print(`  analyze                           ${median(ours).toFixed(0)} ms`);
  print(`  ratio analyze / bare loop         ${spread(ratios)}\n`);
}

async function latency(): Promise<void> {
  const paths = makePhotos(source, join(folder, 'calls'), 200);
  const { idleMs, busyMs } = await measureCallLatency(
    join(folder, 'calls-data'),
    paths.map((path) => readFileSync(path)),
  );
  print(`A call over HTTP, ${busyMs.length} calls`);
  print(
    `  idle      p50 ${quantile(idleMs, 0.5).toFixed(1)} ms   p99 ${quantile(idleMs, 0.99).toFixed(1)} ms`,
  );
  print(
    `  in batch  p50 ${quantile(busyMs, 0.5).toFixed(1)} ms   p99 ${quantile(busyMs, 0.99).toFixed(1)} ms`,
  );
  print(`  (p99 of at most 10 ms in a batch wanted)\n`);
}

async function memory(): Promise<void> {
  const count = Number(values['memory-photos']);
  const early = Math.min(100, count);
  const paths = makePhotos(source, join(folder, 'memory'), count);
  const reports = await runLoad({ paths, checkpoints: [early, Math.round(count / 2)], wantBoxes: false });
  print('Resident memory (main + inference child)');
  for (const { photos, mainBytes, childBytes } of reports) {
    const sum = mainBytes + childBytes;
    print(
      `  after ${String(photos).padStart(5)} photos   ${mega(sum)}  (${mega(mainBytes)} + ${mega(childBytes)})`,
    );
  }
  const [first, last] = [reports[0], reports.at(-1)];
  if (first === undefined || last === undefined) return;
  const growth = (last.mainBytes + last.childBytes) / (first.mainBytes + first.childBytes);
  print(`  ratio last / first                ${growth.toFixed(3)}  (at most 1.05 wanted)`);
}

async function runLoad(job: Omit<LoadJob, 'dataDir'>): Promise<LoadReport[]> {
  const dataDir = join(folder, `data-${++runs}`);
  const output = await runScript('pipeline-load.ts', writeJob({ ...job, dataDir } satisfies LoadJob));
  rmSync(dataDir, { recursive: true, force: true });
  return output
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as LoadReport);
}

async function runBaseline(job: BaselineJob): Promise<BaselineResult> {
  return JSON.parse(await runScript('baseline.ts', writeJob(job))) as BaselineResult;
}

async function runScript(name: string, jobFile: string): Promise<string> {
  const child = spawn(process.execPath, [script(name), jobFile], { stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  child.stdout.on('data', (chunk) => {
    output += chunk;
  });
  const [status] = await once(child, 'close');
  if (status !== 0) throw new Error(`${name} ended with status ${status}.`);
  return output;
}

function timeProcess(args: string[]): number {
  const before = performance.now();
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${args[0]} ended with status ${status}: ${stderr}`);
  return performance.now() - before;
}

function writeJob(job: unknown): string {
  const file = join(folder, `job-${++runs}.json`);
  writeFileSync(file, JSON.stringify(job));
  return file;
}

function script(name: string): string {
  return join(import.meta.dirname, name);
}

function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

function median(values_: readonly number[]): number {
  return quantile(
    [...values_].sort((a, b) => a - b),
    0.5,
  );
}

function spread(values_: readonly number[]): string {
  const sorted = [...values_].sort((a, b) => a - b);
  const [low, high] = [sorted[0], sorted.at(-1)];
  return `${median(sorted).toFixed(2)}  (${low?.toFixed(2)} to ${high?.toFixed(2)})`;
}

function rate(ms: number): string {
  return `${(1000 / ms).toFixed(1)} photos/s  ${ms.toFixed(1)} ms per photo`;
}

function mega(bytes: number): string {
  return `${(bytes / 1_048_576).toFixed(0)} MB`;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

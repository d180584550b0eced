import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { systemClock } from '../../../electron/delivery/clock.ts';
import { createSystemSource } from '../../../electron/monitoring/system.ts';
import { type Database, openDatabase } from '../../../electron/store/database.ts';
import { createSampleStore, sampleTiers, stepFor } from '../../../electron/store/sample-store.ts';
import { singleMetrics } from '../../../shared/metrics.ts';

const [minuteMs, hourMs, dayMs] = [60_000, 3_600_000, 86_400_000];
const spans = [
  ['15 min', 15 * minuteMs],
  ['1 h', hourMs],
  ['6 h', 6 * hourMs],
  ['24 h', dayMs],
  ['7 d', 7 * dayMs],
  ['90 d', 90 * dayMs],
] as const;
/** With four GPUs and four channels. */
const names = [
  ...singleMetrics.map(({ id }) => id),
  ...Array.from({ length: 36 }, (_, index) => `channel.c${index}.p95`),
];

/** Charts over full tables beside the bare query that SQLite answers at best, in turns; and what measuring costs. */
export async function benchMonitoring(
  folder: string,
  print: (line: string) => void,
  { rounds }: { rounds: number },
): Promise<void> {
  const path = join(folder, 'samples.sqlite');
  const database = openDatabase(path);
  const now = Date.now();
  await fill(database, now);
  const bare = new DatabaseSync(path, { readOnly: true });
  const store = createSampleStore(database);
  const bytes = database
    .statement('SELECT page_count * page_size AS bytes FROM pragma_page_count, pragma_page_size')
    .get()?.bytes;
  const megabytes = Number(bytes) / 1_000_000;
  print(`Charts of three lines, ${names.length} series, all tiers full (${megabytes.toFixed(0)} MB)`);
  for (const [label, spanMs] of spans) {
    const stepMs = stepFor({ from: now - spanMs, to: now, points: 300 }, now);
    const from = Math.floor((now - spanMs) / stepMs) * stepMs;
    const ours: number[] = [];
    const theirs: number[] = [];
    for (let round = 0; round < rounds * 10; round += 1) {
      const three = names.slice(round % 30, (round % 30) + 3);
      theirs.push(timed(three, (_, index) => readBare(bare, (round % 30) + index + 1, from, stepMs)));
      ours.push(timed(three, (name) => store.stretches(name, { from, to: now, stepMs }, now)));
    }
    const [p50, p99] = [quantile(ours, 0.5), quantile(ours, 0.99)];
    const ratio = p50 / quantile(theirs, 0.5);
    print(
      `  ${label.padEnd(8)} p50 ${p50.toFixed(1).padStart(5)} ms   p99 ${p99.toFixed(1).padStart(5)} ms   ratio to bare SQLite ${ratio.toFixed(2)}`,
    );
  }
  bare.close();
  print('  (p99 of at most 20 ms wanted)');
  await measuringCost(store, folder, print);
  database.close();
}

/** Processor time of looking and keeping, per look: at one a second it is a thousandth of a core for each ms. */
async function measuringCost(
  store: ReturnType<typeof createSampleStore>,
  folder: string,
  print: (line: string) => void,
): Promise<void> {
  const log = { debug() {} };
  const system = createSystemSource({ dataDir: folder, monotonic: systemClock.monotonic, log });
  const looks = 200;
  const samples = new Map(names.map((name) => [name, { mean: 1, low: 1, high: 1, weight: 5 }]));
  const reading = await processorMs(looks, () => system.read());
  const keeping = await processorMs(looks, () => store.add(Date.now(), samples));
  system.stop();
  print('Measuring, processor time');
  print(
    `  a look at the machine             ${reading.toFixed(2)} ms, every 5 s, or every second while watched`,
  );
  print(`  keeping ${names.length} series                 ${keeping.toFixed(2)} ms, every 5 s`);
  print(
    `  of a core, unwatched and watched  ${((reading + keeping) / 50).toFixed(3)} % and ${(reading / 10 + keeping / 50).toFixed(3)} %\n`,
  );
}

async function processorMs(times: number, work: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  for (let time = 0; time < times; time += 1) await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000 / times;
}

async function fill(database: Database, now: number): Promise<void> {
  for (const [index, name] of names.entries()) {
    await database.write(() => {
      database.statement('INSERT INTO metric_series VALUES (?, ?)').run(index + 1, name);
      const insert = database.statement('INSERT INTO samples VALUES (?, ?, ?, ?, ?, ?, ?)');
      for (const { stepMs, keptMs } of sampleTiers) {
        const first = Math.floor((now - keptMs) / stepMs) * stepMs;
        for (let at = first; at < now; at += stepMs)
          insert.run(index + 1, stepMs, at, Math.sin(at) * 50, -50, 50, 12);
      }
    });
  }
}

/** The rows of the tier that is read, and nothing done with them. */
function readBare(bare: DatabaseSync, id: number, from: number, stepMs: number): void {
  const tier = [...sampleTiers].reverse().find((one) => one.stepMs <= stepMs) ?? sampleTiers[0];
  bare
    .prepare('SELECT at, mean, low, high FROM samples WHERE series_id = ? AND step_ms = ? AND at >= ?')
    .all(id, tier.stepMs, from);
}

function timed(series: readonly string[], work: (name: string, index: number) => unknown): number {
  const before = performance.now();
  for (const [index, name] of series.entries()) work(name, index);
  return performance.now() - before;
}

function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

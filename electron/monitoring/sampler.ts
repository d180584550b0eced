import type { Clock } from '../delivery/clock.ts';
import type { EventBus } from '../events.ts';
import type { Log } from '../log.ts';
import type { Sample, SampleStore } from '../store/sample-store.ts';
import type { Activity } from './activity.ts';
import type { GpuSource } from './gpus.ts';
import type { SystemSource } from './system.ts';

/** What was measured at one moment, by the name of the metric. */
export type Values = Readonly<Record<string, number | null>>;

/** Measures again and again. The process that leads keeps and judges what it measured; the others show that. */
export interface Sampler {
  start(): void;
  stop(): Promise<void>;
  /** Somebody watches: measures every second for a while. Until when, in milliseconds since 1970. */
  watch(): number;
  /** The newest values; empty before the first. */
  newest(): Values;
}

export interface SamplerParts {
  system: SystemSource;
  gpus: GpuSource;
  activity: Pick<Activity, 'read'>;
  store: Pick<SampleStore, 'add' | 'compact' | 'latest'>;
  /** Whether this process leads the data folder. */
  leads(): boolean;
  /** This process begins or ceases to lead. */
  onLead(leads: boolean): Promise<void>;
  /** Every sample of the process that leads. */
  onSample(values: Values): Promise<void>;
  events: Pick<EventBus, 'emit'>;
  clock: Clock;
  log: Pick<Log, 'warn'>;
}

const [usualMs, watchedMs, watchForMs, compactEveryMs] = [5_000, 1_000, 60_000, 60_000];

export function createSampler(parts: SamplerParts): Sampler {
  const { system, gpus, activity, store, events, clock, log } = parts;
  let gathered = new Map<string, Sample>();
  let newest: Values = {};
  let [keptSlot, toldAt, compactedAt, watchedUntil] = [slotOf(clock.now()), 0, clock.now(), 0];
  let isLeading = false;
  let isRunning = false;
  let inTrouble = false;
  let cancelLook = () => {};
  let looking: Promise<void> = Promise.resolve();

  async function measure(): Promise<Values> {
    const values: Record<string, number | null> = { ...(await system.read()), ...activity.read() };
    for (const [index, figures] of gpus.read()) {
      for (const [measure, value] of Object.entries(figures)) values[`gpu.${index}.${measure}`] = value;
    }
    return values;
  }

  function gather(values: Values): void {
    for (const [name, value] of Object.entries(values)) {
      if (value === null || !Number.isFinite(value)) continue;
      const { mean, low, high, weight } = gathered.get(name) ?? noSample;
      gathered.set(name, {
        mean: (mean * weight + value) / (weight + 1),
        low: Math.min(low, value),
        high: Math.max(high, value),
        weight: weight + 1,
      });
    }
  }

  /** What was gathered since the last time is one sample of the time that ends here. */
  async function keep(at: number): Promise<void> {
    const samples = gathered;
    gathered = new Map();
    keptSlot = slotOf(at);
    await store.add(keptSlot, samples);
    if (at >= compactedAt && at - compactedAt < compactEveryMs) return;
    compactedAt = at;
    await store.compact(at);
  }

  function tell(at: number, values: Values): void {
    newest = values;
    toldAt = at;
    events.emit('metrics.sampled', { at: new Date(at).toISOString(), values });
  }

  async function lead(): Promise<void> {
    const values = await measure();
    const at = clock.now();
    gather(values);
    tell(at, values);
    if (slotOf(at) !== keptSlot) await keep(at);
    await parts.onSample(values);
  }

  function follow(): void {
    const latest = store.latest();
    if (latest !== null && latest.at > toldAt) tell(latest.at, latest.values);
  }

  async function look(): Promise<void> {
    try {
      const leads = parts.leads();
      if (leads !== isLeading) await parts.onLead(leads);
      isLeading = leads;
      if (leads) await lead();
      else follow();
      inTrouble = false;
    } catch (error) {
      if (!inTrouble) log.warn({ err: error }, 'What is measured cannot be kept; it is tried again');
      inTrouble = true;
    }
  }

  /** At round moments, so that every stretch of the store gets its sample. */
  function plan(): void {
    if (!isRunning) return;
    const paceMs = clock.now() < watchedUntil ? watchedMs : usualMs;
    cancelLook = clock.after(paceMs - (clock.now() % paceMs), () => {
      looking = look().finally(plan);
    });
  }

  return {
    start() {
      isRunning = true;
      gpus.start();
      looking = look().finally(plan);
    },
    async stop() {
      isRunning = false;
      cancelLook();
      await looking;
      cancelLook();
      system.stop();
      gpus.stop();
      if (isLeading) await parts.onLead(false).catch((err: unknown) => log.warn({ err }, stopTrouble));
    },
    watch() {
      const isNew = clock.now() >= watchedUntil;
      watchedUntil = clock.now() + watchForMs;
      if (isNew) {
        cancelLook();
        looking = looking.then(() => {
          cancelLook();
          plan();
        });
      }
      return watchedUntil;
    },
    newest: () => newest,
  };
}

const stopTrouble = 'That measuring ends could not be written down';
const noSample: Sample = {
  mean: 0,
  low: Number.POSITIVE_INFINITY,
  high: Number.NEGATIVE_INFINITY,
  weight: 0,
};

const slotOf = (at: number) => Math.floor(at / usualMs) * usualMs;

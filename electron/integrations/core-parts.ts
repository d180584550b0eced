import { statfs } from 'node:fs/promises';
import { alertNames } from '../../shared/alert.ts';
import type { EventPayload, InferenceStatus } from '../../shared/contract.ts';
import type { DeliveryCounts } from '../../shared/delivery.ts';
import type { PartState } from '../../shared/health.ts';
import { rendererLanes } from '../../shared/render.ts';
import type { EventBus } from '../events.ts';
import { type LaneParts, laneHealth } from './channel-part.ts';
import { type Finding, type Integration, noFigures, percentilesOf } from './integration.ts';

const [hourMs, rateOverMs, mostRuns] = [3_600_000, 300_000, 500];
/** With less room than this a day of work does not fit any more. */
const leastFreeBytes = 500_000_000;

/** The child that analyses photos; each analysis is told here as it is kept, each failure heard. */
export function inferencePart(parts: {
  status(): InferenceStatus;
  isLeader(): boolean;
  events: Pick<EventBus, 'listen'>;
  now(): number;
}): Integration & { ran(tookMs: number): void } {
  let runs: { at: number; tookMs: number | null }[] = [];
  const ran = (tookMs: number | null) => {
    runs = [...runs, { at: parts.now(), tookMs }].slice(-mostRuns);
  };
  parts.events.listen('analysis.failed', (failure) => {
    if (isOfInference(failure)) ran(null);
  });
  return {
    ran,
    id: 'inference',
    kind: 'inference',
    label: 'Inference',
    get target() {
      const { model, provider } = parts.status();
      return [model?.name, provider?.used].filter(Boolean).join(' on ') || 'No model';
    },
    channelId: null,
    critical: true,
    isOwn: true,
    alerts: { unwell: { alertname: alertNames.inferenceDown, source: 'inference' } },
    look() {
      const { state, reason } = parts.status();
      if (state === 'stopped' && !parts.isLeader()) return null;
      return { state: inferenceStates[state], reason: state === 'ready' ? null : reason };
    },
    figures() {
      const last = runs.filter(({ at }) => at > parts.now() - hourMs);
      const tookMs = last.flatMap((run) => run.tookMs ?? []);
      return {
        ...noFigures,
        responseMs: percentilesOf(tookMs),
        successRate: last.length === 0 ? null : tookMs.length / last.length,
        perMinute: last.filter(({ at }) => at > parts.now() - rateOverMs).length / (rateOverMs / 60_000),
        retries: parts.status().restarts,
      };
    },
  };
}

const inferenceStates: Readonly<Record<InferenceStatus['state'], PartState>> = {
  ready: 'healthy',
  starting: 'held',
  restarting: 'down',
  failed: 'down',
  stopped: 'down',
};

/** A photo that is none says nothing of the inference. */
function isOfInference({ error }: EventPayload<'analysis.failed'>): boolean {
  return error.code.startsWith('inference.') || error.code.startsWith('model.') || error.code === 'internal';
}

/** The data folder: whether it can be written to, and how much room it has. */
export function storagePart(parts: { dataDir: string; write(): Promise<void> }): Integration {
  let last: { state: PartState; reason: string | null } = { state: 'healthy', reason: null };

  async function check(): Promise<Finding> {
    try {
      await parts.write();
    } catch (error) {
      last = { state: 'down', reason: error instanceof Error ? error.message : 'It cannot be written to.' };
      throw error;
    }
    const { bavail, bsize } = await statfs(parts.dataDir);
    const free = bavail * bsize;
    const detail = `It can be written to; ${(free / 1e9).toFixed(1)} GB are free.`;
    const isLow = free < leastFreeBytes;
    last = isLow
      ? { state: 'degraded', reason: `Only ${Math.round(free / 1e6)} MB are free. Make room on the disk.` }
      : { state: 'healthy', reason: null };
    return { ok: !isLow, detail };
  }

  return {
    id: 'storage',
    kind: 'storage',
    label: 'Data folder',
    target: parts.dataDir,
    channelId: null,
    critical: true,
    alerts: { unwell: { alertname: alertNames.storageDown, source: 'monitoring' } },
    look: () => last,
    figures: () => noFigures,
    check,
  };
}

/** What sends: one process of those on the data folder. */
export function courierPart(parts: {
  isLeader(): boolean;
  isLed(): boolean;
  counts(): DeliveryCounts;
}): Integration {
  return {
    id: 'courier',
    kind: 'courier',
    label: 'Deliveries',
    get target() {
      if (parts.isLeader()) return 'This process sends';
      return parts.isLed() ? 'Another process sends' : 'Nobody sends';
    },
    channelId: null,
    critical: true,
    alerts: { unwell: { alertname: alertNames.courierDown, source: 'integration' } },
    look() {
      if (parts.isLeader() || parts.isLed()) return { state: 'healthy', reason: null };
      return { state: 'down', reason: 'Nobody sends at the moment: what is to be told waits.' };
    },
    figures() {
      const { waiting, held, sending } = parts.counts();
      return { ...noFigures, queueDepth: waiting + held + sending };
    },
  };
}

export function localRendererPart(lanes: LaneParts): Integration {
  const { id, name } = rendererLanes.local;
  return {
    id: 'renderer.local',
    kind: 'renderer',
    label: name,
    target: 'This machine',
    channelId: id,
    alerts: { unwell: { alertname: alertNames.rendererDown, channel: id, source: 'integration' } },
    ...laneHealth(id, lanes),
  };
}

/** Looked at by asking for the account, which costs nothing. */
export function templatedPart(parts: {
  lanes: LaneParts;
  hasKey(): boolean;
  host(): string;
  account(signal: AbortSignal): Promise<{ used: number; of: number }>;
}): Integration {
  const { id, name } = rendererLanes.templated;
  const health = laneHealth(id, parts.lanes);
  async function check(signal: AbortSignal): Promise<Finding> {
    const { used, of } = await parts.account(signal);
    return { ok: true, detail: `The key is taken; ${used} of ${of} credits are used.` };
  }
  return {
    id: 'renderer.templated',
    kind: 'renderer',
    label: name,
    get target() {
      return parts.host();
    },
    channelId: id,
    alerts: { unwell: { alertname: alertNames.rendererDown, channel: id, source: 'integration' } },
    get check() {
      return parts.hasKey() ? check : undefined;
    },
    ...health,
    look: () =>
      parts.hasKey() ? health.look() : { state: 'disabled', reason: 'No key is set: this machine draws.' },
  };
}

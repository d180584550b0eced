import type { Labels, NewAlert } from '../../shared/alert.ts';
import { switchedOffByHand } from '../../shared/channel.ts';
import type { Notifier } from '../alerts/notifier.ts';
import type { Clock } from '../delivery/clock.ts';
import type { Log } from '../log.ts';
import type { Integration } from './integration.ts';
import type { Standing } from './manager.ts';

/** What lasts shorter than this is told to nobody; back in order is believed after a while too. */
const holdMs = { down: 5_000, degraded: 60_000, disabled: 0, well: 15_000 } as const;

type Trouble = Exclude<keyof typeof holdMs, 'well'>;

/** What is known of a part's alert. */
interface Watched {
  trouble: Trouble | 'well';
  /** Monotonic, when that began. */
  since: number;
  /** Which trouble is told; null: that all is well; undefined: nothing yet in this run. */
  told: Trouble | null | undefined;
  alerts: Integration['alerts'];
}

export interface PartAlerts {
  /** Every part as it is now, every few seconds: raises what stays wrong, resolves what stays right. */
  observe(seen: readonly { integration: Integration; standing: Standing }[]): void;
  /** What was seen so far does not count any more: another process watched meanwhile. */
  forget(): void;
  /** Resolves once all that was to be said is recorded. */
  stop(): Promise<void>;
}

/** Raises an alert for a part that fails, and resolves it when it is well again; never for a moment's trouble. */
export function createPartAlerts(parts: {
  notifier: Pick<Notifier, 'raise' | 'resolve'>;
  clock: Pick<Clock, 'monotonic'>;
  log: Pick<Log, 'error'>;
}): PartAlerts {
  const { notifier, clock, log } = parts;
  const watched = new Map<string, Watched>();
  let saying: Promise<unknown> = Promise.resolve();

  /** One after the other, so that what is raised is never resolved before; what failed is seen anew. */
  function say(id: string, work: () => Promise<unknown>): void {
    saying = saying.then(work).catch((error: unknown) => {
      watched.delete(id);
      log.error({ err: error }, 'An alert could not be recorded; it is tried again');
    });
  }

  function settle(integration: Integration, standing: Standing): void {
    const { id, alerts } = integration;
    const trouble = troubleOf(integration, standing);
    const before = watched.get(id);
    const now = clock.monotonic();
    const entry: Watched = {
      trouble,
      since: before?.trouble === trouble ? before.since : now,
      told: before?.told,
      alerts,
    };
    watched.set(id, entry);
    if (now - entry.since < holdMs[trouble]) return;
    const wanted = trouble === 'well' ? null : trouble;
    if (entry.told === wanted) return;
    const over = labelsToResolve(entry, wanted);
    entry.told = wanted;
    say(id, async () => {
      for (const labels of over) await notifier.resolve(labels, noteOf(integration, standing));
      // Switched off by itself: whoever did that said so.
      if (wanted !== null && wanted !== 'disabled')
        await notifier.raise(alertOf(integration, standing, wanted));
    });
  }

  return {
    observe(seen) {
      const ids = new Set(seen.map(({ integration }) => integration.id));
      for (const [id, { alerts }] of watched) {
        if (ids.has(id)) continue;
        watched.delete(id);
        say(id, async () => {
          for (const labels of allLabels(alerts)) await notifier.resolve(labels, 'It was removed.');
        });
      }
      for (const { integration, standing } of seen) settle(integration, standing);
    },
    forget: () => watched.clear(),
    async stop() {
      await saying;
    },
  };
}

/** Held is what the other side asked for: it is well. Switched off by hand is what somebody wanted. */
function troubleOf({ alerts }: Integration, { state, reason }: Standing): Watched['trouble'] {
  if (state === 'down' || state === 'degraded') return state;
  const isOwn = state === 'disabled' && reason !== switchedOffByHand && alerts.disabled !== undefined;
  return isOwn ? 'disabled' : 'well';
}

/** Down and degraded are one alert, which only gets worse or ends; switched off is another one. */
function labelsToResolve({ told, alerts }: Watched, wanted: Trouble | null): Labels[] {
  if (told === undefined) return wanted === null ? allLabels(alerts) : [];
  const [old, next] = [told, wanted].map((trouble) => labelsOf(alerts, trouble));
  return old === undefined || old === next ? [] : [old];
}

function allLabels({ unwell, disabled }: Integration['alerts']): Labels[] {
  return disabled === undefined ? [unwell] : [unwell, disabled];
}

function labelsOf(alerts: Integration['alerts'], trouble: Trouble | null): Labels | undefined {
  if (trouble === null) return undefined;
  return trouble === 'disabled' ? alerts.disabled : alerts.unwell;
}

function alertOf(
  { label, target, critical = false, alerts }: Integration,
  { reason, since }: Standing,
  trouble: 'down' | 'degraded',
): NewAlert {
  const isDown = trouble === 'down';
  return {
    labels: alerts.unwell,
    severity: !isDown ? 'warning' : critical ? 'critical' : 'error',
    title: `${label} ${isDown ? 'is down' : 'is not well'}`,
    message: reason ?? '',
    details: { target, since: new Date(since).toISOString() },
  };
}

function noteOf({ label }: Integration, { state, reason }: Standing): string {
  return state === 'healthy' ? `${label} is well again.` : (reason ?? `${label} is not down any more.`);
}

import type { Labels } from '../../shared/alert.ts';
import type { HealthPart, PartFigures, PartState } from '../../shared/health.ts';

/** What a look for oneself found. */
export interface Finding {
  ok: boolean;
  /** A sentence without secrets. */
  detail: string;
  /** It works, but somebody has to see to it before long: a certificate that runs out. */
  warning?: string | undefined;
}

/** How a part does by what happened to it. */
export interface Look {
  state: PartState;
  reason: string | null;
  /** When it last did what it is there for, where that is known: a check that failed before says no more. */
  wellAt?: number | undefined;
}

/** Something the program works with, as the manager knows it: what it is, how it does, how to look for oneself. */
export interface Integration extends Pick<HealthPart, 'id' | 'kind' | 'label' | 'target' | 'channelId'> {
  /** Whether everything is down with it. */
  critical?: boolean;
  /** How it does by what happened to it; cheap. Null when nobody can tell in this process. */
  look(): Look | null;
  /** Every process has its own: elsewhere than in the process that leads it is not as that one wrote down. */
  isOwn?: boolean;
  figures(): PartFigures;
  /** Looks for itself, disturbing nobody; left out when there is nothing to look at. */
  check?: ((signal: AbortSignal) => Promise<Finding>) | undefined;
  /** What tells its alerts from those of other parts. */
  alerts: {
    /** Raised when it is down, or not well for long. */
    unwell: Labels;
    /** Raised by who switches it off by itself; resolved when it is in use again. */
    disabled?: Labels;
  };
}

export const noFigures: PartFigures = {
  responseMs: null,
  successRate: null,
  perMinute: null,
  queueDepth: null,
  retries: null,
  breaker: null,
};

/** Response times as people compare them; null without any. */
export function percentilesOf(tookMs: readonly number[]): PartFigures['responseMs'] {
  if (tookMs.length === 0) return null;
  const sorted = tookMs.toSorted((a, b) => a - b);
  const at = (share: number) =>
    sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? 0;
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99) };
}

import type { Notifier } from '../alerts/notifier.ts';
import type { EarlierRun } from './health-history.ts';
import type { NewEvent } from './publisher.ts';

/** What is told of the program's own coming and going. */
export interface LifeCycle {
  /** It leads the data folder from now on. */
  started(earlier: EarlierRun | null): Promise<void>;
  /** It is about to end. */
  stopping(): Promise<void>;
}

/** An update and an end without a word are always told; starts and stops only to who wants to hear of each. */
export function createLifeCycle(parts: {
  notifier: Pick<Notifier, 'tell'>;
  version: string;
  /** Whether every start and stop is told. */
  tellsEach(): boolean;
}): LifeCycle {
  const { notifier, version, tellsEach } = parts;
  return {
    async started(earlier) {
      if (earlier !== null && !earlier.endedWell) await notifier.tell(endedBadly(earlier));
      if (earlier !== null && earlier.version !== version)
        await notifier.tell(updated(earlier.version, version));
      else if (tellsEach()) await notifier.tell(said('The program was started', { version }));
    },
    async stopping() {
      if (tellsEach()) await notifier.tell(said('The program was stopped', { version }));
    },
  };
}

function endedBadly({ version, startedAt, seenAt }: EarlierRun): NewEvent {
  const [started, lastSeen] = [startedAt, seenAt].map((at) => new Date(at).toISOString());
  return {
    type: 'system_alert',
    severity: 'warning',
    data: {
      title: 'The program ended without a word',
      message: 'It crashed, was killed, or the power went. What waited to be told is told now.',
      details: { version, started: started ?? '', last_seen: lastSeen ?? '' },
    },
  };
}

function updated(from: string, to: string): NewEvent {
  return said(`The program was updated to ${to}`, { before: from, now: to });
}

function said(title: string, details: Record<string, string>): NewEvent {
  return { type: 'system_alert', severity: 'info', data: { title, message: '', details } };
}

import type { LogEntry } from '../../shared/log-entry.ts';
import type { Clock } from '../delivery/clock.ts';
import type { EventBus } from '../events.ts';
import { logEntryOf } from './log-entry-of.ts';
import type { LogFiles } from './log-files.ts';

const [togetherMs, mostEntries] = [250, 100];

/** Announces what is written to the log, together and not too much of it. Returns what ends that. */
export function announceLog(parts: {
  files: Pick<LogFiles, 'listen'>;
  events: Pick<EventBus, 'emit'>;
  clock: Pick<Clock, 'after'>;
}): () => void {
  let waiting: LogEntry[] = [];
  let more = false;
  let cancel: (() => void) | null = null;

  function tell(): void {
    const [entries, wereMore] = [waiting, more];
    [waiting, more, cancel] = [[], false, null];
    parts.events.emit('log.written', { entries, more: wereMore });
  }

  const stop = parts.files.listen((line) => {
    const entry = logEntryOf(line);
    if (entry === null) return;
    if (waiting.length < mostEntries) waiting.push(entry);
    else more = true;
    cancel ??= parts.clock.after(togetherMs, tell);
  });
  return () => {
    stop();
    cancel?.();
  };
}

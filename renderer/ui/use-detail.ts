import { useEffect, useState } from 'react';
import { toAppError } from '../../shared/errors.ts';
import { useCore } from '../core.ts';

/** What was fetched, or why it could not be; null while it is on its way. */
export type Loaded<Detail> = Detail | { reason: string } | null;

interface Source<Detail> {
  fetch: (id: string) => Promise<Detail>;
  /** Calls `changed` when what was fetched may be another; returns what ends that. `latest` is what is shown. */
  follow: (id: string, changed: () => void, latest: () => Detail | null) => () => void;
}

/** Often enough for a person to follow. */
const calmMs = 250;

/** Keeps one thing in step with the core, while there is a connection. The source must stay the same object. */
export function useDetail<Detail extends object>(id: string, source: Source<Detail>): Loaded<Detail> {
  const connected = useCore((state) => state.connected && state.info !== null);
  const [shown, setShown] = useState<{ id: string; loaded: Loaded<Detail> } | null>(null);
  useEffect(() => {
    if (!connected) return;
    let question = 0;
    let latest: Detail | null = null;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const load = async () => {
      timer = undefined;
      const mine = ++question;
      const loaded = await source
        .fetch(id)
        .catch((error: unknown) => ({ reason: toAppError(error).message }));
      if (mine !== question) return;
      latest = 'reason' in loaded ? null : loaded;
      setShown({ id, loaded });
    };
    void load();
    const changed = () => {
      timer ??= setTimeout(load, calmMs);
    };
    const stop = source.follow(id, changed, () => latest);
    return () => {
      question = -1;
      clearTimeout(timer);
      stop();
    };
  }, [connected, id, source]);
  // Never what another one was.
  return shown?.id === id ? shown.loaded : null;
}

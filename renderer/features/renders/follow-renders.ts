import type { Render } from '../../../shared/render.ts';
import { core } from '../../core.ts';
import { hearProgress, loadBatches } from './batches.ts';
import { hearChanges, reload } from './renders.ts';

/** Often enough for a person to follow, seldom enough for a flood. */
const calmMs = 250;

/** Keeps the pictures in step with the core; returns what ends that. */
export function followRenders(): () => void {
  void reload();
  void loadBatches();
  const changed = new Map<string, Render>();
  let more = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const take = () => {
    timer = undefined;
    hearChanges({ renders: [...changed.values()], more });
    changed.clear();
    more = false;
  };
  const stops = [
    core.listen('render.changed', (payload) => {
      for (const render of payload.renders) changed.set(render.id, render);
      more ||= payload.more;
      timer ??= setTimeout(take, calmMs);
    }),
    core.listen('render.progressed', hearProgress),
  ];
  return () => {
    for (const stop of stops) stop();
    clearTimeout(timer);
  };
}

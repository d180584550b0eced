import type { EventPayload } from '../../shared/contract.ts';
import { isRendererLane, type Render } from '../../shared/render.ts';
import type { Clock } from '../delivery/clock.ts';
import type { EventBus } from '../events.ts';
import type { RenderStore } from '../store/render-store.ts';

/** Tells screens how renders and their batches do, as their deliveries change. */
export interface RenderChanges {
  /** Renders are gone, of this batch or of any: lists are to be read anew. */
  removed(batchId: string | null): void;
  stop(): void;
}

export interface RenderChangesParts {
  renders: Pick<RenderStore, 'findByDelivery' | 'batch'>;
  events: Pick<EventBus, 'emit' | 'listen'>;
  database: { isOpen(): boolean };
  /** Whether it is this process that draws, of those on the data folder. */
  delivers(): boolean;
  clock: Pick<Clock, 'after'>;
}

/** Between two tellings of one batch. */
const everyMs = 100;

/** Only listens: `delivery.changed` comes at most every 100 ms already. */
export function createRenderChanges(parts: RenderChangesParts): RenderChanges {
  const { renders, events, database, delivers, clock } = parts;
  /** Batches with something to do, as far as this process has heard. */
  const active = new Set<string>();
  const dirty = new Set<string>();
  let isPausing = false;

  function hear({ deliveries, more }: EventPayload<'delivery.changed'>): void {
    const changed = deliveries
      .filter(({ channelId }) => isRendererLane(channelId))
      .flatMap(({ id }) => renders.findByDelivery(id) ?? []);
    if (changed.length > 0) events.emit('render.changed', { renders: changed, more });
    // Under flood not every delivery is named: all that may have moved are told.
    touch([...batchIdsOf(changed), ...(more ? active : [])]);
  }

  function touch(batchIds: readonly string[]): void {
    for (const id of batchIds) dirty.add(id);
    if (!isPausing && dirty.size > 0) tell();
  }

  function tell(): void {
    isPausing = false;
    if (dirty.size === 0 || !database.isOpen()) return;
    isPausing = true;
    clock.after(everyMs, tell);
    const ids = [...dirty];
    dirty.clear();
    for (const id of ids) tellBatch(id);
  }

  function tellBatch(id: string): void {
    const batch = renders.batch(id);
    const { waiting = 0, held = 0, rendering = 0 } = batch?.counts ?? {};
    if (waiting + held + rendering > 0) active.add(id);
    else active.delete(id);
    if (batch !== null) events.emit('render.progressed', batch);
  }

  /** Of what another process draws, only the state of its lane is heard. */
  function hearOthers({ channelId }: EventPayload<'channel.stateChanged'>): void {
    if (!isRendererLane(channelId) || delivers()) return;
    events.emit('render.changed', { renders: [], more: true });
    touch([...active]);
  }

  const stops = [events.listen('delivery.changed', hear), events.listen('channel.stateChanged', hearOthers)];
  return {
    removed(batchId) {
      events.emit('render.changed', { renders: [], more: true });
      if (batchId !== null) touch([batchId]);
    },
    stop() {
      for (const stop of stops) stop();
    },
  };
}

function batchIdsOf(renders: readonly Render[]): string[] {
  return renders.flatMap(({ batchId }) => batchId ?? []);
}

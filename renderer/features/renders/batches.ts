import { create } from 'zustand';
import type { RenderBatch } from '../../../shared/render.ts';
import { core } from '../../core.ts';
import { endedOf, type Sample, withSample } from './batch-pace.ts';

interface Batches {
  /** The latest first. */
  list: readonly RenderBatch[];
  /** How each of them went on lately, for its rate; by id. */
  samples: ReadonlyMap<string, readonly Sample[]>;
  /** Ids of finished ones that the operator has read about. */
  dismissed: ReadonlySet<string>;
}

/** The pictures that were asked for together, and how far they are. */
export const useBatches = create<Batches>(() => ({ list: [], samples: new Map(), dismissed: new Set() }));

/** Fetches the list anew. */
export async function loadBatches(): Promise<void> {
  // A list that does not come is fetched again with the connection; the pictures are there without it.
  const answer = await core.call('renders.batches', {}).catch(() => null);
  if (answer !== null) useBatches.setState({ list: answer.batches });
}

/** Takes up how far a batch is. */
export function hearProgress(batch: RenderBatch): void {
  useBatches.setState(({ list, samples }) => {
    const before = samples.get(batch.id) ?? [];
    const sample = { at: performance.now(), ended: endedOf(batch) };
    return {
      list: list.some(({ id }) => id === batch.id)
        ? list.map((known) => (known.id === batch.id ? batch : known))
        : [batch, ...list],
      samples: new Map([...samples, [batch.id, withSample(before, sample)]]),
    };
  });
}

/** Hides what is said about a finished batch. */
export const dismissBatch = (id: string) =>
  useBatches.setState(({ dismissed }) => ({ dismissed: new Set([...dismissed, id]) }));

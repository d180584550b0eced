import type { Batches } from '../pipeline/batch.ts';
import type { HandlersOf } from './dispatch.ts';

/** Answers `batches.*`. */
export function batchHandlers(batches: Batches): HandlersOf<'batches'> {
  return {
    'batches.list': () => ({ batches: batches.list() }),
    'batches.pause': ({ id }) => batches.pause(id),
    'batches.resume': ({ id }) => batches.resume(id),
    'batches.cancel': ({ id }) => batches.cancel(id),
  };
}

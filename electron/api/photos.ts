import type { Settings } from '../../shared/settings.ts';
import type { Batches } from '../pipeline/batch.ts';
import { takeBytes } from '../pipeline/image.ts';
import type { Pipeline } from '../pipeline/run.ts';
import type { PhotoStore } from '../store/photo-store.ts';
import type { HandlersOf } from './dispatch.ts';

export interface PhotoParts {
  photos: PhotoStore;
  pipeline: Pipeline;
  batches: Batches;
  settings(): Settings;
}

/** Answers `photos.*`. */
export function photoHandlers({ photos, pipeline, batches, settings }: PhotoParts): HandlersOf<'photos'> {
  return {
    'photos.add': (input) => takeBytes(photos, input, settings().photos),
    'photos.analyze': ({ photoId, fresh }) => pipeline.analyze(photoId, { fresh }),
    'photos.analyzeBatch': ({ photoIds, fresh, name, batchId, more, unreadable }) =>
      batchId === undefined
        ? batches.start(photoIds, { fresh, name, more, unreadable })
        : batches.append(batchId, photoIds, { more, unreadable }),
  };
}

import { startServer } from './server.ts';

/** Milliseconds that calls to a real web host took, sorted, while it is idle and while it runs a batch. */
export interface CallLatencies {
  idleMs: number[];
  busyMs: number[];
}

const calls = 400;

/** Starts a web host of its own, adds photos, and asks small questions before and during a batch. */
export async function measureCallLatency(
  dataDir: string,
  photos: readonly Uint8Array[],
): Promise<CallLatencies> {
  const server = await startServer(dataDir);
  try {
    const photoIds: string[] = [];
    for (const [index, bytes] of photos.entries()) {
      const { photo } = await server.addPhoto(`photo-${index}.jpg`, bytes);
      photoIds.push(photo.id);
    }
    await server.call('photos.analyze', { photoId: photoIds[0] });
    const idleMs = await askRepeatedly(server.call);
    const { id } = await server.call('photos.analyzeBatch', { photoIds, fresh: true });
    const busyMs = await askRepeatedly(server.call);
    const { batches } = await server.call('batches.list', {});
    if (batches.find((batch: { id: string }) => batch.id === id)?.state !== 'running') {
      throw new Error('The batch ended before the calls did: give it more photos.');
    }
    await server.call('batches.cancel', { id });
    return { idleMs, busyMs };
  } finally {
    await server.stop();
  }
}

async function askRepeatedly(call: (name: string, input: unknown) => Promise<unknown>): Promise<number[]> {
  const took: number[] = [];
  for (let index = 0; index < calls; index++) {
    const before = performance.now();
    await call('analyses.list', { limit: 20 });
    took.push(performance.now() - before);
  }
  return took.sort((a, b) => a - b);
}

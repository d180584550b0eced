import { createHash, randomUUID } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import { bulkhead } from 'cockatiel';
import { AppError } from '../../../shared/errors.ts';
import type { Layer, LayerOverrides, Picture } from '../../../shared/template.ts';
import type { DrawJob, RenderProcess, Subject } from '../render-protocol.ts';
import { maxUploadBytes, type TemplatedClient } from './client.ts';

/** Pictures that were handed over lately: where those are that this SHA-256 of server and bytes stands for. */
export interface KnownUploads {
  get(hash: string): string | null;
  put(hash: string, url: string): Promise<void>;
  /** What is at this address is of no use. */
  forget(url: string): Promise<void>;
}

/** What of a job decides which pictures Templated is to show. */
export interface PictureJob {
  overrides: LayerOverrides;
  /** With everything applied; `cell` is an index into the subjects. */
  layers: readonly { layer: Layer; cell: number }[];
  subjects: readonly Subject[];
  assets: DrawJob['assets'];
  scale: number;
  outPath: string;
}

/** However many jobs there are, so many pictures travel at the same time. */
const uploadsAtOnce = 2;
const [smallestSide, largestSide] = [256, 4_000];

/** Gives the pictures of jobs addresses that Templated can read. */
export function createPictureUploads(options: {
  client: Pick<TemplatedClient, 'upload' | 'server'>;
  process: Pick<RenderProcess, 'ask'>;
  uploads: KnownUploads;
}) {
  const { client, process, uploads } = options;
  const gate = bulkhead(uploadsAtOnce, Number.POSITIVE_INFINITY);
  /** By the hash of what is on its way: a batch over one logo sends it once. */
  const underWay = new Map<string, Promise<string>>();

  async function drawn(
    job: PictureJob,
    picture: Picture,
    cell: number,
    maxSide: number,
    signal: AbortSignal,
  ) {
    const subject = job.subjects[cell];
    if (subject === undefined)
      throw new AppError('internal', 'A layer shows a photo that the job does not have.');
    const path = `${job.outPath}.${randomUUID()}.upload`;
    try {
      const { mediaType, warnings } = await process.ask(
        'drawPicture',
        { picture, subject, assets: job.assets, maxSide, maxBytes: maxUploadBytes, outPath: path },
        { signal },
      );
      return { bytes: await readFile(path), mediaType, warnings };
    } finally {
      await rm(path, { force: true });
    }
  }

  /** Nobody waits for the upload of another who gave up: that one's signal does not count. */
  async function addressOf(bytes: Buffer, mediaType: string): Promise<string> {
    // What one server keeps, another one does not.
    const hash = createHash('sha256').update(`${client.server()}\n`).update(bytes).digest('hex');
    const known = uploads.get(hash);
    if (known !== null) return known;
    const name = `${hash.slice(0, 16)}.${mediaType === 'image/png' ? 'png' : 'jpg'}`;
    const sending = underWay.get(hash) ?? client.upload({ name, bytes, mediaType });
    underWay.set(hash, sending);
    try {
      const url = await sending;
      await uploads.put(hash, url);
      return url;
    } finally {
      underWay.delete(hash);
    }
  }

  /** The overrides with an address for every picture; drawn by us, as they are to be shown, to at most 2 MB each. */
  return async function withAddresses(
    job: PictureJob,
    signal: AbortSignal,
  ): Promise<{ overrides: LayerOverrides; warnings: string[] }> {
    const overrides = { ...job.overrides };
    const warnings: string[] = [];
    for (const [name, override] of Object.entries(job.overrides)) {
      const { picture } = override;
      if (!picture || picture.kind === 'url') continue;
      const found = job.layers.find(({ layer }) => layer.layer === name);
      // Hidden ones are not worth the way.
      if (found?.layer.hide) continue;
      try {
        const url = await gate.execute(async () => {
          signal.throwIfAborted();
          const maxSide = maxSideOf(found?.layer, job.scale);
          const file = await drawn(job, picture, found?.cell ?? 0, maxSide, signal);
          warnings.push(...file.warnings);
          return await addressOf(file.bytes, file.mediaType);
        });
        overrides[name] = { ...override, picture: { kind: 'url', url } };
      } catch (error) {
        // As when it is drawn here: no mug to cut out, no design, and the layer stays empty.
        if (!(error instanceof AppError) || error.code !== 'render.failed') throw error;
        warnings.push(`The layer “${name}” stays empty: ${error.message}`);
        overrides[name] = { ...override, picture: null };
      }
    }
    return { overrides, warnings };
  };
}

/** Twice the box: a wide photo that covers a square is shown larger than the square. */
function maxSideOf(layer: Layer | undefined, scale: number): number {
  if (layer === undefined) return largestSide;
  const side = Math.ceil(2 * scale * Math.max(layer.width, layer.height));
  return Math.min(largestSide, Math.max(smallestSide, side));
}

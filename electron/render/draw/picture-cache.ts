import type { Picture } from '../../pipeline/decode.ts';

/** Decoded pictures, kept for the next layer or the next preview of the same photo. */
export interface PictureCache {
  /**
   * The picture of this key with at least so many of its pixels per pixel of the original: `make` is asked for it,
   * reduced to that, when it is not here. Its pixels are there until the next `trim`.
   */
  get(key: string, resolution: number, make: () => Promise<Picture>): Promise<Picture>;
  /** Lets go of those that were not used for longest, until the others are no more than allowed. */
  trim(): void;
}

/** Keeps at most so many megapixels, four megabytes each, once trimmed. */
export function createPictureCache(maxMegapixels: number): PictureCache {
  /** In the order of their last use. */
  const kept = new Map<string, { picture: Picture; resolution: number }>();
  const drop = (key: string) => {
    kept.get(key)?.picture.release();
    kept.delete(key);
  };
  return {
    async get(key, resolution, make) {
      let entry = kept.get(key);
      if (entry === undefined || entry.resolution < resolution) {
        const picture = await make();
        drop(key);
        entry = { picture, resolution };
      }
      kept.delete(key);
      kept.set(key, entry);
      return entry.picture;
    },
    trim() {
      let pixels = 0;
      for (const [key, { picture }] of [...kept].reverse()) {
        pixels += picture.width * picture.height;
        if (pixels > maxMegapixels * 1e6) drop(key);
      }
    },
  };
}

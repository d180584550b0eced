import type { Picture } from '../../pipeline/decode.ts';

/** Decoded pictures, kept for the next layer and for the next preview of the same photo. */
export interface PictureCache {
  /** The picture of this key, made when it is not here. Its pixels are there until the next `trim`. */
  get(key: string, make: () => Promise<Picture>): Promise<Picture>;
  /** Lets go of those that were not used for longest, until the others are no more than allowed. */
  trim(): void;
}

/** Keeps at most so many megapixels, four megabytes each, once trimmed. */
export function createPictureCache(maxMegapixels: number): PictureCache {
  /** In the order of their last use. */
  const kept = new Map<string, Picture>();
  return {
    async get(key, make) {
      const picture = kept.get(key) ?? (await make());
      kept.delete(key);
      kept.set(key, picture);
      return picture;
    },
    trim() {
      let pixels = 0;
      for (const [key, picture] of [...kept].reverse()) {
        pixels += picture.width * picture.height;
        if (pixels <= maxMegapixels * 1e6) continue;
        picture.release();
        kept.delete(key);
      }
    },
  };
}

import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCanvas } from '@napi-rs/canvas';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mugRegion } from '../../../shared/rendering/mug-region.ts';
import type { Picture } from '../../pipeline/decode.ts';
import { pixelsOf } from '../golden.ts';
import type { DrawPictureJob } from '../render-protocol.ts';
import { sampleSubject } from '../test-jobs.ts';
import { drawSinglePicture } from './draw-single-picture.ts';
import { fitted } from './image-layer.ts';
import { createPictureCache } from './picture-cache.ts';
import { createPictures } from './pictures.ts';

const folder = mkdtempSync(join(tmpdir(), 'pictures-'));
const length = fc.double({ min: 1, max: 5_000, noNaN: true });

describe('the cut around a mug', () => {
  const { analysis } = sampleSubject();
  const cut = (margin: number, aspect: number | null) =>
    mugRegion({ analysis, detection: 0 }, margin, aspect);

  it('is its box with a margin', () => {
    const { x = 0, width = 0 } = analysis.detections[0]?.box ?? {};
    expect(cut(0, null)?.x).toBeCloseTo(x);
    expect(cut(0, null)?.width).toBeCloseTo(width);
    expect(cut(0.1, null)?.width).toBeCloseTo(532.9 * 1.2);
    expect(mugRegion({ analysis, detection: null }, 0, null)).toBeNull();
    expect(mugRegion({ analysis, detection: 7 }, 0, null)).toBeNull();
  });

  it('has at least a pixel, wherever a model puts its box', () => {
    const at = (x: number, y: number) => {
      const [detection] = analysis.detections;
      const flat = detection === undefined ? [] : [{ ...detection, box: { x, y, width: 0, height: 0 } }];
      return mugRegion({ analysis: { ...analysis, detections: flat }, detection: 0 }, 0, null);
    };
    expect(at(5, 5)).toMatchObject({ width: 1, height: 1 });
    expect(at(-50, 9_999)).toEqual({ x: 0, y: 899, width: 1, height: 1 });
  });

  it('takes in what the frame has room for, but never leaves the photo', () => {
    expect(cut(0, 1)).toMatchObject({ width: 532.9, height: 532.9 });
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 2, noNaN: true }),
        fc.double({ min: 0.1, max: 10, noNaN: true }),
        (margin, aspect) => {
          const region = cut(margin, aspect) ?? { x: -1, y: -1, width: 0, height: 0 };
          expect(region.x).toBeGreaterThanOrEqual(0);
          expect(region.y).toBeGreaterThanOrEqual(0);
          expect(region.x + region.width).toBeLessThanOrEqual(analysis.width + 1e-6);
          expect(region.y + region.height).toBeLessThanOrEqual(analysis.height + 1e-6);
        },
      ),
    );
  });
});

describe('the fit of a picture into its box', () => {
  it('covers, or stays inside, in its proportions and in the middle', () => {
    fc.assert(
      fc.property(length, length, length, length, (width, height, boxWidth, boxHeight) => {
        const box = { x: 3, y: 4, width: boxWidth, height: boxHeight };
        const cover = fitted('cover', { width, height }, box);
        const contain = fitted('contain', { width, height }, box);
        expect(Math.min(cover.width - boxWidth, cover.height - boxHeight)).toBeCloseTo(0, 6);
        expect(Math.max(contain.width - boxWidth, contain.height - boxHeight)).toBeCloseTo(0, 6);
        for (const at of [cover, contain, fitted('none', { width, height }, box)]) {
          expect(at.width / at.height / (width / height)).toBeCloseTo(1, 6);
          expect(at.x + at.width / 2).toBeCloseTo(3 + boxWidth / 2, 6);
          expect(at.y + at.height / 2).toBeCloseTo(4 + boxHeight / 2, 6);
        }
      }),
    );
  });
});

describe('a picture to be handed to others', () => {
  const draw = async (given: Partial<DrawPictureJob>) => {
    const outPath = join(folder, 'picture');
    const job: DrawPictureJob = {
      picture: { kind: 'photo' },
      subject: sampleSubject(),
      assets: {},
      maxSide: 800,
      maxBytes: 2_000_000,
      outPath,
      ...given,
    };
    const drawn = await drawSinglePicture(job, createPictures());
    return { ...drawn, bytes: readFileSync(outPath), path: outPath };
  };

  it('is no larger than it may be, in pixels and in bytes', async () => {
    expect(await draw({})).toMatchObject({ width: 800, height: 600, mediaType: 'image/jpeg' });
    expect(await draw({ maxSide: 5_000 })).toMatchObject({ width: 1_200, height: 900 });
    const small = await draw({ maxBytes: 10_000 });
    expect(small.bytes.length).toBeLessThanOrEqual(10_000);
    expect(await pixelsOf(small.path)).toMatchObject({ width: small.width, height: small.height });
    await expect(draw({ maxBytes: 10 })).rejects.toMatchObject({ code: 'render.failed' });
  });

  it('is the mug, the overlay or the design; a clear design stays clear', async () => {
    expect((await draw({ picture: { kind: 'mug', margin: 0 } })).width).toBe(533);
    expect((await draw({ picture: { kind: 'overlay' } })).bytes.equals((await draw({})).bytes)).toBe(false);
    const path = join(folder, 'clear.png');
    writeFileSync(path, createCanvas(40, 20).toBuffer('image/png'));
    const subject = sampleSubject({ design: { path, format: 'png' } });
    expect(await draw({ picture: { kind: 'design' }, subject })).toMatchObject({
      width: 40,
      mediaType: 'image/png',
    });
  });

  it('says why there is none', async () => {
    await expect(draw({ picture: { kind: 'design' } })).rejects.toMatchObject({
      code: 'render.failed',
      message: 'No design was chosen.',
    });
  });
});

describe('the cache of pictures', () => {
  it('forgets what was not used for longest, and only when it is trimmed', async () => {
    const cache = createPictureCache(2);
    const released: string[] = [];
    const made: string[] = [];
    const get = (key: string) =>
      cache.get(key, async (): Promise<Picture> => {
        made.push(key);
        const source = createCanvas(1, 1);
        return { source, width: 1_000, height: 1_000, release: () => released.push(key) };
      });
    for (const key of ['a', 'b', 'c', 'a']) await get(key);
    expect([made, released]).toEqual([['a', 'b', 'c'], []]);
    cache.trim();
    expect(released).toEqual(['b']);
    await get('a');
    await get('b');
    expect(made).toEqual(['a', 'b', 'c', 'b']);
  });
});

import { statSync } from 'node:fs';
import { type Canvas, createCanvas, type Image } from '@napi-rs/canvas';
import type { Box } from '../../../shared/analysis.ts';
import type { Picture as PictureKind } from '../../../shared/template.ts';
import type { Picture } from '../../pipeline/decode.ts';
import { openPicture } from '../../pipeline/draw-picture.ts';
import { drawAnalysis } from '../../pipeline/overlay.ts';
import type { DrawJob, Subject } from '../render-protocol.ts';
import { type DesignFile, designSize, openDesign } from './design-file.ts';
import { freeCanvas } from './encode.ts';
import { drawMockup } from './mockup.ts';
import { createPictureCache } from './picture-cache.ts';

export interface Size {
  width: number;
  height: number;
}

/** A picture to be drawn: a region of decoded pixels, and how large that is in the original. */
export interface Shown {
  source: Canvas | Image;
  region: Box;
  natural: Size;
}

export interface Wish {
  picture: PictureKind;
  subject: Subject;
  assets: DrawJob['assets'];
  /** Pixels drawn per pixel of a picture of this size: no more need be decoded. */
  scaleOf: (natural: Size) => number;
  /** Width by height of what the picture is to fill, when it is to: the cut around a mug takes in more then. */
  aspect: number | null;
}

/** What image layers can show. */
export interface Pictures {
  /** The picture, until the next `trim`; or why there is none, in a sentence. Throws `photo.*` and `design.*`. */
  open(wish: Wish): Promise<Shown | { missing: string }>;
  /** Between two layers: frees what has not been used for longest. */
  trim(): void;
}

/** Of decoded photos, between two layers: about 100 MB. */
const keptMegapixels = 24;

/** Pictures with a memory for the latest ones. */
export function createPictures(): Pictures {
  const cache = createPictureCache(keptMegapixels);
  /** Of designs: a few numbers for each. */
  const sizes = new Map<string, Awaited<ReturnType<typeof designSize>>>();

  /** Always reduced from the whole, never from what happens to be here: the same job gives the same pixels. */
  const photo = (path: string, resolution: number): Promise<Picture> => {
    const key = fileKey('photo', path);
    const whole = () => cache.get(key, () => openPicture(path));
    return resolution === 1
      ? whole()
      : cache.get(`${key} ${resolution}`, async () => reduced(await whole(), resolution));
  };

  const overlay = ({ photoPath, analysis }: Subject, resolution: number): Promise<Picture> => {
    const key = `${fileKey('overlay', photoPath)} ${analysis.id} ${resolution}`;
    return cache.get(key, async () => {
      const drawn = copyOf(await photo(photoPath, resolution));
      drawAnalysis(drawn.getContext('2d'), analysis, drawn.width / analysis.width);
      return canvasPicture(drawn);
    });
  };

  const design = async (file: DesignFile, scaleOf: Wish['scaleOf']): Promise<Picture & { natural: Size }> => {
    const key = fileKey('design', file.path);
    const size = sizes.get(key) ?? (await designSize(file));
    sizes.set(key, size);
    const { width, height, maxScale } = size;
    const resolution = resolutionFor(scaleOf({ width, height }), maxScale);
    const picture = await cache.get(`${key} ${resolution}`, async () => {
      if (file.format === 'svg') return openDesign(file, resolution);
      const whole = await openDesign(file, 1);
      if (resolution === 1) return whole;
      const smaller = reduced(whole, resolution);
      whole.release();
      return smaller;
    });
    return { ...picture, natural: { width, height } };
  };

  const mockup = (subject: Subject, file: DesignFile, resolution: number): Promise<Picture> => {
    const { photoPath, analysis, detection, designPlacement: placement } = subject;
    const how = JSON.stringify([analysis.id, detection, placement, resolution]);
    const key = `${fileKey('mockup', photoPath)} ${fileKey('design', file.path)} ${how}`;
    return cache.get(key, async () => {
      const laid = await design(file, sheetScale);
      const { source } = await photo(photoPath, resolution);
      return canvasPicture(
        drawMockup({ photo: source, analysis, detection, design: laid.source, placement }),
      );
    });
  };

  async function ofPhoto(
    { subject, scaleOf }: Wish,
    open: (resolution: number) => Promise<Picture>,
    part?: Box,
  ): Promise<Shown> {
    const { width, height } = subject.analysis;
    const natural = part ?? { x: 0, y: 0, width, height };
    const { source, ...size } = await open(resolutionFor(scaleOf(natural), 1));
    const [across, down] = [size.width / width, size.height / height];
    const region = {
      x: natural.x * across,
      y: natural.y * down,
      width: natural.width * across,
      height: natural.height * down,
    };
    return { source, region, natural: { width: natural.width, height: natural.height } };
  }

  async function ofDesign(file: DesignFile, wish: Wish): Promise<Shown> {
    const { source, width, height, natural } = await design(file, wish.scaleOf);
    return { source, region: { x: 0, y: 0, width, height }, natural };
  }

  return {
    async open(wish) {
      const { picture, subject } = wish;
      switch (picture.kind) {
        case 'photo':
          return ofPhoto(wish, (resolution) => photo(subject.photoPath, resolution));
        case 'overlay':
          return ofPhoto(wish, (resolution) => overlay(subject, resolution));
        case 'mug': {
          const cut = mugRegion(subject, picture.margin, wish.aspect);
          if (cut === null) return { missing: 'There is no mug in the photo to be cut out.' };
          return ofPhoto(wish, (resolution) => photo(subject.photoPath, resolution), cut);
        }
        case 'design':
          if (subject.design === null) return { missing: 'No design was chosen.' };
          return ofDesign(subject.design, wish);
        case 'asset': {
          const file = wish.assets[picture.designId];
          if (file === undefined) return { missing: 'The design of this layer is not there any more.' };
          return ofDesign(file, wish);
        }
        case 'mockup': {
          const { margin, bare } = picture;
          const cut = (margin !== undefined && mugRegion(subject, margin, wish.aspect)) || undefined;
          const file = subject.design;
          if (file === null && bare) {
            return ofPhoto(wish, (resolution) => photo(subject.photoPath, resolution), cut);
          }
          if (file === null) return { missing: 'No design was chosen to be laid onto the mug.' };
          if (subject.detection === null && subject.designPlacement === null) {
            return { missing: 'There is no mug in the photo to lay the design onto.' };
          }
          return ofPhoto(wish, (resolution) => mockup(subject, file, resolution), cut);
        }
        case 'url':
          return {
            missing: 'Pictures on the web are left out on this machine; only Templated fetches them.',
          };
      }
    },
    trim: cache.trim,
  };
}

/** Powers of two, so that small changes of a layer's size find the same pixels again. */
function resolutionFor(scale: number, most: number): number {
  const atLeast = 2 ** Math.ceil(Math.log2(Math.max(scale, 1 / 64)) - 1e-6);
  return Math.min(most, atLeast);
}

/** What the file holds may change under its name. */
function fileKey(kind: string, path: string): string {
  const stats = statSync(path, { throwIfNoEntry: false });
  return `${kind} ${path} ${stats?.mtimeMs} ${stats?.size}`;
}

/** A design laid onto a mug covers a part of a photo: more pixels than this would not be seen. */
const sheetSide = 2_048;
const sheetScale = ({ width, height }: Size) => sheetSide / Math.max(width, height);

/** A smaller copy. */
function reduced(picture: Picture, resolution: number): Picture {
  const width = Math.max(1, Math.round(picture.width * resolution));
  const height = Math.max(1, Math.round(picture.height * resolution));
  const canvas = createCanvas(width, height);
  const context = canvas.getContext('2d');
  context.imageSmoothingQuality = 'high';
  context.drawImage(picture.source, 0, 0, width, height);
  return canvasPicture(canvas);
}

function copyOf({ source, width, height }: Picture): Canvas {
  const canvas = createCanvas(width, height);
  canvas.getContext('2d').drawImage(source, 0, 0);
  return canvas;
}

function canvasPicture(canvas: Canvas): Picture {
  return {
    source: canvas,
    width: canvas.width,
    height: canvas.height,
    release: () => freeCanvas(canvas),
  };
}

/** The mug's box with its margin, widened to the aspect as far as the photo goes; null without a mug. */
export function mugRegion(
  { analysis, detection }: Pick<Subject, 'analysis' | 'detection'>,
  margin: number,
  aspect: number | null,
): Box | null {
  const box = detection === null ? undefined : analysis.detections[detection]?.box;
  if (box === undefined) return null;
  const border = margin * Math.max(box.width, box.height);
  let [width, height] = [box.width + 2 * border, box.height + 2 * border];
  if (aspect !== null) [width, height] = [Math.max(width, height * aspect), Math.max(height, width / aspect)];
  const x = within(box.x + box.width / 2, width, analysis.width);
  const y = within(box.y + box.height / 2, height, analysis.height);
  return { x: x.start, y: y.start, width: x.length, height: y.length };
}

/** A stretch around a centre, moved and if it must be cut to lie between 0 and `end`. */
function within(centre: number, length: number, end: number): { start: number; length: number } {
  const fitting = Math.min(length, end);
  return { start: Math.min(Math.max(0, centre - fitting / 2), end - fitting), length: fitting };
}

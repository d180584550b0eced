import { statSync } from 'node:fs';
import { type Canvas, createCanvas, type Image } from '@napi-rs/canvas';
import type { Box } from '../../../shared/analysis.ts';
import { estimateDesignPlacement } from '../../../shared/rendering/mug-face.ts';
import { mugRegion } from '../../../shared/rendering/mug-region.ts';
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
  /** What is not as it should be about it, in a sentence. */
  note?: string;
}

/** Why there is no picture, in a sentence. */
export interface Missing {
  missing: string;
}

export interface Wish {
  picture: PictureKind;
  subject: Subject;
  assets: DrawJob['assets'];
  /** Pixels drawn per pixel of a picture of this size: no more need be decoded. */
  scaleOf: (natural: Size) => number;
  /**
   * Width by height of what the picture is to fill, when it is to: the cut around a mug takes in more then.
   */
  aspect: number | null;
}

/** What image layers can show. */
export interface Pictures {
  /** The picture, until the next `trim`. Throws `photo.*` and `design.*`. */
  open(wish: Wish): Promise<Shown | Missing>;
  /** Between two layers: frees what has not been used for longest. */
  trim(): void;
}

type PictureOf<K extends PictureKind['kind']> = Extract<PictureKind, { kind: K }>;

const noMug = 'There is no mug in the photo to lay the design onto. Set the corners of the design by hand.';
const noFace = 'The mug shows no face to lay the design onto. Set the corners of the design by hand.';

/** Of decoded photos, between two layers: about 100 MB. */
const keptMegapixels = 24;

/** Pictures with a memory for the latest ones. */
export function createPictures(): Pictures {
  const cache = createPictureCache(keptMegapixels);
  /** Of designs: a few numbers for each. */
  const sizes = new Map<string, Awaited<ReturnType<typeof designSize>>>();

  /**
   * Always reduced from the whole, never from what happens to be here: the same job gives the same pixels.
   */
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

  async function ofMockup(wish: Wish, { margin, bare }: PictureOf<'mockup'>): Promise<Shown | Missing> {
    const { subject } = wish;
    const { design: file, designPlacement, detection, analysis } = subject;
    const cut = (margin !== undefined && mugRegion(subject, margin, wish.aspect)) || undefined;
    const bareMug = () => ofPhoto(wish, (resolution) => photo(subject.photoPath, resolution), cut);
    if (file === null) {
      return bare ? bareMug() : { missing: 'No design was chosen to be laid onto the mug.' };
    }
    const mug = detection === null ? null : (analysis.detections[detection] ?? null);
    if (designPlacement === null && estimateDesignPlacement(mug) === null) {
      return { ...(await bareMug()), note: mug === null ? noMug : noFace };
    }
    return ofPhoto(wish, (resolution) => mockup(subject, file, resolution), cut);
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
        case 'mockup':
          return ofMockup(wish, picture);
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

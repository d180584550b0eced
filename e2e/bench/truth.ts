import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { type Box, boxSchema } from '../../shared/analysis.ts';

/** What is true of one mug. */
export interface TrueMug {
  box: Box;
  handle: 'left' | 'right' | 'front' | 'hidden' | 'unclear';
  upright: 'upright' | 'slight' | 'tilted' | 'upside-down' | 'n/a' | 'unclear';
  topView: boolean;
}

/** What is true of one photo; without mugs it is a negative. */
export interface TruePhoto {
  path: string;
  mugs: TrueMug[];
}

const handles = ['left', 'right', 'front', 'hidden', 'unclear'] as const;
const uprights = ['upright', 'slight', 'tilted', 'upside-down', 'n/a', 'unclear'] as const;

/** DIR/truth.json beside DIR/photos: labelled by hand, boxes as corners. */
const labelledSchema = z.array(
  z.object({
    file: z.string(),
    boxes: z.array(z.tuple([z.number(), z.number(), z.number(), z.number()])).default([]),
    mugs: z
      .array(
        z.object({
          handle: z.enum(handles).catch('unclear'),
          upright: z.enum(uprights).catch('unclear'),
          topView: z.boolean(),
        }),
      )
      .default([]),
  }),
);

/** NAME.json beside NAME.jpg: our own samples, known from their scenes. */
const sampleSchema = z.object({
  photo: z.string(),
  mugs: z.array(
    z.object({
      box: boxSchema,
      handle: z.enum(handles),
      tiltDegrees: z.number(),
      seenFromAbove: z.boolean(),
    }),
  ),
});

/** The photos of a folder with what is true of each, in either of the two layouts. */
export async function readTruth(folder: string): Promise<TruePhoto[]> {
  const list = join(folder, 'truth.json');
  return existsSync(list) ? labelledPhotos(folder, list) : samplePhotos(folder);
}

async function labelledPhotos(folder: string, list: string): Promise<TruePhoto[]> {
  return labelledSchema.parse(await readJson(list)).map(({ file, boxes, mugs }) => ({
    path: join(folder, 'photos', file),
    mugs: boxes.map(([left, top, right, bottom], index) => ({
      box: { x: left, y: top, width: right - left, height: bottom - top },
      ...(mugs[index] ?? { handle: 'unclear', upright: 'unclear', topView: false }),
    })),
  }));
}

async function samplePhotos(folder: string): Promise<TruePhoto[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.json')).sort();
  return Promise.all(
    names.map(async (name) => {
      const { photo, mugs } = sampleSchema.parse(await readJson(join(folder, name)));
      return {
        path: join(folder, photo),
        mugs: mugs.map(({ box, handle, tiltDegrees, seenFromAbove }) => ({
          box,
          handle,
          upright: seenFromAbove ? 'n/a' : uprightAt(tiltDegrees),
          topView: seenFromAbove,
        })),
      };
    }),
  );
}

function uprightAt(tiltDegrees: number): TrueMug['upright'] {
  const tilt = Math.abs(tiltDegrees);
  return tilt < 3 ? 'upright' : tilt < 10 ? 'slight' : tilt < 150 ? 'tilted' : 'upside-down';
}

async function readJson(path: string): Promise<unknown> {
  return JSON.parse(await readFile(path, 'utf8'));
}

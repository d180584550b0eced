import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../../build/out.ts';
import type { Box } from '../../shared/analysis.ts';

/** A sample photo with what is truly on it; boxes in pixels of the photo. */
export interface SamplePhoto {
  name: string;
  bytes: Buffer;
  mugs: { box: Box }[];
}

const folder = path.join(root, 'e2e/photos');

/** The first sample photo with so many mugs, all seen from the side. */
export function samplePhoto(mugCount: number): SamplePhoto {
  for (const file of readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .sort()) {
    const { photo, mugs } = JSON.parse(readFileSync(path.join(folder, file), 'utf8'));
    const isFromTheSide = mugs.every((mug: { seenFromAbove: boolean }) => !mug.seenFromAbove);
    if (mugs.length !== mugCount || !isFromTheSide) continue;
    return { name: photo, bytes: readFileSync(path.join(folder, photo)), mugs };
  }
  throw new Error(`There is no sample photo with ${mugCount} mugs in e2e/photos.`);
}

/** Intersection over union: 1 when two boxes are the same, 0 when they do not meet. */
export function overlap(a: Box, b: Box): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  const shared = Math.max(0, width) * Math.max(0, height);
  return shared / (a.width * a.height + b.width * b.height - shared);
}

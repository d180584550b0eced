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

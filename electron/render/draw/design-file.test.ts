import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCanvas } from '@napi-rs/canvas';
import { describe, expect, it } from 'vitest';
import { maxDesignBytes } from '../../../shared/render.ts';
import { inspectDesign } from './design-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'designs-'));
let files = 0;

function inspect(content: string | Uint8Array) {
  files += 1;
  const path = join(folder, `${files}`);
  writeFileSync(path, content);
  return inspectDesign({ path });
}

function painted(width: number, height: number, colour = '#ff0000') {
  const canvas = createCanvas(width, height);
  const context = canvas.getContext('2d');
  context.fillStyle = colour;
  context.fillRect(0, 0, width, 1);
  return canvas;
}

/** A PNG that says it is so large, with nothing behind its header. */
function pngHeader(width: number, height: number): Buffer {
  const bytes = painted(1, 1).toBuffer('image/png');
  bytes.writeUInt32BE(width, 16);
  bytes.writeUInt32BE(height, 20);
  return bytes;
}

describe('the inspection of a design', () => {
  it('knows PNG, JPEG, WebP and SVG by their content, with their size', async () => {
    const canvas = painted(30, 20);
    expect(await inspect(canvas.toBuffer('image/png'))).toEqual({ format: 'png', width: 30, height: 20 });
    expect(await inspect(canvas.toBuffer('image/jpeg'))).toEqual({ format: 'jpeg', width: 30, height: 20 });
    expect(await inspect(canvas.toBuffer('image/webp'))).toEqual({ format: 'webp', width: 30, height: 20 });
    const svg =
      '\ufeff<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" width="30" height="20"><rect width="9" height="9"/></svg>';
    expect(await inspect(svg)).toEqual({ format: 'svg', width: 30, height: 20 });
  });

  it.each([
    ['an empty file', '', 'design.empty'],
    ['a text', 'hello', 'design.notAnImage'],
    ['a web page', '<!doctype html><html></html>', 'design.notAnImage'],
    ['half a picture', painted(200, 200).toBuffer('image/png').subarray(0, 200), 'design.notAnImage'],
    ['a GIF', painted(9, 9).toBuffer('image/gif'), 'design.notAnImage'],
    ['12,000 × 12,000 pixels', pngHeader(12_000, 12_000), 'design.tooLarge'],
    ['too many bytes', new Uint8Array(maxDesignBytes + 1), 'design.tooLarge'],
    ['nothing but transparency', createCanvas(20, 20).toBuffer('image/png'), 'design.empty'],
    ['an SVG with nothing in it', '<svg xmlns="http://www.w3.org/2000/svg"/>', 'design.empty'],
    ['an SVG with a script', '<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>', 'design.unsafe'],
    ['an SVG that ends early', '<svg xmlns="http://www.w3.org/2000/svg"><g>', 'design.notAnImage'],
  ])('refuses %s', async (_, content, code) => {
    await expect(inspect(content)).rejects.toMatchObject({ code });
  });

  it('refuses what is not there, and a folder', async () => {
    await expect(inspectDesign({ path: join(folder, 'nothing') })).rejects.toMatchObject({
      code: 'notFound',
    });
    await expect(inspectDesign({ path: folder })).rejects.toMatchObject({ code: 'notFound' });
  });

  it('sees a design of thin lines', async () => {
    expect(await inspect(painted(3_000, 3_000).toBuffer('image/png'))).toMatchObject({ format: 'png' });
  });
});

import { describe, expect, it } from 'vitest';
import { AppError } from '../../shared/errors.ts';
import type { RenderResult } from '../../shared/render.ts';
import { renderLine, renderReport } from './render-line.ts';

const result: RenderResult = {
  completedAt: '2026-11-22T12:00:00.000Z',
  usedProvider: 'local',
  fallbackReason: null,
  warnings: [],
  format: 'png',
  width: 1200,
  height: 1200,
  pages: 1,
  bytes: 311_400,
  tookMs: 48.2,
  reused: false,
  receipt: null,
};
const drawn = { paths: ['mug.jpg'], renderId: 'rnd_1', templateId: 'local:mock-up', out: 'out/mug.png' };
const plain = (_colour: string, text: string) => text;

describe('renderLine', () => {
  it('says where a picture is and how it was made', () => {
    expect(JSON.parse(renderLine({ ...drawn, result }))).toEqual({
      ...drawn,
      ...{ provider: 'local', fallbackReason: null, format: 'png', width: 1200, height: 1200, pages: 1 },
      ...{ bytes: 311_400, tookMs: 48, reused: false, warnings: [] },
    });
  });

  it('gives a stable code and a sentence, and nothing else, for what failed', () => {
    const error = new AppError('render.failed', 'It could not be drawn.', { cause: new Error('secret') });
    const line = renderLine({ paths: ['a.jpg'], error });
    expect(line).toBe(
      '{"paths":["a.jpg"],"error":{"code":"render.failed","message":"It could not be drawn."}}',
    );
  });

  it('tells a photo that gets no picture from one that failed', () => {
    expect(renderLine({ paths: ['a.jpg'], none: true })).toBe('{"paths":["a.jpg"],"out":null}');
  });
});

describe('renderReport', () => {
  it('is one line where all went as asked', () => {
    expect(renderReport({ ...drawn, result }, plain)).toBe(
      'mug.jpg  →  out/mug.png  1200 × 1200 · 312 kB · drawn here · 48 ms\n',
    );
  });

  it('says below it what was not as asked', () => {
    const other = {
      ...result,
      fallbackReason: 'Templated cannot be reached.',
      warnings: ['A font is missing.'],
    };
    const [, ...remarks] = renderReport({ ...drawn, result: other }, plain).split('\n');
    expect(remarks).toEqual([
      '  Drawn on this machine instead of by Templated. Templated cannot be reached.',
      '  A font is missing.',
      '',
    ]);
  });

  it('names the first photo of a sheet and counts the others', () => {
    const sheet = { ...drawn, paths: ['a.jpg', 'b.jpg', 'c.jpg'], result: { ...result, pages: 2 } };
    expect(renderReport(sheet, plain)).toMatch(/^a\.jpg and 2 more {2}→ .*· 2 pages ·/);
  });
});

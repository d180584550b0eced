import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, it } from 'vitest';
import { AppError } from '../../../shared/errors.ts';
import { type Layer, layerSchema } from '../../../shared/template.ts';
import { drawJobOf, imageLayer, ratingLayer, sampleSubject, shapeLayer, textLayer } from '../test-jobs.ts';
import { drawJob } from './draw-job.ts';
import { createPictures } from './pictures.ts';

const folder = mkdtempSync(join(tmpdir(), 'layers-'));
const designPath = join(folder, 'design.svg');
writeFileSync(
  designPath,
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 2"><path d="M0 0h9v2z"/></svg>',
);
const subject = sampleSubject({ design: { path: designPath, format: 'svg' } });

const double = (min: number, max: number) => fc.double({ min, max, noNaN: true });
const length = fc.oneof(fc.constantFrom(0, 0.001, 1, 20_000), double(0, 300));
const colour = fc.constantFrom('#abc', '#1a2b3c', '#1a2b3c80', 'transparent');
const place = {
  x: double(-400, 400),
  y: double(-400, 400),
  width: length,
  height: length,
  rotation: double(-360, 360),
  opacity: double(0, 1),
};
const text = fc
  .record({
    ...place,
    text: fc.oneof(
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc.constantFrom('W'.repeat(500), 'כוס '.repeat(99)),
    ),
    color: colour,
    background: colour,
    fontFamily: fc.constantFrom('Inter', 'Pacifico', '"', 'serif'),
    fontSize: fc.oneof(fc.constantFrom(1, 2_000), double(1, 90)),
    fontWeight: fc.integer({ min: 100, max: 900 }),
    letterSpacing: double(-100, 1_000),
    lineHeight: double(0.5, 5),
    autofit: fc.boolean(),
  })
  .map((given) => textLayer(given));
const image = fc
  .record({
    ...place,
    picture: fc.constantFrom(
      { kind: 'photo' as const },
      { kind: 'overlay' as const },
      { kind: 'mug' as const, margin: 2 },
      { kind: 'design' as const },
      { kind: 'mockup' as const },
      null,
    ),
    objectFit: fc.constantFrom('cover' as const, 'contain' as const, 'fill' as const, 'none' as const),
    borderWidth: length,
    borderColor: colour,
    borderRadius: length,
  })
  .map(({ picture, ...given }) => imageLayer(picture, given));
const shape = fc
  .record({
    ...place,
    svg: fc.oneof(fc.string({ maxLength: 30 }), fc.constant('<svg viewBox="0 0 1 9"><circle r="1"/></svg>')),
    fill: fc.option(colour),
    stroke: fc.option(colour),
  })
  .map(({ svg, ...given }) => shapeLayer(svg, given));
const rating = fc
  .record({ ...place, color: colour, rating: double(0, 5) })
  .map((given) => ratingLayer(given.rating, given));

describe('a layer', () => {
  it('is drawn or refused in a sentence, whatever its numbers, in every format', async () => {
    const pictures = createPictures();
    const layers: fc.Arbitrary<Layer> = fc
      .oneof(text, image, shape, rating)
      .map((layer) => layerSchema.parse(layer));
    const format = fc.constantFrom('png' as const, 'jpeg' as const, 'webp' as const, 'pdf' as const);
    await fc.assert(
      fc.asyncProperty(layers, format, double(0.1, 2), async (layer, as, scale) => {
        const given = { format: as, scale, subjects: [subject], outPath: join(folder, 'out') };
        await drawJob(drawJobOf([layer], given), pictures).catch((error) => {
          if (!(error instanceof AppError) || error.code === 'internal') throw error;
        });
      }),
      { numRuns: 150 },
    );
  });
});

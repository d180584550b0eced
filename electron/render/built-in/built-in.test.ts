import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCanvas, loadImage } from '@napi-rs/canvas';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type Analysis, analysisSchema } from '../../../shared/analysis.ts';
import { mappingSchema } from '../../../shared/mapping.ts';
import { applyMapping } from '../../../shared/rendering/apply-mapping.ts';
import { bestMug, pagesOf } from '../../../shared/rendering/values.ts';
import { defaultSettings } from '../../../shared/settings.ts';
import { type Layer, templateSchema } from '../../../shared/template.ts';
import { drawJob } from '../draw/draw-job.ts';
import { createPictures } from '../draw/pictures.ts';
import { expectGolden } from '../golden.ts';
import type { Drawn, Subject } from '../render-protocol.ts';
import { builtInTemplates } from './index.ts';
import { verdictColours } from './verdict.ts';

// Cards show the day by the clock of the machine.
process.env.TZ = 'UTC';

const folder = mkdtempSync(join(tmpdir(), 'built-in-'));
const photosDir = join(import.meta.dirname, '../../../e2e/photos');
const pictures = createPictures();
const now = new Date('2026-11-22T12:00:00.000Z');
/** Small enough to be kept, large enough for a word that moves to be seen. */
const scale = 0.22;

const designPath = join(folder, 'design.svg');
writeFileSync(
  designPath,
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 30"><circle cx="20" cy="15" r="13" fill="#d9482b"/><path d="M8 19l7-9 5 6 4-4 7 7z" fill="#fff"/></svg>',
);

/** What this program found in sample photos. */
const analyses = z
  .array(analysisSchema)
  .parse(JSON.parse(readFileSync(join(import.meta.dirname, 'test-analyses.json'), 'utf8')));

function analysisOf(photo: string): Analysis {
  const found = analyses.find((analysis) => analysis.photo.name === photo);
  if (found === undefined) throw new Error(`${photo} is not in test-analyses.json.`);
  return found;
}

function builtIn(id: string) {
  const found = builtInTemplates.find(({ template }) => template.id === id);
  if (found === undefined) throw new Error(`There is no ${id}.`);
  return found;
}

interface Given {
  photos: string[];
  params?: Record<string, string>;
  design?: true;
}

/** The layers of the first page, and what was said about them. */
function fill(id: string, { photos, params = {} }: Given) {
  const { template, mapping } = builtIn(id);
  const sources = photos.map((photo) => ({ analysis: analysisOf(photo), params, now }));
  const [cells = []] = pagesOf(sources, template.cells);
  const { layers, warnings } = applyMapping({ template, mapping, cells });
  return { template, shown: layers.filter(({ layer }) => !layer.hide), warnings };
}

function shownLayers(id: string, given: Given): Map<string, Layer> {
  return new Map(fill(id, given).shown.map(({ layer }) => [layer.layer, layer]));
}

async function draw(id: string, given: Given, outPath: string): Promise<Drawn> {
  const { template, shown, warnings } = fill(id, given);
  const subjects = given.photos.map((photo): Subject => {
    const analysis = analysisOf(photo);
    const design = given.design ? ({ path: designPath, format: 'svg' } as const) : null;
    const detection = bestMug(analysis);
    return { photoPath: join(photosDir, photo), analysis, detection, design, designPlacement: null };
  });
  const layers = shown.map(({ layer, cell }) => ({ layer, subject: cell }));
  const { width, height, background } = template;
  const page = { width, height, background, scale, pages: [{ layers }], subjects, assets: {} };
  const drawn = await drawJob({ ...page, format: 'png', outPath }, pictures);
  return { ...drawn, warnings: [...warnings, ...drawn.warnings] };
}

/** Draws a page and compares it with golden/NAME.webp, which loses nothing and is a third smaller than a PNG. */
async function golden(name: string, id: string, given: Given): Promise<void> {
  const png = join(folder, `${name}.png`);
  const { width, height, warnings } = await draw(id, given, png);
  expect(warnings).toEqual([]);
  const canvas = createCanvas(width, height);
  canvas.getContext('2d').drawImage(await loadImage(readFileSync(png)), 0, 0);
  const webp = join(folder, `${name}.webp`);
  writeFileSync(webp, await canvas.encode('webp', 100));
  await expectGolden(webp, join(import.meta.dirname, 'golden', `${name}.webp`));
}

describe('the templates that come with the program look as they did', () => {
  it('analysis card', () => golden('overlay-card', 'local:overlay-card', { photos: ['row-of-three.jpg'] }));

  it('analysis card of a photo without a mug', () =>
    golden('overlay-card-no-mug', 'local:overlay-card', {
      photos: ['no-mug.jpg'],
      params: { note: 'Line 3, second shift.' },
    }));

  it('contact sheet', () =>
    golden('contact-sheet', 'local:contact-sheet', { photos: analyses.map(({ photo }) => photo.name) }));

  it('mock-up', () =>
    golden('mock-up', 'local:mock-up', {
      photos: ['portrait-left.jpg'],
      params: { caption: 'Proof 3, for approval' },
      design: true,
    }));

  it('before and after', () =>
    golden('comparison', 'local:comparison', { photos: ['tilted-right.jpg'], design: true }));

  it('product listing', () =>
    golden('listing-card', 'local:listing-card', {
      photos: ['handle-right.jpg'],
      params: { title: 'كوب الصباح', price: '€ 14.90', brand: 'NORTHFIELD', badge: 'New' },
    }));

  it('story', () =>
    golden('story', 'local:story', {
      photos: ['handle-hidden.jpg'],
      params: { title: 'Monday, but warm 🔥', link: 'shop.example.com' },
    }));
});

describe.each(builtInTemplates)('$template.name', ({ template, mapping }) => {
  const names = template.layers.map(({ layer }) => layer);

  it('is a template that can be kept, exported and sent, with names that are unique', () => {
    expect(templateSchema.parse(template)).toEqual(template);
    expect(mappingSchema.parse(mapping)).toEqual(mapping);
    expect(mapping.templateId).toBe(template.id);
    expect(new Set(names).size).toBe(names.length);
    expect(template).toMatchObject({ source: 'local', builtIn: true, folder: null });
  });

  it('keeps every layer on the canvas and on whole pixels', () => {
    for (const { layer, x, y, width, height } of template.layers) {
      const inside = x >= 0 && y >= 0 && x + width <= template.width && y + height <= template.height;
      expect(inside, layer).toBe(true);
      expect([x, y, width, height].every(Number.isInteger), layer).toBe(true);
    }
  });

  it('leaves no text with a placeholder, and nothing to complain of, when no parameter is given', () => {
    for (const { photo } of analyses) {
      const { shown, warnings } = fill(template.id, { photos: [photo.name] });
      expect(warnings).toEqual([]);
      for (const { layer } of shown) {
        if (layer.type === 'text') expect(layer.text, layer.layer).toMatch(/^[^{}]+$/);
      }
    }
  });
});

it('writes with a contrast of at least 4.5 : 1', () => {
  const pairs = builtInTemplates.flatMap(({ template }) =>
    template.layers.flatMap((layer): [string, string, string][] =>
      layer.type === 'text'
        ? [
            [
              `${template.id} ${layer.layer}`,
              layer.color,
              behind(template.layers, layer, template.background),
            ],
          ]
        : [],
    ),
  );
  const verdicts = Object.entries(verdictColours).map(([name, colour]) => [name, '#ffffff', colour] as const);
  for (const [name, colour, ground] of [...pairs, ...verdicts]) {
    expect(contrast(colour, ground), `${name}: ${colour} on ${ground}`).toBeGreaterThanOrEqual(4.5);
  }
});

it('is what a fresh installation draws when nothing is chosen', () => {
  expect(builtInTemplates.map(({ template }) => template.id)).toContain(defaultSettings.render.otherwise);
});

describe('a missing parameter', () => {
  const shown = (params?: Record<string, string>) =>
    shownLayers('local:listing-card', { photos: ['handle-right.jpg'], ...(params && { params }) });

  it('has a default where something must stand there, and is left out elsewhere', () => {
    expect(shown().get('title')).toMatchObject({ text: 'Ceramic mug' });
    expect(shown().get('price')).toMatchObject({ text: 'On request' });
    expect(shown().has('badge')).toBe(false);
    expect(shown({ title: 'Blue', badge: 'New' }).get('title')).toMatchObject({ text: 'Blue' });
    expect(shown({ badge: 'New' }).get('badge-panel')).toBeDefined();
  });
});

describe('the contact sheet', () => {
  const photos = analyses.map(({ photo }) => photo.name);
  const layers = shownLayers('local:contact-sheet', { photos });

  it('marks each photo and counts the marks', () => {
    const marks = photos.map((_, index) =>
      ['pass', 'review', 'fail'].filter((kind) => layers.has(`${kind}-${index + 1}`)),
    );
    expect(marks).toEqual([['pass'], ['review'], ['fail'], ['pass'], ['fail'], ['pass']]);
    for (const [kind, count] of [
      ['pass', 3],
      ['review', 1],
      ['fail', 2],
    ] as const) {
      expect(layers.get(`count-${kind}`)).toMatchObject({ text: `${count} ${kind}` });
    }
  });

  it('draws nothing where there is no photo', () => {
    expect(layers.has('photo-6')).toBe(true);
    expect([...layers.keys()].filter((name) => /-(7|12)$/.test(name))).toEqual([]);
  });

  it('frames the mug in its thumbnail', () => {
    const photo = layers.get('photo-1');
    const mug = layers.get('mug-1');
    if (photo === undefined || mug === undefined) throw new Error('not drawn');
    expect(mug.x).toBeGreaterThan(photo.x);
    expect(mug.x + mug.width).toBeLessThan(photo.x + photo.width);
    expect(mug).toMatchObject({ borderColor: verdictColours.pass });
  });
});

/** The colour of the uppermost panel that lies under a text, else the page's. */
function behind(layers: readonly Layer[], text: Layer, page: string): string {
  const under = layers.slice(0, layers.indexOf(text)).filter((layer) => {
    const middle = { x: text.x + text.width / 2, y: text.y + text.height / 2 };
    const covers =
      layer.x <= middle.x &&
      layer.y <= middle.y &&
      layer.x + layer.width >= middle.x &&
      layer.y + layer.height >= middle.y;
    return layer.type === 'shape' && layer.svg.includes('<rect') && covers;
  });
  const top = under.at(-1);
  return top?.type === 'shape' && top.fill !== null ? top.fill : page;
}

/** https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio */
function contrast(one: string, other: string): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].toSorted((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5]
    .map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255)
    .map((share) => (share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

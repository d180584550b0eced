import type { Analysis, Detection } from '../analysis.ts';
import type { LayerMapping, Mapping } from '../mapping.ts';
import { frame, settingsWith } from '../positioning/test-scenes.ts';
import { place } from '../positioning.ts';
import { type LayerOf, type Template, templateSchema } from '../template.ts';

/** Builders for the tests of templates and mappings. */
export function analysisOf(detections: Detection[], name = 'mug.jpg', size = frame): Analysis {
  return {
    id: `analysis of ${name}`,
    createdAt: '2026-11-22T12:30:00.000Z',
    photo: { id: 'a'.repeat(64), name, format: 'jpeg', bytes: 1_000 },
    ...size,
    detections,
    detectionFloor: 0.05,
    ...place(detections, size, settingsWith()),
    timingsMs: { decode: 1, detect: 2, pose: 3, place: 4, total: 10 },
    model: { id: 'model', name: 'Test model', sha256: 'b'.repeat(64) },
    poseModel: { id: 'pose', name: 'Test pose', sha256: 'c'.repeat(64) },
    provider: { requested: 'auto', used: 'cpu', reason: null },
  };
}

const base = { x: 0, y: 0, width: 100, height: 50, rotation: 0, opacity: 1, hide: false };

export function textLayer(layer: string, more: Partial<LayerOf<'text'>> = {}): LayerOf<'text'> {
  return {
    ...{ layer, type: 'text', ...base, text: 'text', color: '#000000', background: 'transparent' },
    ...{
      fontFamily: 'Inter',
      fontSize: 20,
      fontWeight: 400,
      italic: false,
      letterSpacing: 0,
      lineHeight: 1.2,
    },
    ...{ horizontalAlign: 'left', verticalAlign: 'top', autofit: false },
    ...more,
  };
}

export function imageLayer(layer: string, more: Partial<LayerOf<'image'>> = {}): LayerOf<'image'> {
  return {
    ...{ layer, type: 'image', ...base, picture: { kind: 'photo' }, objectFit: 'cover' },
    ...{ borderWidth: 0, borderColor: '#000000', borderRadius: 0 },
    ...more,
  };
}

export function shapeLayer(layer: string, more: Partial<LayerOf<'shape'>> = {}): LayerOf<'shape'> {
  const svg = '<svg viewBox="0 0 1 1"><rect width="1" height="1"/></svg>';
  return { layer, type: 'shape', ...base, svg, fill: null, stroke: null, ...more };
}

export function ratingLayer(layer: string): LayerOf<'rating'> {
  return { layer, type: 'rating', ...base, rating: 3, color: '#fbbf24' };
}

/** A template of twice the test photo's size whose layer `photo` fills it. */
export function templateWith(layers: Template['layers'], more: Partial<Template> = {}): Template {
  return templateSchema.parse({
    ...{ id: 'own:test', source: 'local', builtIn: false, name: 'Test card', description: '', tags: [] },
    ...{ folder: null, width: 1_800, height: 1_200, background: '#ffffff', cells: 1, layers },
    updatedAt: '2026-11-22T12:00:00.000Z',
    ...more,
  });
}

/** The photo on the whole canvas of a test template. */
export const wholePhoto = imageLayer('photo', { width: 1_800, height: 1_200 });

export function mappingWith(
  layers: (Omit<LayerMapping, 'cell'> & { cell?: number })[],
  more: Partial<Mapping> = {},
): Mapping {
  return {
    ...{ templateId: 'own:test', frame: 'photo', fit: 'cover' },
    layers: layers.map((layer) => ({ cell: 0, ...layer })),
    ...more,
  };
}

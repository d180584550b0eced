import { join } from 'node:path';
import type { Analysis, Box } from '../../shared/analysis.ts';
import type { Layer, LayerOf, Picture } from '../../shared/template.ts';
import type { DrawJob, Subject } from './render-protocol.ts';

/** For tests: jobs and layers that say only what a test is about. */
const place = { x: 10, y: 10, width: 180, height: 180, rotation: 0, opacity: 1, hide: false };

export function textLayer(given: Partial<LayerOf<'text'>> = {}): LayerOf<'text'> {
  return {
    layer: 'text',
    type: 'text',
    ...place,
    text: 'Text',
    color: '#1a1a2e',
    background: 'transparent',
    fontFamily: 'Inter',
    fontSize: 30,
    fontWeight: 400,
    italic: false,
    letterSpacing: 0,
    lineHeight: 1.2,
    horizontalAlign: 'left',
    verticalAlign: 'top',
    autofit: false,
    ...given,
  };
}

export function imageLayer(picture: Picture | null, given: Partial<LayerOf<'image'>> = {}): LayerOf<'image'> {
  return {
    layer: 'image',
    type: 'image',
    ...place,
    picture,
    objectFit: 'cover',
    borderWidth: 0,
    borderColor: '#000000',
    borderRadius: 0,
    ...given,
  };
}

export function shapeLayer(svg: string, given: Partial<LayerOf<'shape'>> = {}): LayerOf<'shape'> {
  return { layer: 'shape', type: 'shape', ...place, svg, fill: null, stroke: null, ...given };
}

export function ratingLayer(rating: number, given: Partial<LayerOf<'rating'>> = {}): LayerOf<'rating'> {
  return { layer: 'rating', type: 'rating', ...place, rating, color: '#e8a317', ...given };
}

const sample = 'handle-left.jpg';
const sampleMug: Box = { x: 312, y: 224.3, width: 532.9, height: 466.1 };

/** One of the sample photos with its mug. */
export function sampleSubject(given: Partial<Subject> = {}): Subject {
  return {
    photoPath: join(import.meta.dirname, '../../e2e/photos', sample),
    analysis: sampleAnalysis(),
    detection: 0,
    design: null,
    designPlacement: null,
    ...given,
  };
}

function sampleAnalysis(): Analysis {
  const reference = { id: 'model', name: 'model', sha256: '0'.repeat(64) };
  return {
    id: 'sample',
    createdAt: '2026-01-01T00:00:00.000Z',
    photo: { id: '0'.repeat(64), name: sample, format: 'jpeg', bytes: 1 },
    width: 1_200,
    height: 900,
    detections: [
      {
        label: 'mug',
        score: 0.95,
        box: sampleMug,
        handle: { side: 'left', confidence: 0.9 },
        upright: { verdict: 'pass', degrees: 0, confidence: 0.9 },
        pose: null,
        seenFromAbove: { value: false, confidence: 0.9 },
        printArea: null,
      },
    ],
    detectionFloor: 0.1,
    placements: [],
    arrangement: { kind: 'none', deviation: { px: 0, mm: null }, spacing: null },
    pixelsPerMillimetre: null,
    timingsMs: { decode: 0, detect: 0, pose: 0, place: 0, total: 0 },
    model: reference,
    poseModel: reference,
    provider: { requested: 'auto', used: 'cpu', reason: null },
  };
}

/** A page of 200 × 200 pixels with these layers, of the sample photo. */
export function drawJobOf(layers: Layer[], given: Partial<DrawJob> & { outPath: string }): DrawJob {
  return {
    width: 200,
    height: 200,
    scale: 1,
    background: '#ffffff',
    format: 'png',
    pages: [{ layers: layers.map((layer) => ({ layer, subject: 0 })) }],
    subjects: [sampleSubject()],
    assets: {},
    ...given,
  };
}

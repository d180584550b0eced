import { expect, test } from 'vitest';
import { boxAt, mug, thing } from '../../shared/positioning/test-scenes.ts';
import { analysisOf } from '../pipeline/export-test-analyses.ts';
import { analysisLine } from './photo-line.ts';

test('every detection has a handle and an upright to read, also one that is no mug', () => {
  const analysis = analysisOf('desk.jpg', [mug(boxAt(100, 100)), thing('laptop', boxAt(300, 100))]);
  const { detections } = JSON.parse(analysisLine('desk.jpg', analysis));
  expect(detections).toHaveLength(2);
  expect(detections[0].handle).toEqual(analysis.detections[0]?.handle);
  expect(detections[1]).toMatchObject({
    label: 'laptop',
    handle: { side: 'unknown', confidence: 0 },
    upright: { verdict: 'notApplicable', degrees: null },
  });
});

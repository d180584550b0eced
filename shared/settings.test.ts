import { expect, test } from 'vitest';
import { settingsPatchSchema } from './settings.ts';

test.each([
  { kind: 'point', point: { x: 1e308, y: 0 } },
  { kind: 'point', point: { x: -0.1, y: 0 } },
  { kind: 'area', area: { x: 0, y: 0, width: 1e308, height: 1 } },
])('a reference outside the frame is refused: %j', (reference) => {
  expect(settingsPatchSchema.safeParse({ positioning: { reference } }).success).toBe(false);
});

test('a line outside the frame calibrates nothing', () => {
  const calibration = { kind: 'line', from: { x: 0, y: 0 }, to: { x: 2, y: 0 }, millimetres: 100 };
  expect(settingsPatchSchema.safeParse({ positioning: { calibration } }).success).toBe(false);
});

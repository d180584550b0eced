import { expect, test } from 'vitest';
import { pointsOf } from './mesh.ts';
import { bodySurface, handleSurface, mugShapes, radiusAt } from './mug-shape.ts';

const shapes = Object.entries(mugShapes);

test.each(shapes)('the body of a %s mug stands on the table and is as tall as it should be', (_, shape) => {
  const heights = pointsOf(bodySurface(shape)).map(([, y]) => y);
  expect(Math.min(...heights)).toBeCloseTo(0, 6);
  expect(Math.max(...heights)).toBeCloseTo(shape.height, 2);
});

test.each(shapes)('the handle of a %s mug ends inside the wall and does not come through', (_, shape) => {
  const { rows } = handleSurface(shape);
  for (const [x, y, z] of [...(rows[0] ?? []), ...(rows.at(-1) ?? [])]) {
    const depth = radiusAt(shape, y) - Math.hypot(x, z);
    expect(depth).toBeGreaterThan(0);
    expect(depth).toBeLessThan(shape.wall);
  }
});

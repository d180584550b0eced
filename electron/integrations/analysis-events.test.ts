import fc from 'fast-check';
import { expect, test } from 'vitest';
import { eventDataSchemas, eventIdSchema } from '../../shared/event.ts';
import { boxAt, mug, thing } from '../../shared/positioning/test-scenes.ts';
import { analysisOf } from '../pipeline/export-test-analyses.ts';
import { eventsOf } from './analysis-events.ts';

const scene = [mug(boxAt(90, 60)), mug(boxAt(600, 300)), thing('laptop', boxAt(500, 100), 0.7)];

test('an analysis is told as mugs that were seen and as where they stand', () => {
  const analysis = analysisOf('desk.jpg', scene);
  const [best] = analysis.placements.toSorted((a, b) => b.score - a.score);
  const [detected, positioned] = eventsOf(analysis);
  const about = { image_id: analysis.photo.id, image_name: 'desk.jpg', analysis_id: analysis.id };
  expect(detected).toMatchObject({
    type: 'mug_detected',
    occurredAt: analysis.createdAt,
    data: { ...about, mug_count: 2, processing_time: analysis.timingsMs.total / 1_000 },
  });
  expect(positioned).toMatchObject({
    type: 'positioning_analyzed',
    data: {
      ...about,
      confidence: best?.score,
      mug_position: { zone: best?.zone, center_x: best?.centre.px.x, offset_y: best?.offset.px.y },
    },
  });
  expect(positioned?.type === 'positioning_analyzed' && positioned.data.mugs).toHaveLength(2);
});

test('a mug that is still to be reviewed is not told', () => {
  const analysis = analysisOf('desk.jpg', [mug(boxAt(90, 60), { score: 0.35 })]);
  expect(analysis.placements).toMatchObject([{ standing: 'review' }]);
  const [detected, positioned] = eventsOf(analysis);
  expect(detected?.data).toMatchObject({ mug_count: 0, positions: [] });
  expect(positioned?.data).toMatchObject({ mug_position: null, mugs: [], confidence: 0 });
});

test('told twice, an analysis has the same ids; another one has others', () => {
  const ids = (id: string) => eventsOf({ ...analysisOf('desk.jpg', scene), id }).map((event) => event.id);
  const [one, other] = ['6f1c1f9e-1111-4222-8333-444444444444', '6f1c1f9e-1111-4222-8333-555555555555'];
  expect(ids(one)).toEqual(ids(one));
  expect(new Set([...ids(one), ...ids(other)]).size).toBe(4);
  for (const id of ids(one)) eventIdSchema.parse(id);
});

test('whatever was found, the events are as their schemas ask and small enough to be recorded', () => {
  const box = fc.record({ x: fc.integer({ max: 800, min: 0 }), y: fc.integer({ max: 500, min: 0 }) });
  const name = fc.string({ unit: 'binary', minLength: 1, maxLength: 5_000 });
  fc.assert(
    fc.property(fc.array(box, { maxLength: 60 }), name, (boxes, photoName) => {
      const analysis = analysisOf(
        photoName,
        boxes.map(({ x, y }) => mug(boxAt(x, y))),
      );
      for (const { type, data } of eventsOf(analysis)) eventDataSchemas[type].parse(data);
    }),
    { numRuns: 40 },
  );
  const many = analysisOf(
    'shelf.jpg',
    Array.from({ length: 600 }, (_, n) => mug(boxAt(n, (n * 7) % 500))),
  );
  for (const event of eventsOf(many)) expect(JSON.stringify(event).length).toBeLessThan(256 * 1_024);
  expect(eventsOf(many)[0]?.data).toMatchObject({ mug_count: 600 });
});

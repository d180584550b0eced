import { describe, expect, it } from 'vitest';
import type { Finding, Mark } from '../rules/verdict.ts';
import { verdictShapes } from './verdict-shapes.ts';

const gap: Mark = { kind: 'distance', from: { x: 10, y: 50 }, to: { x: 40, y: 50 }, text: '30 px' };
const move: Mark = {
  kind: 'move',
  detection: 3,
  from: { x: 0, y: 0 },
  to: { x: -18, y: 0 },
  text: '18 px left',
};
const band: Mark = { kind: 'band', box: { x: 0, y: 0, width: 20, height: 100 }, text: '' };

function finding(outcome: Finding['outcome'], ...marks: Mark[]) {
  return { outcome, detections: [3], marks };
}

describe('verdictShapes', () => {
  it('draws a distance dashed in the tone of its outcome, its length above it', () => {
    const [drawn] = verdictShapes([finding('fail', gap)]);
    expect(drawn?.shape).toEqual({
      kind: 'line',
      part: 'verdicts',
      tone: 'fail',
      detection: 3,
      from: gap.from,
      to: gap.to,
      dashed: true,
      arrow: false,
    });
    expect(drawn?.label).toEqual({
      text: '30 px',
      around: { x: 25, y: 50, width: 0, height: 0 },
      first: 'above',
    });
  });

  it('draws the way a mug would have to move as an arrow, with the way in words at its tip', () => {
    const [drawn] = verdictShapes([finding('fail', move)]);
    expect(drawn?.shape).toMatchObject({ tone: 'offset', detection: 3, arrow: true, dashed: false });
    expect(drawn?.label).toMatchObject({ text: '18 px left', around: { x: -18, y: 0 } });
  });

  it('draws a band of the frame for nobody in particular, without words when it has none', () => {
    const [drawn] = verdictShapes([finding('unknown', band)]);
    expect(drawn?.shape).toMatchObject({ kind: 'polygon', tone: 'review', detection: null, dashed: true });
    expect(drawn?.label).toBeNull();
  });

  it('draws a distance that two findings measured from either end once', () => {
    const back = { ...gap, from: gap.to, to: gap.from };
    expect(verdictShapes([finding('fail', gap), finding('fail', back)])).toHaveLength(1);
  });

  it('draws what several findings share once, in the tone of the worst, and the worst on top', () => {
    const shapes = verdictShapes([finding('fail', band), finding('pass', band), finding('unknown', gap)]);
    expect(shapes.map(({ shape }) => [shape.kind, shape.tone])).toEqual([
      ['line', 'review'],
      ['polygon', 'fail'],
    ]);
  });
});

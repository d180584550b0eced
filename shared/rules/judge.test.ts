import { describe, expect, it, test } from 'vitest';
import type { Detection } from '../analysis.ts';
import { boxAround, boxAt, mug, thing } from '../positioning/test-scenes.ts';
import { defaultSettings, type PositioningSettings } from '../settings.ts';
import { decide, judge, judgeAll } from './judge.ts';
import type { Condition, Predicate, Rule } from './rule.ts';
import { sceneOf } from './scene.ts';
import { claim, count, every, length, no, object, photo, picked, ruleOf, some } from './test-rules.ts';

interface Around {
  positioning?: Partial<PositioningSettings>;
  units?: 'px' | 'mm';
  context?: string;
  batch?: string;
}

const inMillimetres: Around = {
  units: 'mm',
  positioning: { calibration: { kind: 'pixelsPerMillimetre', value: 2 } },
};

function sceneWith(detections: Detection[], { positioning = {}, units = 'px', context, batch }: Around = {}) {
  return sceneOf({
    analysis: {
      photo: { id: 'a'.repeat(64), name: 'a.jpg', format: 'jpeg', bytes: 3_000_000 },
      width: 1_000,
      height: 800,
      detections,
    },
    settings: {
      detection: defaultSettings.detection,
      positioning: { ...defaultSettings.positioning, ...positioning },
      appearance: { units },
    },
    areas: [{ name: 'Tray', area: { x: 0, y: 0.5, width: 0.5, height: 0.5 } }],
    context: context ?? null,
    batch: batch ?? null,
  });
}

function judged(condition: Condition | Rule, detections: Detection[], around?: Around) {
  return judge('statements' in condition ? condition : ruleOf(condition), sceneWith(detections, around));
}

const left = mug(boxAt(20, 300, 60, 80), { handle: { side: 'left', confidence: 0.8 } });
const middle = mug(boxAround(500, 400, 60, 80), { handle: { side: 'right', confidence: 0.9 } });
const tilted = mug(boxAt(20, 300, 60, 80), { upright: { verdict: 'fail', degrees: 12, confidence: 0.7 } });
const unsure = mug(boxAt(20, 300, 60, 80), {
  upright: { verdict: 'unsure', degrees: null, confidence: 0.2 },
});
const above = mug(boxAt(20, 300, 60, 80), { seenFromAbove: { value: true, confidence: 0.9 } });
const row = [mug(boxAt(100, 300)), mug(boxAt(300, 300)), mug(boxAt(500, 300))];
const table = thing('table', boxAt(0, 350, 1_000, 450));
const laptop = thing('laptop', boxAt(200, 300, 200, 150));

const centred: Predicate = { kind: 'centred', axis: 'both', on: { kind: 'frame' }, within: null };
const toEdge = (value: number, unit: 'px' | 'percent' | 'cm'): Predicate => ({
  kind: 'distance',
  to: { kind: 'frameEdge', side: null },
  limit: { is: 'atLeast', value: length(value, unit) },
});
const apart = (value: number, unit: 'px' | 'mm' | 'cm' = 'px'): Predicate => ({
  kind: 'distance',
  to: { kind: 'otherMugs' },
  limit: { is: 'atLeast', value: length(value, unit) },
});
const fromLaptop = (is: 'atLeast' | 'atMost'): Predicate => ({
  kind: 'distance',
  to: { kind: 'object', label: 'laptop' },
  limit: { is, value: length(50) },
});
const handle = (points: 'left' | 'right' | 'front'): Predicate => ({ kind: 'handle', points });
const atAngle = (value: number): Predicate => ({
  kind: 'handleAngle',
  limit: { is: 'about', value: { value, unit: 'degrees' }, tolerance: { value: 10, unit: 'degrees' } },
});
const inThird = (side: 'left' | 'right'): Predicate => ({
  kind: 'in',
  region: { kind: 'third', side },
  wholly: false,
});

describe('judge', () => {
  test.each<[string, Condition, Detection[], string, string | null]>([
    [
      'a mug off the centre',
      claim(centred),
      [left],
      'The mug is 45 % off the centre of the frame; asked: at most 5 %.',
      'Move it 400 px right and 20 px down.',
    ],
    [
      'a mug at the centre',
      claim(centred),
      [middle],
      'The mug is 0 % off the centre of the frame; asked: at most 5 %.',
      null,
    ],
    [
      'the edge, in percent of its own axis',
      claim(toEdge(5, 'percent')),
      [left],
      'The mug is 2 % from the edge of the frame (left); asked: at least 5 %.',
      'Move it 30 px right.',
    ],
    [
      'two that are too near',
      claim(apart(100)),
      [mug(boxAt(600, 300)), mug(boxAt(700, 300))],
      'Mug 1 is 40 px from mug 2; asked: at least 100 px.',
      'Mug 1: move it 60 px left.',
    ],
    [
      'what was measured close to the limit',
      claim(apart(40)),
      [mug(boxAt(600, 300)), mug(boxAt(699.8, 300))],
      'Mug 1 is 39.8 px from mug 2; asked: at least 40 px.',
      'Mug 1: move it 1 px left.',
    ],
    [
      'no mug but one to be reviewed',
      count({ is: 'exactly', value: 1 }),
      [mug(boxAt(100, 300), { score: 0.4 })],
      'There is no mug, besides 1 to be reviewed; asked: exactly 1.',
      'Add 1 mug.',
    ],
    [
      'several that fail alike, each by its number',
      claim(handle('right')),
      [100, 300, 500, 700].map((x) =>
        mug(boxAt(x, 300), { handle: { side: x === 300 ? 'right' : 'left', confidence: 0.8 } }),
      ),
      'The handle of mug 1 points left. The same goes for mugs 3 and 4.',
      'Turn mug 1 so that the handle points right. Turn mug 3 so that the handle points right. Turn mug 4 so that the handle points right.',
    ],
    [
      'claims that fail of different mugs, each with those it fails of',
      { kind: 'all', of: [claim(handle('left')), claim(toEdge(60, 'px'))] },
      [20, 300, 500].map((x) =>
        mug(boxAt(x, 300), { handle: { side: x === 20 ? 'left' : 'right', confidence: 0.8 } }),
      ),
      'The handle of mug 2 points right. The same goes for mug 3. Mug 1 is 20 px from the edge of the frame (left); asked: at least 60 px.',
      'Turn mug 2 so that the handle points left. Turn mug 3 so that the handle points left. Mug 1: move it 40 px right.',
    ],
    [
      'the wrong third',
      claim(inThird('right')),
      [left],
      'The mug is not in the right third.',
      'Move it 617 px right.',
    ],
    [
      'a third that is forbidden',
      claim(inThird('left'), no),
      [left],
      'The mug is in the left third.',
      'Move it 284 px right.',
    ],
    [
      'a mug that is cut off',
      claim({ kind: 'in', region: { kind: 'frame' }, wholly: true }),
      [mug(boxAt(0, 100))],
      'The mug touches the edge of the photo and may be cut off.',
      'Show all of it, with room around it.',
    ],
    [
      'the edge of the table',
      claim({ kind: 'distance', to: { kind: 'surfaceEdge' }, limit: { is: 'atLeast', value: length(50) } }),
      [left, table],
      'The mug is 20 px from the left edge of the table; asked: at least 50 px.',
      'Move it 30 px right.',
    ],
    [
      'a handle on the other side',
      claim(handle('right')),
      [left],
      'The handle of the mug points left.',
      'Turn the mug so that the handle points right.',
    ],
    ['a handle at an angle', claim(atAngle(90)), [middle], 'The handle of the mug points right (90°).', null],
    [
      'a mug that leans',
      claim({ kind: 'upright', within: null }),
      [tilted],
      'The mug leans by 12°.',
      'Turn it 12° anticlockwise.',
    ],
    [
      'a mug that leans too far',
      claim({ kind: 'upright', within: { value: 5, unit: 'degrees' } }),
      [tilted],
      'The mug leans by 12°; asked: at most 5°.',
      'Turn it 7° anticlockwise.',
    ],
    [
      'one that overlaps a book',
      claim({ kind: 'overlaps', body: object('book') }, no),
      [left, thing('book', boxAt(60, 300, 300, 200))],
      'The mug overlaps the book.',
      'Move it 20 px left.',
    ],
    ['on the table', claim({ kind: 'onSurface' }), [left, table], 'The mug is on the table.', null],
    [
      'beside the laptop',
      claim({ kind: 'side', side: 'right', of: object('laptop') }),
      [left, laptop],
      'The mug is not right of the laptop.',
      'Move it 251 px right.',
    ],
    [
      'too many',
      count({ is: 'atMost', value: 1 }),
      [left, middle],
      'There are 2 mugs; asked: at most 1.',
      'Take away 1 mug.',
    ],
    [
      'too few in a place',
      count({ is: 'atLeast', value: 1 }, { kind: 'area', name: 'tray' }),
      [left],
      'There is no mug in the area “tray”; asked: at least 1.',
      'Add 1 mug in the area “tray”.',
    ],
    [
      'a row',
      claim({ kind: 'arranged', as: 'row', within: null }),
      row,
      'The mugs stand 0 % of a mug’s size out of line (in a row); asked: at most 15 %.',
      null,
    ],
    [
      'a row with one out of line',
      claim({ kind: 'arranged', as: 'row', within: length(20) }),
      [...row, mug(boxAt(700, 400))],
      'The mugs stand 75 px out of line (in a row); asked: at most 20 px.',
      'Mug 4: move it 100 px up.',
    ],
    [
      'uneven gaps',
      claim({ kind: 'evenlySpaced', within: null }),
      [...row, mug(boxAt(900, 300))],
      'The gaps between the mugs differ by up to 65 % of their mean; asked: at most 15 %.',
      'Mug 3: move it 100 px right.',
    ],
    [
      'mugs of two sizes',
      claim({ kind: 'similarSize', within: 0.1 }),
      [left, mug(boxAt(500, 300, 120, 160))],
      'The sizes of the mugs differ by up to 60 % of their mean; asked: at most 10 %.',
      null,
    ],
    [
      'a small mug',
      claim({ kind: 'cover', limit: { is: 'atLeast', value: 0.1 } }),
      [left],
      'The mug covers 0.6 % of the frame; asked: at least 10 %.',
      'Take the photo from nearer, 4.08 times as large.',
    ],
    [
      'a photo that is too small',
      photo({ kind: 'megapixels', limit: { is: 'atLeast', value: 2 } }),
      [],
      'The photo has 0.8 megapixels; asked: at least 2.',
      'Take a larger photo: 2 megapixels or more.',
    ],
    [
      'a photo that stands',
      photo({ kind: 'orientation', is: 'portrait' }),
      [],
      'The photo is in landscape format.',
      'Take or crop it in portrait format.',
    ],
    [
      'the largest only',
      claim(inThird('left'), picked('largest')),
      [left, mug(boxAt(500, 300, 100, 100))],
      'Mug 2 is not in the left third.',
      'Mug 2: move it 217 px left.',
    ],
    [
      'some one of several',
      claim(inThird('right'), some),
      [left, middle],
      'Mug 2 is not in the right third.',
      'Mug 2: move it 167 px right.',
    ],
    [
      'a photo taken from above',
      claim({ kind: 'seenFromAbove' }, no),
      [above],
      'The mug is seen from above.',
      'Take the photo from the side.',
    ],
  ])('says of %s what is so and what to do', (_, condition, detections, reason, advice) => {
    const verdict = judged(condition, detections);
    expect([verdict.reason, verdict.advice]).toEqual([reason, advice]);
    expect(verdict.outcome).toBe(advice === null && !/60 %/.test(reason) ? 'pass' : 'fail');
  });

  test.each<[string, Condition, Detection[], string]>([
    [
      'real units without a calibration',
      claim(toEdge(5, 'cm')),
      [left],
      'Not calibrated: draw a line of known length to get millimetres.',
    ],
    [
      'a hidden handle',
      claim(handle('left')),
      [mug(boxAt(20, 300))],
      'Handle of the mug: cannot tell (hidden, or towards the camera).',
    ],
    [
      'a handle at an angle between the sides',
      claim(atAngle(120)),
      [middle],
      'Handle of the mug: it points right, but its angle cannot be told.',
    ],
    [
      'a tilt that was not told',
      claim({ kind: 'upright', within: null }),
      [unsure],
      'Tilt of the mug: cannot tell.',
    ],
    ['no mug', claim(centred), [], 'No mug was found.'],
    [
      'only a mug to be reviewed',
      claim(centred),
      [mug(boxAt(20, 300), { score: 0.4 })],
      'No mug was found for sure: one is to be reviewed.',
    ],
    ['an object that is not there', claim(fromLaptop('atMost')), [left], 'No laptop was found.'],
    ['a table that is not there', claim({ kind: 'onSurface' }), [left], 'No table or desk was found.'],
    [
      'an area that is not there',
      claim({ kind: 'in', region: { kind: 'area', name: 'Shelf' }, wholly: false }),
      [left],
      'There is no area named “Shelf”: draw one on the photo.',
    ],
    [
      'spacing of what is not lined up',
      claim({ kind: 'evenlySpaced', within: null }),
      [left, middle, mug(boxAt(800, 100))],
      'Spacing: the mugs stand neither in a row nor in a column. Line them up first.',
    ],
    [
      'a handle of something else',
      claim(handle('left'), { ...every, body: object('laptop') }),
      [laptop],
      'Handle: only told of mugs, not of the laptop.',
    ],
  ])('cannot tell %s, and says why', (_, condition, detections, reason) => {
    const verdict = judged(condition, detections);
    expect([verdict.outcome, verdict.reason, verdict.advice]).toEqual(['unknown', reason, null]);
  });

  test.each<[string, Condition, Detection[]]>([
    ['nothing near what is not there', claim(fromLaptop('atLeast')), [left]],
    ['nobody near what is not there', claim(fromLaptop('atMost'), no), [left]],
    ['no mug at all where none may be', claim(inThird('left'), no), []],
    ['no other mug to be too near', claim(apart(100)), [left]],
    ['not more than three when there is none', count({ is: 'atMost', value: 3 }), []],
  ])('passes %s', (_, condition, detections) => {
    expect(judged(condition, detections).outcome).toBe('pass');
  });

  it('speaks in the units of the rule, else of the operator', () => {
    const near = [mug(boxAt(600, 300)), mug(boxAt(700, 300))];
    expect(judged(claim(apart(40, 'mm')), near, inMillimetres).advice).toBe('Mug 1: move it 20 mm left.');
    expect(judged(claim(apart(4, 'cm')), near, inMillimetres).advice).toBe('Mug 1: move it 2 cm left.');
    expect(judged(claim(toEdge(5, 'percent')), [left], inMillimetres).advice).toBe('Move it 15 mm right.');
  });

  it('gives the measured value, the limit and what is missing in one unit, and marks to draw', () => {
    const [finding] =
      judged(claim(apart(40, 'mm')), [mug(boxAt(600, 300)), mug(boxAt(700, 300))], inMillimetres)
        .statements[0]?.findings ?? [];
    expect(finding).toMatchObject({
      outcome: 'fail',
      score: 0.25,
      detections: [0, 1],
      measured: { value: 20, unit: 'mm', text: '20 mm' },
      limit: { value: 40, unit: 'mm', text: 'at least 40 mm' },
      margin: -20,
      marks: [
        { kind: 'distance', from: { x: 660, y: 340 }, to: { x: 700, y: 340 }, text: '20 mm' },
        { kind: 'move', detection: 0, from: { x: 630, y: 340 }, to: { x: 590, y: 340 }, text: '20 mm left' },
      ],
    });
  });

  it('holds gaps between neighbours to an upper limit, not only that to the nearest', () => {
    const pairs = [mug(boxAt(0, 300)), mug(boxAt(70, 300)), mug(boxAt(700, 300)), mug(boxAt(770, 300))];
    const near: Predicate = {
      kind: 'distance',
      to: { kind: 'otherMugs' },
      limit: { is: 'atMost', value: length(20) },
    };
    expect(judged(claim(near), pairs).outcome).toBe('fail');
    expect(judged(claim(near, some), pairs).outcome).toBe('pass');
  });

  it('is less sure while a mug is in review, or a handle is unsure; of the photo itself it stays sure', () => {
    const inReview = mug(boxAt(800, 100), { score: 0.4 });
    expect(judged(claim(handle('right')), [middle]).confidence).toBeCloseTo(0.9);
    expect(judged(claim(handle('right')), [middle, inReview]).confidence).toBeCloseTo(0.9 * 0.6);
    expect(
      judged(photo({ kind: 'width', limit: { is: 'atLeast', value: 10 } }), [middle, inReview]).confidence,
    ).toBe(1);
  });
});

describe('statements', () => {
  const isThere = count({ is: 'atLeast', value: 1 }, null, object('laptop'));
  const onLeft = claim(inThird('left'));
  const follows = { onPass: [{ do: 'tag', tag: 'good' }], onFail: [{ do: 'reject' }] } satisfies Partial<
    Rule['statements'][number]
  >;

  test.each<[string, Rule, Detection[], string, boolean, string[]]>([
    ['a requirement that holds', ruleOf(onLeft, follows), [left], 'pass', true, ['tag']],
    ['one that does not', ruleOf(onLeft, follows), [middle], 'fail', true, ['reject']],
    ['one that cannot be told', ruleOf(onLeft, follows), [], 'unknown', true, []],
    [
      'a condition that is met',
      ruleOf(onLeft, { ...follows, when: isThere }),
      [middle, laptop],
      'fail',
      true,
      ['reject'],
    ],
    ['one that is not', ruleOf(onLeft, { ...follows, when: isThere }), [middle], 'pass', false, []],
    [
      'an alternative',
      ruleOf(onLeft, { ...follows, when: isThere, else: claim(inThird('right')) }),
      [left],
      'fail',
      true,
      ['reject'],
    ],
    [
      'a condition that cannot be told',
      ruleOf(onLeft, { ...follows, when: claim(handle('left')) }),
      [mug(boxAt(20, 300))],
      'unknown',
      true,
      [],
    ],
    [
      'an exception that cannot be told of, where the condition is not met',
      ruleOf(onLeft, { ...follows, when: isThere, unless: claim(handle('left')) }),
      [mug(boxAt(20, 300))],
      'pass',
      false,
      [],
    ],
    ['an exception', ruleOf(onLeft, { ...follows, unless: isThere }), [middle, laptop], 'pass', false, []],
    [
      'an exception that is not one',
      ruleOf(onLeft, { ...follows, unless: isThere }),
      [middle],
      'fail',
      true,
      ['reject'],
    ],
    [
      'a consequence that is none of good',
      ruleOf(null, { when: onLeft, onPass: [{ do: 'alert', severity: 'critical' }] }),
      [left],
      'fail',
      true,
      ['alert'],
    ],
    [
      'the same, not triggered',
      ruleOf(null, { when: onLeft, onPass: [{ do: 'alert', severity: 'critical' }] }),
      [middle],
      'pass',
      true,
      [],
    ],
    [
      'a choice of template',
      ruleOf(null, { when: onLeft, onPass: [{ do: 'useTemplate', template: 'Listing' }] }),
      [left],
      'pass',
      true,
      ['useTemplate'],
    ],
  ])('%s', (_, rule, detections, outcome, applies, consequences) => {
    const decision = decide(rule, sceneWith(detections));
    expect([decision.outcome, decision.applies]).toEqual([outcome, applies]);
    expect(decision.consequences.map((each) => each.do)).toEqual(consequences);
  });

  it('advises what would keep an alert from being raised', () => {
    const rule = ruleOf(null, {
      when: claim(inThird('left'), some),
      onPass: [{ do: 'alert', severity: null }],
    });
    expect(judged(rule, [left]).advice).toBe('Move it 284 px right.');
  });

  it('only judges in its context and for its batches, in whatever case', () => {
    const inContext = ruleOf(onLeft, { scope: { in: 'context', name: 'Photography' } });
    const ofBatch = ruleOf(onLeft, { scope: { in: 'batch', name: 'spring' } });
    expect(judged(inContext, [middle]).applies).toBe(false);
    expect(judged(inContext, [middle], { context: 'photography' }).outcome).toBe('fail');
    expect(judged(ofBatch, [middle], { batch: 'Spring 2027' }).outcome).toBe('fail');
    expect(judged(ofBatch, [middle], { batch: 'Autumn' }).applies).toBe(false);
  });
});

describe('judgeAll', () => {
  const onLeft = claim(inThird('left'));
  const rules: [string, Rule][] = [
    [
      'first',
      ruleOf(onLeft, {
        onFail: [
          { do: 'alert', severity: null },
          { do: 'tag', tag: 'moved' },
        ],
      }),
    ],
    [
      'second',
      ruleOf(null, {
        onPass: [
          { do: 'useTemplate', template: 'Listing' },
          { do: 'notify', channel: 'Slack' },
        ],
      }),
    ],
    [
      'third',
      ruleOf(onLeft, {
        onFail: [
          { do: 'alert', severity: 'critical' },
          { do: 'reject' },
          { do: 'useTemplate', template: 'Card' },
        ],
      }),
    ],
    ['elsewhere', ruleOf(onLeft, { scope: { in: 'context', name: 'Studio' } })],
  ];
  const toJudge = rules.map(([id, rule], index) => ({ id, name: id, version: index + 1, rule }));

  it('sums up in the order of the rules: the first template wins, alerts and tags come together', () => {
    const judgement = judgeAll(toJudge, sceneWith([middle]));
    expect(judgement).toMatchObject({
      verdict: 'fail',
      rejected: true,
      tags: ['moved'],
      template: 'Listing',
      advice: ['Move it 167 px left.'],
    });
    expect(
      judgement.rules.map(({ ruleId, alert, channels, rejected, template }) => ({
        ruleId,
        alert,
        channels,
        rejected,
        template,
      })),
    ).toEqual([
      { ruleId: 'first', alert: 'warning', channels: [], rejected: false, template: null },
      { ruleId: 'second', alert: null, channels: ['Slack'], rejected: false, template: 'Listing' },
      { ruleId: 'third', alert: 'critical', channels: [], rejected: true, template: 'Card' },
    ]);
  });

  it('is unknown when one could not tell and none failed', () => {
    expect(judgeAll(toJudge, sceneWith([])).verdict).toBe('unknown');
    expect(judgeAll(toJudge, sceneWith([left])).verdict).toBe('pass');
  });
});

it('what keeps all of them from being measured is said once', () => {
  const three = [mug(boxAt(100, 300)), mug(boxAt(300, 300)), mug(boxAt(500, 300))];
  expect(judged(claim(apart(4, 'cm')), three)).toMatchObject({
    outcome: 'unknown',
    reason: 'Not calibrated: draw a line of known length to get millimetres.',
  });
});

it('of two mugs that are too near to each other only one is told to move, and drawn so', () => {
  const { statements } = judged(claim(apart(100)), [mug(boxAt(600, 300)), mug(boxAt(700, 300))]);
  const findings = statements[0]?.findings ?? [];
  expect(findings.map(({ advice }) => advice)).toEqual(['Mug 1: move it 60 px left.', null]);
  expect(findings.map(({ marks }) => marks.filter(({ kind }) => kind === 'move').length)).toEqual([1, 0]);
});

describe('the bands along the edges of the frame', () => {
  const bandsOf = (predicate: Predicate, detection: Detection) =>
    judged(claim(predicate), [detection])
      .statements.flatMap(({ findings }) => findings.flatMap(({ marks }) => marks))
      .flatMap((mark) => (mark.kind === 'band' ? [mark.box] : []));
  const leftBand = { x: 0, y: 0, width: 50, height: 800 };
  const topBand = { x: 0, y: 0, width: 1_000, height: 40 };

  it('are drawn where a mug is too near, and nowhere else', () => {
    expect(bandsOf(toEdge(5, 'percent'), mug(boxAt(20, 300)))).toEqual([leftBand]);
    expect(bandsOf(toEdge(5, 'percent'), mug(boxAt(20, 10)))).toEqual([leftBand, topBand]);
  });

  it('show the nearest one only when none is too near', () => {
    expect(bandsOf(toEdge(5, 'percent'), mug(boxAt(80, 300)))).toEqual([leftBand]);
    const near: Predicate = {
      kind: 'distance',
      to: { kind: 'frameEdge', side: null },
      limit: { is: 'atMost', value: length(5, 'percent') },
    };
    expect(bandsOf(near, mug(boxAt(300, 350)))).toHaveLength(1);
  });
});

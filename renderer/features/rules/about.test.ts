import { expect, test } from 'vitest';
import { boxAround, frame, mug, settingsWith, thing } from '../../../shared/positioning/test-scenes.ts';
import { place } from '../../../shared/positioning.ts';
import { namesOn } from './about.ts';

test('what a finding is about is called as on the photo, mugs by their numbers from the left', () => {
  const detections = [
    mug(boxAround(700, 300)),
    mug(boxAround(100, 300)),
    thing('Laptop', boxAround(300, 300)),
    mug(boxAround(500, 300)),
  ];
  const nameOf = namesOn(detections, place(detections, frame, settingsWith()));
  expect([[1], [0], [1, 3], [0, 2], [2], [0, 1, 3], []].map((about) => nameOf(about))).toEqual([
    { short: '1', long: 'Mug 1' },
    { short: '3', long: 'Mug 3' },
    { short: '1 and 2', long: 'Mugs 1 and 2' },
    { short: '3 and laptop', long: 'Mug 3 and laptop' },
    { short: 'laptop', long: 'Laptop' },
    { short: 'all', long: 'All mugs' },
    { short: 'photo', long: 'The photo' },
  ]);
});

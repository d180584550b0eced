import { expect, test } from 'vitest';
import { createPace } from './pace.ts';

function paceAt() {
  let nowMs = 1_000;
  const pace = createPace(() => nowMs);
  return {
    pace,
    photoAfter(ms: number) {
      nowMs += ms;
      pace.note();
    },
  };
}

test('one photo says nothing about the pace', () => {
  const { pace, photoAfter } = paceAt();
  expect(pace.photosPerSecond()).toBeNull();
  photoAfter(100);
  expect(pace.photosPerSecond()).toBeNull();
});

test('the pace is photos per second', () => {
  const { pace, photoAfter } = paceAt();
  for (let photo = 0; photo < 5; photo++) photoAfter(250);
  expect(pace.photosPerSecond()).toBe(4);
});

test('photos that end in the same moment have no pace', () => {
  const { pace, photoAfter } = paceAt();
  photoAfter(0);
  photoAfter(0);
  expect(pace.photosPerSecond()).toBeNull();
});

test('only the latest fifty photos count', () => {
  const { pace, photoAfter } = paceAt();
  for (let photo = 0; photo < 50; photo++) photoAfter(1_000);
  for (let photo = 0; photo < 50; photo++) photoAfter(100);
  expect(pace.photosPerSecond()).toBe(10);
});

test('a pause is not slowness', () => {
  const { pace, photoAfter } = paceAt();
  photoAfter(100);
  pace.reset();
  photoAfter(60_000);
  photoAfter(500);
  expect(pace.photosPerSecond()).toBe(2);
});

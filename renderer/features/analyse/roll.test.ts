import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import type { ErrorCode } from '../../../shared/errors.ts';
import {
  appendPhotos,
  currentPhoto,
  failedBy,
  isHopeless,
  isShown,
  type PhotoState,
  pickNone,
  type RollPhoto,
  type Show,
  selectPhoto,
  shownPhotos,
  step,
  takeOut,
  togglePicked,
  useRoll,
} from './roll.ts';

const photo = (key: string, state: PhotoState = { kind: 'waiting' }): RollPhoto => ({
  key,
  name: `${key}.jpg`,
  file: null,
  photoId: null,
  state,
});

const at = { ignoreBelow: 0.3, reviewBelow: 0.45 };

const analysed = (
  key: string,
  mugCount: number,
  reviewCount: number,
  mugScores: number[] | null = null,
): RollPhoto =>
  photo(key, {
    kind: 'analysed',
    summary: {
      id: key,
      createdAt: '2026-01-01T00:00:00.000Z',
      photo: { id: '0'.repeat(64), name: `${key}.jpg`, format: 'jpeg', bytes: 1 },
      width: 1,
      height: 1,
      mugCount,
      reviewCount,
      topScore: null,
      mugScores,
      judgement: null,
    },
  });

const keys = () => useRoll.getState().photos.map(({ key }) => key);

beforeEach(() => useRoll.setState({ photos: [], currentKey: null, show: 'all' }));

describe('the roll', () => {
  test('the first photo that comes is shown, later ones do not take its place', () => {
    appendPhotos([photo('a'), photo('b')]);
    appendPhotos([photo('c')]);
    expect(useRoll.getState().currentKey).toBe('a');
    appendPhotos([photo('d')], true);
    expect(useRoll.getState().currentKey).toBe('d');
  });

  test('moving stops at both ends and passes over what is not shown', () => {
    appendPhotos([analysed('a', 1, 0), analysed('b', 0, 0), analysed('c', 2, 1)]);
    useRoll.setState({ show: 'mugs' });
    step(1);
    expect(useRoll.getState().currentKey).toBe('c');
    step(1);
    expect(useRoll.getState().currentKey).toBe('c');
    step(-5);
    expect(useRoll.getState().currentKey).toBe('a');
  });

  test('a photo to review counts as one with mugs, a cancelled one as failed', () => {
    expect(isShown(analysed('a', 2, 1), 'review', at)).toBe(true);
    expect(isShown(analysed('a', 2, 1), 'mugs', at)).toBe(true);
    expect(isShown(analysed('a', 0, 0), 'none', at)).toBe(true);
    expect(isShown(photo('a', { kind: 'cancelled' }), 'failed', at)).toBe(true);
    expect(isShown(photo('a'), 'none', at)).toBe(false);
  });

  test('mugs are counted at the thresholds that are tried out, where their scores are known', () => {
    appendPhotos([analysed('a', 2, 1, [0.8, 0.4, 0.1]), analysed('b', 1, 0, [0.6]), analysed('c', 1, 0)]);
    const shown = (show: Show, thresholds: typeof at) => {
      useRoll.setState({ show, thresholds });
      return shownPhotos(useRoll.getState()).map(({ key }) => key);
    };
    expect(shown('review', at)).toEqual(['a']);
    expect(shown('review', { ignoreBelow: 0.3, reviewBelow: 0.7 })).toEqual(['a', 'b']);
    expect(shown('none', { ignoreBelow: 0.7, reviewBelow: 0.9 })).toEqual(['b']);
    expect(shown('mugs', { ignoreBelow: 0.7, reviewBelow: 0.9 })).toEqual(['a', 'c']);
  });

  test('taking out the photo shown moves on to the next, and at the end to the one before', () => {
    appendPhotos([photo('a'), photo('b'), photo('c')]);
    selectPhoto('b');
    takeOut(new Set(['b']));
    expect(currentPhoto(useRoll.getState())?.key).toBe('c');
    takeOut(new Set(['c']));
    expect(currentPhoto(useRoll.getState())?.key).toBe('a');
    takeOut(new Set(['a']));
    expect(useRoll.getState().currentKey).toBeNull();
  });

  test('taking out and putting back leaves the order as it was, whatever came meanwhile', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 12 }), fc.array(fc.nat(11)), fc.nat(3), (amount, out, more) => {
        useRoll.setState({ photos: [], currentKey: null, show: 'all' });
        appendPhotos(Array.from({ length: amount }, (_, index) => photo(`p${index}`)));
        const before = keys();
        const putBack = takeOut(new Set(out.map((index) => `p${index}`)));
        appendPhotos(Array.from({ length: more }, (_, index) => photo(`n${index}`)));
        putBack();
        expect(keys().filter((key) => key.startsWith('p'))).toEqual(before);
        expect(keys()).toHaveLength(amount + more);
      }),
    );
  });

  test('a photo failed for good when the fault is in the file', () => {
    const failed = (code: ErrorCode) => photo('a', failedBy({ code, message: 'It failed.' }));
    expect(isHopeless(failed('photo.damaged'))).toBe(true);
    expect(isHopeless(failed('inference.timedOut'))).toBe(false);
    expect(isHopeless(photo('a', { kind: 'cancelled' }))).toBe(false);
  });

  test('what is shown of everything is everything', () => {
    appendPhotos([photo('a'), analysed('b', 0, 0)]);
    expect(shownPhotos(useRoll.getState())).toBe(useRoll.getState().photos);
  });
});

describe('photos that are picked', () => {
  beforeEach(() => {
    useRoll.setState({ photos: ['a', 'b', 'c', 'd'].map((key) => photo(key)), currentKey: 'b', show: 'all' });
    pickNone();
  });
  const picked = () => [...useRoll.getState().picked].sort().join('');

  test('one by one, and back', () => {
    togglePicked('a');
    togglePicked('c');
    togglePicked('a');
    expect(picked()).toBe('c');
    expect(useRoll.getState().currentKey).toBe('a');
  });

  test('with Shift all from the current one on, those picked before stay', () => {
    togglePicked('b');
    togglePicked('d', true);
    expect(picked()).toBe('bcd');
    togglePicked('a', true);
    expect(picked()).toBe('abcd');
  });

  test('a photo that is taken out is not picked any more', () => {
    togglePicked('a');
    togglePicked('c');
    takeOut(new Set(['c']));
    expect(picked()).toBe('a');
  });
});

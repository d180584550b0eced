import { describe, expect, it } from 'vitest';
import { classesFromMetadata, cocoClasses, mugClassesOf } from './model-layout-classes.ts';

describe('class names in metadata', () => {
  it.each([
    ['Ultralytics names', { names: "{0: 'person', 1: 'cup'}" }, ['person', 'cup']],
    [
      'quotes inside names',
      { names: `{0: "barista's cup", 1: 'a \\'mug\\''}` },
      ["barista's cup", "a 'mug'"],
    ],
    ['names in any order', { names: "{1: 'cup', 0: 'mug'}" }, ['mug', 'cup']],
    ['a Python list', { names: "['mug', 'cup']" }, ['mug', 'cup']],
    ['a JSON list', { classes: '["mug","cup"]' }, ['mug', 'cup']],
    ['a JSON dictionary', { id2label: '{"0":"mug","1":"cup"}' }, ['mug', 'cup']],
  ])('understands %s', (_, metadata, classes) => {
    expect(classesFromMetadata(metadata)).toEqual(classes);
  });

  it.each([
    ['no names', {}],
    ['an empty list', { names: '{}' }],
    ['a hole in the numbers', { names: "{0: 'mug', 2: 'cup'}" }],
    ['a number', { names: '7' }],
  ])('gives none for %s', (_, metadata) => {
    expect(classesFromMetadata(metadata)).toBeUndefined();
  });
});

describe('classes that count as a mug', () => {
  it.each([
    [['person', 'cup', 'bowl'], [1]],
    [
      ['Mug', 'Coffee cup', 'Teacup', 'coffee_mug', 'Mugs'],
      [0, 1, 2, 3, 4],
    ],
    [['cupboard', 'cupcake', 'smuggler'], []],
    [['thing'], [0]],
    [['Boot', 'thing'], []],
  ])('of %j are %j', (classes, mugs) => {
    expect(mugClassesOf(classes)).toEqual(mugs);
  });

  it('of COCO are its cup only', () => {
    expect(cocoClasses).toHaveLength(80);
    expect(mugClassesOf(cocoClasses).map((index) => cocoClasses[index])).toEqual(['cup']);
    expect(cocoClasses[41]).toBe('cup');
  });
});

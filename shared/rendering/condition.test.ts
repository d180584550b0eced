import { describe, expect, it } from 'vitest';
import type { Condition } from '../mapping.ts';
import type { RenderValue } from '../render.ts';
import { chooseTemplate } from './choose-template.ts';
import { holds } from './condition.ts';

const values: RenderValue[] = [
  { name: 'mug_count', title: '', value: 0 },
  { name: 'confidence_score', title: '', value: 0.8 },
  { name: 'positioning_quality', title: '', value: 'good' },
  { name: 'zone', title: '', value: 'top-left' },
  { name: 'surface', title: '', value: null },
  { name: 'from_above', title: '', value: false },
  { name: 'template_params.empty', title: '', value: '' },
];

describe('a condition', () => {
  it.each<[string, Condition['is'], string | number, boolean]>([
    ['mug_count', '=', 0, true],
    ['mug_count', '=', '', false],
    ['mug_count', '≠', 1, true],
    ['confidence_score', '≥', '0.8', true],
    ['confidence_score', '>', 0.8, false],
    ['confidence_score', '<', 1, true],
    ['confidence_score', '≤', 'much', false],
    ['confidence_score', '≠', 'much', true],
    ['zone', '=', 'Top-Left', true],
    ['zone', '≠', 'top-left', false],
    // Alphabetically excellent would come before good.
    ['positioning_quality', '<', 'excellent', true],
    ['positioning_quality', '≥', 'fair', true],
    ['positioning_quality', '>', 'good', false],
    ['positioning_quality', '≥', 'splendid', false],
    ['from_above', '=', 'no', true],
    ['from_above', '=', 'false', true],
    ['from_above', '=', 'yes', false],
    ['template_params.empty', '=', '', true],
    ['template_params.empty', 'there', '', true],
    ['mug_count', 'there', '', true],
    ['mug_count', 'missing', '', false],
    ['surface', 'missing', '', true],
    ['nothing', 'missing', '', true],
    ['surface', 'there', '', false],
  ])('%s %s %s: %s', (value, is, to, expected) => {
    expect(holds({ value, is, to }, values)).toBe(expected);
  });

  it('about a value that is not there does not hold, whatever it compares', () => {
    for (const is of ['=', '≠', '<', '≤', '>', '≥'] as const) {
      expect(holds({ value: 'surface', is, to: 0 }, values)).toBe(false);
    }
  });
});

describe('the choice of a template', () => {
  const when = (zone: string): Condition => ({ value: 'zone', is: '=', to: zone });
  it('is the first whose conditions all hold', () => {
    const choices = [
      { when: [when('centre')], templateId: 'one' },
      { when: [when('top-left'), when('centre')], templateId: 'two' },
      { when: [when('top-left')], templateId: 'three' },
      { when: [], templateId: 'four' },
    ];
    expect(chooseTemplate({ choices, otherwise: 'five' }, values)).toBe('three');
  });

  it('can be none, by a choice or because none fits', () => {
    expect(
      chooseTemplate({ choices: [{ when: [], templateId: null }], otherwise: 'five' }, values),
    ).toBeNull();
    expect(chooseTemplate({ choices: [], otherwise: null }, values)).toBeNull();
    expect(
      chooseTemplate({ choices: [{ when: [when('x')], templateId: 'one' }], otherwise: 'five' }, values),
    ).toBe('five');
  });
});

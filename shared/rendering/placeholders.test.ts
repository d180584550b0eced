import { describe, expect, it } from 'vitest';
import type { RenderValue } from '../render.ts';
import { fillText, hasPlaceholders } from './placeholders.ts';

const value = (name: string, of: RenderValue['value']): RenderValue => ({ name, title: name, value: of });
const values = [
  value('mug_x', 103.6),
  value('offset_x', -0.3),
  value('confidence_score', 0.9349),
  value('tilt_degrees', -3.26),
  value('mug_width_mm', 8.26),
  value('mug_height_mm', 98.26),
  value('mug_count', 0),
  value('zone', 'top-left'),
  value('surface', null),
  value('analysed_at', new Date(2026, 10, 22, 9, 5).toISOString()),
  value('template_params.title', 'x {{mug_x}}'),
  value('template_params.price', 12.5),
  value('template_params.sale', true),
];
const filled = (text: string) => fillText(text, values).text;

describe('placeholders', () => {
  it('are replaced by values, rounded to what can be read', () => {
    expect(filled('{{mug_x}} px, {{ confidence_score }}')).toBe('104 px, 0.93');
    expect(filled('{{tilt_degrees}}° {{mug_width_mm}} {{mug_height_mm}}')).toBe('-3.3° 8.3 98');
    expect(filled('{{mug_count}} {{zone}}')).toBe('0 top-left');
    expect(filled('{{template_params.price}} {{template_params.sale}}')).toBe('12.5 yes');
    expect(filled('{{offset_x}}')).toBe('0');
  });

  it('take a format', () => {
    expect(filled('{{confidence_score|percent}}')).toBe('93%');
    expect(filled('{{mug_x|1}} {{mug_x | 0}} {{tilt_degrees|3}}')).toBe('103.6 104 -3.260');
    expect(filled('{{zone|upper}}')).toBe('TOP-LEFT');
    expect(filled('{{analysed_at}} {{analysed_at|date}} {{analysed_at|time}}')).toBe(
      '2026-11-22 09:05 2026-11-22 09:05',
    );
  });

  it('of what can’t be known print a dash', () => {
    expect(fillText('on {{surface}}', values)).toEqual({ text: 'on –', warnings: [] });
  });

  it('nobody knows stay in braces, and a warning names the nearest', () => {
    const { text, warnings } = fillText('{{mug_xx}} {{mug_xx}}', values);
    expect(text).toBe('{mug_xx} {mug_xx}');
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toContain('“mug_x”');
  });

  it('with a format nobody knows print the value, and a warning lists the formats', () => {
    const { text, warnings } = fillText('{{mug_x|money}}', values);
    expect(text).toBe('104');
    expect(warnings[0]).toContain('percent');
  });

  it('within a value are left alone, as is everything else that looks like code', () => {
    expect(filled('{{template_params.title}}')).toBe('x {{mug_x}}');
    expect(filled('{{#zone}} $& {{{}}} {{}} { {zone} }')).toBe('{{#zone}} $& {{{}}} {{}} { {zone} }');
    expect(hasPlaceholders('{{#zone}} {zone}')).toBe(false);
    expect(hasPlaceholders('a {{zone}}')).toBe(true);
  });
});

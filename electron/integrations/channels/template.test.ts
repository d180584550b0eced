import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fillTemplate, languageOf } from './template.ts';

const values = {
  title: 'A "quoted" \\ title\n🙂',
  count: 3,
  facts: [
    { label: 'Photo', value: 'desk.jpg' },
    { label: 'Mugs', value: '2' },
  ],
  data: { zone: 'middle', nested: { deep: true }, none: null, empty: [] },
};
const json = (template: string, given: object = values) => JSON.parse(fillTemplate(template, given, 'json'));

describe('in JSON', () => {
  it.each([
    ['text in a string', '{"a":"<{{title}}>"}', { a: `<${values.title}>` }],
    ['text as a value', '{"a":{{title}}}', { a: values.title }],
    ['a number in a string', '{"a":"{{count}} mugs"}', { a: '3 mugs' }],
    ['a number as a value', '{"a":{{count}}}', { a: 3 }],
    ['a list as a value', '{"a":{{facts}}}', { a: values.facts }],
    ['an object in a string', '{"a":"{{data}}"}', { a: JSON.stringify(values.data) }],
    ['a dotted name', '{"a":{{data.nested.deep}}}', { a: true }],
    ['a missing value', '{"a":{{data.nowhere.at.all}},"b":"{{nothing}}"}', { a: null, b: '' }],
    ['null', '{"a":{{data.none}},"b":"{{data.none}}"}', { a: null, b: '' }],
    ['a section', '{"a":"{{#facts}}{{label}}: {{value}}; {{/facts}}"}', { a: 'Photo: desk.jpg; Mugs: 2; ' }],
    ['an inverted section', '{"a":"{{^data.empty}}none{{/data.empty}}"}', { a: 'none' }],
    ['an outer name within a section', '{"a":"{{#facts}}{{count}}{{/facts}}"}', { a: '33' }],
    ['a quote of the template itself', '{"a":"\\"{{count}}\\\\"}', { a: '"3\\' }],
    ['the whole', '{{.}}', values],
    ['a comment', '{{! for us }}1', 1],
  ])('puts %s', (_name, template, expected) => {
    expect(json(template)).toEqual(expected);
  });

  it('lets no data out of its place, whatever it holds', () => {
    const template = '{"inside":"[{{text}}]","alone":{{text}},"last":true}';
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), fc.json(), (text, other) => {
        for (const given of [text, other, '","last":false,"x":"', '\u00000\u0000', '"', '\\', '\\u0022']) {
          const whole = given.toWellFormed();
          expect(json(template, { text: given })).toEqual({ inside: `[${whole}]`, alone: whole, last: true });
        }
      }),
    );
  });

  it.each([
    '{"a":{{count}}',
    '{"a":{{count}},}',
    '"{{count}}',
    '\\"{{title}}"',
    '[{{#facts}}{{value}},{{/facts}}]',
  ])('refuses %s, which comes to no JSON', (template) => {
    expect(() => fillTemplate(template, values, 'json')).toThrow(/valid JSON/);
  });
});

it.each([
  '{{{title}}}',
  '{{&title}}',
  '{{#nothing}}{{{title}}}{{/nothing}}',
  '{{>other}}',
  '{{title',
  '{{#facts}}',
])('refuses %s', (template) => {
  expect(() => fillTemplate(template, values, 'text')).toThrow(Error);
});

it.each(['constructor', 'constructor.constructor', '__proto__', 'toString', 'title.length', 'facts.map'])(
  'knows no {{%s}}: only what is among the values',
  (name) => {
    expect(fillTemplate(`[{{${name}}}{{#${name}}}yes{{/${name}}}]`, values, 'text')).toBe('[]');
  },
);

it.each([
  ['html', '<b>{{t}}</b>', '<b>&lt;i&gt; &amp; &quot;x&quot;</b>'],
  ['form', 't={{t}}&n=1', 't=%3Ci%3E%20%26%20%22x%22&n=1'],
  ['text', '{{t}}', '<i> & "x"'],
] as const)('escapes for %s', (language, template, expected) => {
  expect(fillTemplate(template, { t: '<i> & "x"' }, language)).toBe(expected);
});

it.each(['html', 'form', 'text'] as const)('leaves no half of an emoji in %s', (language) => {
  expect(fillTemplate('{{t}}', { t: 'a\ud83d' }, language).isWellFormed()).toBe(true);
});

it.each([
  ['application/json', 'json'],
  ['application/vnd.api+json; charset=utf-8', 'json'],
  ['text/html', 'html'],
  ['application/xml', 'html'],
  ['application/atom+xml', 'html'],
  ['application/x-www-form-urlencoded', 'form'],
  ['text/plain', 'text'],
])('takes %s for %s', (contentType, language) => {
  expect(languageOf(contentType)).toBe(language);
});

it.each(['json', 'text'] as const)('ends a template whose sections multiply, in %s', (language) => {
  const nested = (inner: string) => '{{#facts}}'.repeat(40) + inner + '{{/facts}}'.repeat(40);
  for (const template of [nested(''), nested('x'), nested('{{label}}')])
    expect(() => fillTemplate(template, values, language)).toThrow('makes too much');
  const long = { list: Array.from({ length: 100 }, () => 0), text: 'x'.repeat(100_000) };
  expect(() => fillTemplate('{{#list}}{{text}}{{/list}}', long, language)).toThrow('makes too much');
});

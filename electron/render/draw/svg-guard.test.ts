import { createCanvas } from '@napi-rs/canvas';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openSvg } from './svg-file.ts';
import { guardSvg, maxSvgBytes, maxSvgElements } from './svg-guard.ts';

const refusal = { name: 'The design', unsafe: 'design.unsafe', broken: 'design.notAnImage' } as const;
const guard = (svg: string, colours: { fill?: string; stroke?: string } = {}) =>
  guardSvg(svg, { refusal, ...colours });
const svg = (inside: string, attributes = 'viewBox="0 0 10 10"') =>
  `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" ${attributes}>${inside}</svg>`;
const refused = (code: string) => expect.objectContaining({ code });
const writtenOf = (source: string) => guard(source).at({ width: 10, height: 10 }).toString();

async function colourAt(source: string, colours: { fill?: string; stroke?: string } = {}): Promise<number[]> {
  const picture = await openSvg(guard(source, colours), { width: 20, height: 20 });
  const context = createCanvas(20, 20).getContext('2d');
  context.drawImage(picture.source, 0, 0);
  return [...context.getImageData(10, 10, 1, 1).data];
}

const unsafe: [string, string][] = [
  ['a script', '<script>alert(1)</script>'],
  ['a script with another case', '<SCRIPT>alert(1)</SCRIPT>'],
  ['an event attribute', '<rect onload="alert(1)"/>'],
  ['HTML', '<foreignObject><body xmlns="http://www.w3.org/1999/xhtml"/></foreignObject>'],
  ['a text', '<text>Hello</text>'],
  ['a picture', '<image href="https://example.com/x.png"/>'],
  ['an embedded picture', '<image href="data:image/png;base64,AAAA"/>'],
  ['a link', '<a href="https://example.com"><rect/></a>'],
  ['an animation', '<animate attributeName="x"/>'],
  ['a reference to a file', '<use href="file:///etc/passwd"/>'],
  ['a reference by xlink', '<use xlink:href="other.svg#a"/>'],
  ['a reference by another prefix', '<use xmlns:y="http://www.w3.org/1999/xlink" y:href="other.svg#a"/>'],
  ['an outside paint', '<rect fill="url(https://example.com/#a)"/>'],
  ['an outside paint in a style', '<rect style="fill: URL( \'https://example.com/\')"/>'],
  ['an outside paint written as an entity', '<rect fill="u&#114;l(https://example.com)"/>'],
  ['an import', '<style>@import "https://example.com/a.css";</style>'],
  ['an import in CDATA', '<style><![CDATA[@import url(//example.com);]]></style>'],
  ['a font', '<style>@font-face { src: url(#a) }</style>'],
  ['an escape in CSS', '<style>.a { fill: \\75rl(https://example.com) }</style>'],
  ['a circle', '<g id="a"><use href="#a"/></g>'],
  ['a longer circle', '<g id="a"><use href="#b"/></g><g id="b"><use href="#a"/></g>'],
  ['a paint that paints with itself', '<pattern id="p"><rect fill="url(#p)"/></pattern>'],
  ['too many elements', '<rect/>'.repeat(maxSvgElements)],
  ['too deep a nest', `${'<g>'.repeat(300)}${'</g>'.repeat(300)}`],
];

describe('the guard of SVG files', () => {
  it.each(unsafe)('refuses %s', (_, inside) => {
    expect(() => guard(svg(inside))).toThrow(refused('design.unsafe'));
  });

  it('refuses entities, document types, processing instructions and too many bytes', () => {
    const entity = `<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]>${svg('&a;')}`;
    expect(() => guard(entity)).toThrow(refused('design.unsafe'));
    expect(() => guard(`<?xml-stylesheet href="a.css"?>${svg('')}`)).toThrow(refused('design.unsafe'));
    expect(() => guard(svg(`<desc>${'x'.repeat(maxSvgBytes)}</desc>`))).toThrow(refused('design.unsafe'));
  });

  it('refuses references that multiply into billions', () => {
    const level = (name: string, inner: string) =>
      `<g id="${name}">${`<use href="#${inner}"/>`.repeat(10)}</g>`;
    const bomb = ['b', 'c', 'd', 'e', 'f', 'g'].map((name, index) => level(name, 'abcdef'.charAt(index)));
    expect(() => guard(svg(`<rect id="a"/>${bomb.join('')}`))).toThrow(refused('design.unsafe'));
  });

  it.each([
    ['nothing', ''],
    ['text', 'hello'],
    ['another language', '<html xmlns="http://www.w3.org/1999/xhtml"/>'],
    ['half a file', '<svg xmlns="http://www.w3.org/2000/svg"><rect'],
    ['crossed elements', svg('<g><rect></g></rect>')],
    ['an unknown entity', svg('<rect id="&nbsp;"/>')],
  ])('calls %s no SVG', (_, source) => {
    expect(() => guard(source)).toThrow(
      expect.objectContaining({ code: expect.stringMatching(/^design\.(notAnImage|unsafe)$/) }),
    );
  });

  it('names the reason and the way out', () => {
    expect(() => guard(svg('<text>a</text>'))).toThrow(
      /The design has an element <text>.*Convert the text to paths/,
    );
  });

  it('leaves out what other programs noted for themselves', () => {
    const inkscape = 'xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape" viewBox="0 0 4 4"';
    const source = svg(
      '<!-- made by --><title>T</title><metadata><x/></metadata><inkscape:view zoom="2"><rect/></inkscape:view><rect inkscape:label="a" width="4"/>',
      inkscape,
    );
    expect(writtenOf(source)).toMatch(/><rect width="4"><\/rect><\/svg>$/);
  });

  it('reads a size in any unit, or takes it from the view', () => {
    const sizeOf = (attributes: string) => {
      const { width, height } = guard(svg('', attributes));
      return [width, height];
    };
    expect(sizeOf('width="20mm" height="1in"')).toEqual([20 * (96 / 25.4), 96]);
    expect(sizeOf('viewBox="0 0 30 40"')).toEqual([30, 40]);
    expect(sizeOf('width="100%" height="100%" viewBox="0,0,30,40"')).toEqual([30, 40]);
    expect(sizeOf('width="1e9" height="-3"')).toEqual([300, 150]);
  });

  it('draws what it let through: shapes, gradients, styles and uses', async () => {
    expect(await colourAt(svg('<rect width="10" height="10" fill="#123456"/>'))).toEqual([
      0x12, 0x34, 0x56, 255,
    ]);
    const gradient =
      '<defs><linearGradient id="g"><stop stop-color="#00ff00"/></linearGradient></defs><rect width="10" height="10" fill="url(#g)"/>';
    expect(await colourAt(svg(gradient))).toEqual([0, 255, 0, 255]);
    const styled =
      '<style>.a &gt; rect, .b { fill: #0000ff }</style><rect class="b" width="10" height="10"/>';
    expect(await colourAt(svg(styled))).toEqual([0, 0, 255, 255]);
    const used = '<defs><rect id="r" width="10" height="10" fill="red"/></defs><use xlink:href="#r"/>';
    expect(await colourAt(svg(used))).toEqual([255, 0, 0, 255]);
  });

  it('stretches the drawing to the size it is drawn at', async () => {
    expect(await colourAt(svg('<rect width="10" height="1" fill="red"/>', 'viewBox="0 0 10 1"'))).toEqual([
      255, 0, 0, 255,
    ]);
  });

  it('replaces every fill wherever it is written, but leaves what has none', async () => {
    const fill = '#00ff0080';
    const half = [0, 255, 0, 128];
    for (const inside of [
      '<rect width="10" height="10"/>',
      '<rect width="10" height="10" fill="red"/>',
      '<rect width="10" height="10" style="fill:red"/>',
      '<style>rect { fill: red }</style><rect width="10" height="10"/>',
    ]) {
      expect(await colourAt(svg(inside), { fill })).toEqual(half);
    }
    const line = '<path fill="none" stroke="red" stroke-width="9" d="M0 5H10"/>';
    expect(await colourAt(svg(line), { fill })).toEqual([255, 0, 0, 255]);
    expect(await colourAt(svg(line), { stroke: '#0000ff' })).toEqual([0, 0, 255, 255]);
    expect(await colourAt(svg('<rect width="10" height="10" fill="red"/>'), { fill: 'transparent' })).toEqual(
      [0, 0, 0, 0],
    );
  });

  it('writes nothing that it would not let through itself', () => {
    const name = fc.constantFrom('g', 'rect', 'path', 'use', 'style', 'title', 'script', 'x:y');
    const attribute = fc.tuple(
      fc.constantFrom('fill', 'style', 'd', 'href', 'class', 'onclick', 'id'),
      fc.oneof(
        fc.string({ maxLength: 20 }),
        fc.constantFrom('url(#a)', '#a', 'url(http://a)', '"><script>', '&lt;'),
      ),
    );
    const entities = (text: string) =>
      text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/"/g, '&quot;');
    const element = fc
      .tuple(
        name,
        fc.uniqueArray(attribute, { selector: ([key]) => key, maxLength: 3 }),
        fc.string({ maxLength: 10 }),
      )
      .map(
        ([tag, attributes, text]) =>
          `<${tag}${attributes.map(([key, value]) => ` ${key}="${entities(value)}"`).join('')}>${entities(text)}</${tag}>`,
      );
    fc.assert(
      fc.property(fc.array(element, { maxLength: 5 }), (elements) => {
        let written: string;
        try {
          written = writtenOf(svg(elements.join('')));
        } catch {
          return;
        }
        expect(written).not.toMatch(/<script|onclick=|http:\/\/a\b/);
        expect(writtenOf(written)).toBe(written);
      }),
    );
  });
});

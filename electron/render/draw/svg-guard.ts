import { type SaxesAttributeNS, SaxesParser, type SaxesTagNS } from 'saxes';
import { AppError, type ErrorCode } from '../../../shared/errors.ts';
import { checkReferences, type Reference } from './svg-references.ts';
import { drawnElements, paintOf, recoloured, svgNamespace, xlinkNamespace } from './svg-vocabulary.ts';

export const maxSvgBytes = 200_000;
export const maxSvgElements = 5_000;
/** Deeper than any drawing program nests groups, and no trouble for the stack of whoever draws it. */
const maxDepth = 200;
/**
 * What CSS replaced elements have without a size: https://www.w3.org/TR/CSS22/visudet.html#inline-replaced-
 * width
 */
const defaultSize = { width: 300, height: 150 };
const maxSide = 20_000;

export interface GuardOptions {
  /**
   * Of the errors: what the SVG is called, and the codes for one that is unsafe and for one that is no SVG.
   */
  refusal: { name: string; unsafe: ErrorCode; broken: ErrorCode };
  /** Replace every fill and every stroke, but for those that are `none`; null leaves them. */
  fill?: string | null;
  stroke?: string | null;
}

export interface GuardedSvg {
  /** In pixels, as the file says it. */
  width: number;
  height: number;
  /** The file to be drawn at this size, stretched to it; nothing but what was let through is in it. */
  at(size: { width: number; height: number }): Buffer;
}

/**
 * Takes an SVG apart and puts it together again from what is known to be harmless: shapes, paints and filters. A
 * script, a text (it would be set in whatever font the machine has), a picture, a style sheet's import, anything from
 * outside the file, a DOCTYPE and more than is reasonable are refused; what other programs noted for themselves is
 * left out. Since only what was put together is drawn, nothing depends on two parsers understanding alike.
 */
export function guardSvg(source: string, options: GuardOptions): GuardedSvg {
  const refuse = (reason: string): never => {
    throw new AppError(options.refusal.unsafe, `${options.refusal.name} ${reason}`);
  };
  if (Buffer.byteLength(source) > maxSvgBytes) {
    refuse(`is larger than ${maxSvgBytes / 1_000} kB. Simplify the drawing, or save it as PNG.`);
  }
  const rebuilt = rebuild(source, { refuse, ...options });
  const { root } = rebuilt;
  const viewBox = viewBoxOf(root);
  const size = {
    width: lengthOf(root.get('width')) ?? viewBox?.width ?? defaultSize.width,
    height: lengthOf(root.get('height')) ?? viewBox?.height ?? defaultSize.height,
  };
  const box = viewBox ?? { x: 0, y: 0, ...size };
  for (const name of ['width', 'height', 'viewBox', 'preserveAspectRatio', 'x', 'y']) root.delete(name);
  return {
    ...size,
    at({ width, height }) {
      const attributes = new Map([
        ['xmlns', svgNamespace],
        ['xmlns:xlink', xlinkNamespace],
        ['width', `${width}`],
        ['height', `${height}`],
        ['viewBox', `${box.x} ${box.y} ${box.width} ${box.height}`],
        ['preserveAspectRatio', 'none'],
        ...root,
      ]);
      return Buffer.from(`<svg${written(attributes)}>${rebuilt.content}</svg>`);
    },
  };
}

type Refuse = (reason: string) => never;

function rebuild(
  source: string,
  { refuse, refusal, fill = null, stroke = null }: GuardOptions & { refuse: Refuse },
): { root: Map<string, string>; content: string } {
  const parser = new SaxesParser({ xmlns: true, position: false });
  const parts: string[] = [];
  const references: Reference[] = [];
  let root: Map<string, string> | undefined;
  let elements = 0;
  /** Names of the elements that are open; null for those that are left out with all they have inside. */
  const open: (string | null)[] = [];

  parser.on('error', (cause) => {
    const message = `${refusal.name} is not a well-formed SVG. Save it again from a drawing program.`;
    throw new AppError(refusal.broken, message, { cause });
  });
  parser.on('doctype', () =>
    refuse('has a DOCTYPE, which could bring in other files. Save it as plain SVG.'),
  );
  parser.on('processinginstruction', () => refuse('has a processing instruction. Save it as plain SVG.'));
  parser.on('opentag', (tag) => {
    elements += 1;
    if (elements > maxSvgElements) {
      refuse(`has more than ${maxSvgElements} elements. Simplify the drawing, or save it as PNG.`);
    }
    if (open.length >= maxDepth) refuse('is nested too deeply. Ungroup it and save it again.');
    const leftOut = open.includes(null) || !isDrawn(tag, refuse);
    if (leftOut) {
      open.push(null);
      return;
    }
    const attributes = attributesOf(tag, { refuse, fill, stroke });
    references.push({ depth: open.length, id: attributes.get('id'), to: referencesOf(attributes) });
    open.push(tag.local);
    if (root !== undefined) {
      parts.push(`<${tag.local}${written(attributes)}>`);
      return;
    }
    if (tag.local !== 'svg') throw new AppError(refusal.broken, `${refusal.name} is not an SVG.`);
    root = attributes;
    paintRoot(root, { fill, stroke });
  });
  parser.on('closetag', () => {
    const name = open.pop();
    if (typeof name === 'string' && open.length > 0) parts.push(`</${name}>`);
  });
  const onText = (text: string) => {
    if (open.at(-1) === 'style') parts.push(escaped(recoloured(safeCss(text, refuse), { fill, stroke })));
  };
  parser.on('text', onText);
  parser.on('cdata', onText);
  parser.write(source).close();
  if (root === undefined) throw new AppError(refusal.broken, `${refusal.name} is not an SVG.`);
  checkReferences(references, refuse);
  return { root, content: parts.join('') };
}

/** Whether it belongs to the picture; refuses what could do more than be seen. */
function isDrawn(tag: SaxesTagNS, refuse: Refuse): boolean {
  // Other programs' notes; a file without any namespace means SVG.
  if (tag.uri !== svgNamespace && tag.uri !== '') return false;
  const use = drawnElements[tag.local];
  if (use === undefined) {
    return refuse(
      `has an element <${tag.local.slice(0, 40)}>, which is not drawn here. ${wayOut(tag.local)}`,
    );
  }
  return use === 'drawn';
}

function wayOut(name: string): string {
  if (name === 'text' || name === 'tspan') return 'Convert the text to paths and save it again.';
  return 'Save it as plain SVG without it, or as PNG.';
}

function attributesOf(
  tag: SaxesTagNS,
  { refuse, fill, stroke }: { refuse: Refuse; fill: string | null; stroke: string | null },
): Map<string, string> {
  const kept = new Map<string, string>();
  for (const attribute of Object.values<SaxesAttributeNS>(tag.attributes)) {
    const { local, value } = attribute;
    const isLink = local === 'href';
    if (attribute.uri !== '' && !(isLink && attribute.uri === xlinkNamespace)) continue;
    if (attribute.prefix !== '' && !isLink) continue;
    if (/^on/i.test(local)) refuse(`has a script (${local.slice(0, 40)}). Save it without scripts.`);
    if (isLink && !/^#[^\s]+$/.test(value.trim())) {
      refuse('refers to something outside of it. Embed it as paths, or save the drawing as PNG.');
    }
    if (local === 'xmlns') continue;
    const style =
      local === 'style' ? recoloured(safeCss(value, refuse), { fill, stroke }) : safeCss(value, refuse);
    kept.set(isLink ? 'xlink:href' : local, style);
  }
  if (fill !== null && paints(kept.get('fill'))) kept.set('fill', paintOf(fill));
  if (stroke !== null && paints(kept.get('stroke'))) kept.set('stroke', paintOf(stroke));
  return kept;
}

function paints(value: string | undefined): boolean {
  return value !== undefined && value.trim() !== 'none';
}

/**
 * What has no paint of its own takes the root's; its opacity is everybody's, since there is no colour with
 * eight digits.
 */
function paintRoot(root: Map<string, string>, colours: { fill: string | null; stroke: string | null }): void {
  if (colours.fill !== null && !root.has('fill')) root.set('fill', paintOf(colours.fill));
  for (const name of ['fill', 'stroke'] as const) {
    const alpha = Number.parseInt(colours[name]?.slice(7) || 'ff', 16);
    if (alpha < 255) root.set(`${name}-opacity`, `${alpha / 255}`);
  }
}

/** Refuses what could fetch something; escapes could hide that. */
function safeCss(css: string, refuse: Refuse): string {
  if (/@import|@font-face|@namespace|@charset/i.test(css)) {
    refuse('has a style sheet that brings in others. Save it as plain SVG.');
  }
  if (
    /\\/.test(css) ||
    /url\s*\(\s*(?!["']?\s*#)/i.test(css) ||
    /image-set|javascript:|expression\s*\(/i.test(css)
  ) {
    refuse('refers to something outside of it. Embed it as paths, or save the drawing as PNG.');
  }
  return css;
}

function referencesOf(attributes: ReadonlyMap<string, string>): string[] {
  const found: string[] = [];
  for (const [name, value] of attributes) {
    if (name === 'xlink:href') found.push(value.trim().slice(1));
    for (const match of value.matchAll(/url\s*\(\s*["']?\s*#([^"')\s]+)/gi)) found.push(match[1] ?? '');
  }
  return found;
}

function written(attributes: ReadonlyMap<string, string>): string {
  return [...attributes].map(([name, value]) => ` ${name}="${escaped(value)}"`).join('');
}

function escaped(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
}

/** In CSS pixels: https://www.w3.org/TR/css-values-4/#absolute-lengths */
const pixelsPerUnit: Record<string, number> = {
  '': 1,
  px: 1,
  pt: 4 / 3,
  pc: 16,
  mm: 96 / 25.4,
  cm: 96 / 2.54,
  in: 96,
};

/** A length in pixels; undefined for a share, and for one that nobody could draw. */
function lengthOf(value: string | undefined): number | undefined {
  const [, number = '', unit = ''] = /^\s*([+\d.e-]+)\s*([a-z]*)\s*$/i.exec(value ?? '') ?? [];
  const pixels = Number.parseFloat(number) * (pixelsPerUnit[unit.toLowerCase()] ?? Number.NaN);
  return pixels > 0 && pixels <= maxSide ? pixels : undefined;
}

function viewBoxOf(root: ReadonlyMap<string, string>) {
  const numbers = (root.get('viewBox') ?? '')
    .trim()
    .split(/[\s,]+/)
    .map(Number);
  const [x = Number.NaN, y = Number.NaN, width = 0, height = 0] = numbers;
  const usable = numbers.length === 4 && numbers.every(Number.isFinite) && width > 0 && height > 0;
  return usable ? { x, y, width, height } : undefined;
}

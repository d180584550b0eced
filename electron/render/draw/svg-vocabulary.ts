export const svgNamespace = 'http://www.w3.org/2000/svg';
export const xlinkNamespace = 'http://www.w3.org/1999/xlink';

const drawn = [
  ...['svg', 'g', 'defs', 'symbol', 'use', 'style'],
  ...['path', 'rect', 'circle', 'ellipse', 'line', 'polyline', 'polygon'],
  ...['clipPath', 'mask', 'pattern', 'linearGradient', 'radialGradient', 'stop', 'filter'],
  ...[
    'feBlend',
    'feColorMatrix',
    'feComponentTransfer',
    'feFuncA',
    'feFuncB',
    'feFuncG',
    'feFuncR',
    'feComposite',
  ],
  ...['feFlood', 'feGaussianBlur', 'feMerge', 'feMergeNode', 'feMorphology', 'feOffset'],
];

/**
 * What a drawing may consist of; `leftOut` says nothing about the picture.
 * https://www.w3.org/TR/SVG11/eltindex.html
 */
export const drawnElements: Readonly<Record<string, 'drawn' | 'leftOut'>> = Object.assign(
  Object.create(null),
  {
    ...Object.fromEntries(drawn.map((name) => [name, 'drawn'])),
    title: 'leftOut',
    desc: 'leftOut',
    metadata: 'leftOut',
  },
);

/**
 * CSS declarations with every fill and every stroke replaced, but for those that are `none`; null leaves
 * them.
 */
export function recoloured(css: string, colours: { fill: string | null; stroke: string | null }): string {
  let result = css;
  for (const name of ['fill', 'stroke'] as const) {
    const colour = colours[name];
    if (colour === null) continue;
    const declaration = new RegExp(`(^|[;{\\s])(${name}\\s*:\\s*)(?!\\s*none\\b)[^;}!]+`, 'gi');
    result = result.replace(declaration, `$1$2${paintOf(colour)}`);
  }
  return result;
}

/** A colour of ours as a paint; its opacity is to be said elsewhere. */
export function paintOf(colour: string): string {
  return colour === 'transparent' ? 'none' : colour.slice(0, 7);
}

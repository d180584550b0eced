import type { SKRSContext2D } from '@napi-rs/canvas';
import type { LayerOf } from '../../../shared/template.ts';
import type { DrawnIn } from './draw-layer.ts';
import { familyList, ownFamily, withoutGlyph } from './fonts.ts';
import { layoutText, type TextLayout } from './text-layout.ts';

type TextLayer = LayerOf<'text'>;

/**
 * Slants and swashes reach a little over the end of a line: so much, as a share of the font size, is let out.
 */
const overhang = 0.25;

/** Draws a text into its box; the context's origin is the box' upper left corner. Throws `font.missing`. */
export function drawText(context: SKRSContext2D, layer: TextLayer, { warn }: DrawnIn): void {
  const { width, height } = layer;
  if (layer.background !== 'transparent') {
    context.fillStyle = layer.background;
    context.fillRect(0, 0, width, height);
  }
  const own = ownFamily(layer.fontFamily);
  if (own === null) warn(`The font “${layer.fontFamily}” is not on this machine: Inter stands in for it.`);
  const boxes = withoutGlyph(layer.text);
  if (boxes !== '') {
    warn(
      `“${layer.layer}”: the characters “${boxes}” are in no font of this program and are drawn as boxes.`,
    );
  }
  const family = familyList(own ?? 'Inter', layer.text);
  const set = (fontSize: number) => setFont(context, { layer, family, fontSize });
  const layout = layoutText({
    ...layer,
    measure: (text, fontSize) => {
      const letterSpacing = set(fontSize);
      // What is added after the last letter is nobody's to see.
      return Math.max(0, context.measureText(text).width - (text === '' ? 0 : letterSpacing));
    },
  });
  if (!layout.fits) warn(`“${layer.layer}”: its box is too small for a line of its text.`);
  const letterSpacing = set(layout.fontSize);
  const margin = layout.fits ? overhang * layout.fontSize : 0;
  context.beginPath();
  context.rect(-margin, -margin, width + 2 * margin, height + 2 * margin);
  context.clip();
  drawLines(context, layer, { ...layout, letterSpacing });
}

/** Returns the letter spacing, which shrinks with the letters. */
function setFont(
  context: SKRSContext2D,
  { layer, family, fontSize }: { layer: TextLayer; family: string; fontSize: number },
): number {
  // The language decides between forms of the same character; the system's must not.
  context.lang = 'en';
  context.font = `${layer.italic ? 'italic ' : ''}${layer.fontWeight} ${fontSize}px ${family}`;
  const letterSpacing = (layer.letterSpacing * fontSize) / layer.fontSize;
  context.letterSpacing = `${letterSpacing}px`;
  return letterSpacing;
}

const shares = { left: 0, top: 0, center: 0.5, right: 1, bottom: 1 } as const;

function drawLines(
  context: SKRSContext2D,
  layer: TextLayer,
  { lines, fontSize, letterSpacing }: TextLayout & { letterSpacing: number },
): void {
  const step = layer.lineHeight * fontSize;
  const { fontBoundingBoxAscent: ascent, fontBoundingBoxDescent: descent } = context.measureText('x');
  const room = layer.height - lines.length * step;
  // A line higher than its box shows its middle: its upper edge would be nothing but air.
  const upper = room * (room < 0 ? shares.center : shares[layer.verticalAlign]);
  const across = shares[layer.horizontalAlign];
  context.fillStyle = layer.color;
  context.textBaseline = 'alphabetic';
  context.textAlign = 'left';
  for (const [index, { text, direction }] of lines.entries()) {
    if (text === '') continue;
    context.direction = direction;
    const free = layer.width - (context.measureText(text).width - letterSpacing);
    const baseline = upper + index * step + (step - ascent - descent) / 2 + ascent;
    context.fillText(text, across * free, baseline);
  }
}

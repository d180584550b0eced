import type { Cursor } from './cursor.ts';
import { type Bare, countedIn, limit, neat, type Quantity, quantity } from './parse-limits.ts';
import type { Mood } from './parse-places.ts';
import { comparative } from './parse-predicates.ts';
import type { Condition, NumberLimit, PhotoClaim } from './rule.ts';

const pixels = countedIn({ px: 1 });
const megapixels = countedIn({ megapixels: 1 });
const megabytes = countedIn({ megabytes: 1, kilobytes: 0.001 });

const orientations = ['landscape', 'portrait', 'square'] as const;
const formats = ['jpeg', 'png', 'webp', 'avif', 'gif', 'tiff'] as const;
const sideNames = { width: 'width', height: 'height', longSide: 'longSide', shortSide: 'shortSide' } as const;
type SideName = keyof typeof sideNames;

const claim = (is: PhotoClaim | null): Condition | null => is && { kind: 'photo', is };

function measured(
  c: Cursor,
  kind: Extract<PhotoClaim, { limit: NumberLimit }>['kind'],
  of: Quantity<number>,
  bare: Bare = 'exactly',
): Condition | null {
  const found = limit(c, of, bare);
  return found && claim({ kind, limit: found });
}

/** What may be said of a photo, behind its verb: "landscape", "at least 2 megapixels", "1920 × 1080 px". */
export function photoPredicate(c: Cursor, mood: Mood, bare: Bare = 'exactly'): Condition | null {
  return c.first<Condition>(
    () => pixelSize(c, mood),
    () => {
      c.take('a');
      if (!c.take('resolution')) return null;
      c.take('by');
      return resolution(c, mood);
    },
    () => {
      c.take('a');
      const side = c.take('width', 'height', 'longSide', 'shortSide') as SideName | null;
      if (!side) return null;
      c.take('by');
      return measured(c, side, pixels, bare);
    },
    () => {
      c.take('a');
      if (!c.take('fileSize')) return null;
      c.take('by');
      return measured(c, 'megabytes', megabytes);
    },
    () => {
      const compared = comparative(c);
      const value = compared && quantity(c, pixels);
      return compared && value !== null
        ? claim({ kind: compared.of, limit: { is: compared.is, value } })
        : null;
    },
    () => {
      const found = limit(c, pixels, bare);
      if (!found) return null;
      if (c.take('longSide')) return claim({ kind: 'longSide', limit: found });
      if (c.take('shortSide')) return claim({ kind: 'shortSide', limit: found });
      const way = c.take('wide', 'tall');
      if (way) return claim({ kind: way === 'wide' ? 'width' : 'height', limit: found });
      const side = c.take('in', 'ofIt', 'on') && c.take('longSide', 'shortSide');
      return side ? claim({ kind: side as 'longSide', limit: found }) : null;
    },
    () => {
      const found = measured(c, 'megapixels', megapixels, 'atLeast');
      if (found) c.first(() => (c.take('ofIt', 'in') ? c.take('resolution') : c.take('resolution')));
      return found;
    },
    () => {
      const found = measured(c, 'megabytes', megabytes, 'about');
      if (found) c.take('large_');
      return found;
    },
    () => {
      c.take('in');
      c.take('a');
      const is = c.take(...orientations) as (typeof orientations)[number] | null;
      if (is) c.take('file');
      return is && claim({ kind: 'orientation', is });
    },
    () => {
      c.take('in');
      c.take('a');
      const is = c.take(...formats) as (typeof formats)[number] | null;
      if (is) c.take('file');
      return is && claim({ kind: 'format', is });
    },
  );
}

/** Behind "the resolution": "at least 2 megapixels", "at least 1920 × 1080". */
export function resolution(c: Cursor, mood: Mood): Condition | null {
  return c.first(
    () => pixelSize(c, mood),
    () => measured(c, 'megapixels', megapixels, 'atLeast'),
  );
}

/** Behind "the width of the photo". */
export function photoSide(c: Cursor, side: SideName): Condition | null {
  return measured(c, side, pixels);
}

/** Behind "the file size". */
export const photoBytes = (c: Cursor): Condition | null => measured(c, 'megabytes', megabytes);

const comparisons = ['atLeast', 'atMost', 'moreThan', 'lessThan', 'exactly'] as const;

/** "at least 1920 × 1080 px": both sides. "If it is smaller than 800 × 600": either. */
function pixelSize(c: Cursor, mood: Mood): Condition | null {
  const is = c.take(...comparisons) as (typeof comparisons)[number] | null;
  const width = c.number();
  if (width === null) return null;
  c.take('px');
  if (!c.take('times')) return null;
  const height = c.number();
  if (height === null) return null;
  c.take('px');
  const side = (kind: 'width' | 'height', value: number): Condition => ({
    kind: 'photo',
    is: { kind, limit: { is: is ?? 'exactly', value: neat(value) } },
  });
  const short = mood === 'looks' && (is === 'lessThan' || is === 'atMost');
  return { kind: short ? 'any' : 'all', of: [side('width', width), side('height', height)] };
}

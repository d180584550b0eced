import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { GlobalFonts } from '@napi-rs/canvas';
import { AppError } from '../../../shared/errors.ts';
import type { fontFamilies } from '../../../shared/template.ts';
import { lastResortFont } from './last-resort-font.ts';

type Family = (typeof fontFamilies)[number];

/** Files of one family, of packages under the SIL Open Font Licence. */
interface FontFiles {
  /** Nobody's system has a font of this name: what is drawn is ours or nothing. */
  alias: string;
  files: readonly string[];
  /** Read only when a text has such characters; always when left out. */
  needed?: RegExp;
}

const latinAndCyrillic = ['latin', 'latin-ext', 'vietnamese', 'cyrillic', 'cyrillic-ext'];

const families: Record<Family, FontFiles> = {
  Inter: variable('Inter', 'inter', [...latinAndCyrillic, 'greek', 'greek-ext']),
  Lora: variable('Lora', 'lora', latinAndCyrillic),
  Pacifico: {
    alias: 'H-Pacifico',
    files: latinAndCyrillic.map((subset) => `@fontsource/pacifico/files/pacifico-${subset}-400-normal.woff2`),
  },
};

/** Asked in this order for what the family itself does not have. */
const fallbacks: readonly FontFiles[] = [
  families.Inter,
  {
    alias: 'H-Arabic',
    files: ['@fontsource-variable/noto-sans-arabic/files/noto-sans-arabic-arabic-wght-normal.woff2'],
    needed: /\p{Script=Arabic}/u,
  },
  {
    alias: 'H-Hebrew',
    files: ['@fontsource-variable/noto-sans-hebrew/files/noto-sans-hebrew-hebrew-wght-normal.woff2'],
    needed: /\p{Script=Hebrew}/u,
  },
  {
    alias: 'H-Emoji',
    files: ['@fontsource/noto-color-emoji/files/noto-color-emoji-emoji-400-normal.woff2'],
    needed: /\p{Extended_Pictographic}|\p{Regional_Indicator}|\u20e3/u,
  },
];
const lastAlias = 'H-Last';

function variable(name: string, file: string, subsets: readonly string[]): FontFiles {
  const folder = `@fontsource-variable/${file}/files/${file}`;
  return {
    alias: `H-${name}`,
    files: subsets.flatMap((subset) =>
      ['normal', 'italic'].map((style) => `${folder}-${subset}-wght-${style}.woff2`),
    ),
  };
}

/** The family of ours with this name, whatever its case; null for one that does not come with the program. */
export function ownFamily(name: string): Family | null {
  const wanted = name.trim().toLowerCase();
  const known: readonly Family[] = ['Inter', 'Lora', 'Pacifico'];
  return known.find((family) => family.toLowerCase() === wanted) ?? null;
}

/**
 * The list of families to set a text in, with their fonts read. Only names of ours get into it. Throws
 * `font.missing` when a file of ours is not there.
 */
export function familyList(family: Family, text: string): string {
  const wanted = [families[family], ...fallbacks].filter(({ needed }) => needed?.test(text) ?? true);
  for (const fonts of wanted) registerFonts(fonts);
  const aliases = new Set([...wanted.map(({ alias }) => alias), lastAlias]);
  return [...aliases].map((alias) => `"${alias}"`).join(', ');
}

/** Letters of other scripts, and signs that are no emoji: arrows, mathematics, lines, dingbats. */
const unknownCharacters =
  /(?!\p{Extended_Pictographic})(?:[\u2190-\u2211\u2213-\u23ff\u2500-\u27bf]|(?![\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Common}])\p{L})/gu;
const namedAtMost = 10;

/** The first of a text's characters that none of our fonts has, each once, as far as their script tells. */
export function withoutGlyph(text: string): string {
  const found = new Set(Array.from(text.matchAll(unknownCharacters), ([character]) => character));
  return [...found].slice(0, namedAtMost).join('');
}

const registered = new Set<string>();

/** Reads a family's files, once. Throws `font.missing`. */
export function registerFonts({ alias, files }: FontFiles): void {
  if (registered.has(alias)) return;
  if (!registered.has(lastAlias)) GlobalFonts.register(lastResortFont(), lastAlias);
  registered.add(lastAlias);
  for (const file of files) {
    if (GlobalFonts.register(readFont(file), alias) === null) throw missing(file);
  }
  registered.add(alias);
}

function readFont(file: string): Buffer {
  try {
    return readFileSync(createRequire(import.meta.url).resolve(file));
  } catch (cause) {
    throw missing(file, cause);
  }
}

function missing(file: string, cause?: unknown): AppError {
  const message = `The font file ${file} of this program is not there or damaged. Install the program again.`;
  return new AppError('font.missing', message, { cause });
}

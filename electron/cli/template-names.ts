import { nearestNames } from '../../shared/rendering/nearest-names.ts';
import type { TemplateSummary } from '../../shared/template.ts';
import { UsageError } from './exit-status.ts';

type Named = Pick<TemplateSummary, 'id' | 'name'>;

/**
 * The template that a user means: by its id (that of one that comes with the program also without `local:`), its name
 * (also as it stands in names of files), or how one of them begins; all but the id in whatever case. What is found the more exact way counts. Throws
 * UsageError, also where several are found.
 */
export function findTemplate<T extends Named>(templates: readonly T[], asked: string): T {
  const ways: ((template: T) => boolean)[] = [
    ({ id }) => id === asked.trim(),
    (template) => isNamed(template, asked),
    (template) => beginsWith(template, asked),
  ];
  const named = ways.map((fits) => templates.filter(fits)).find(({ length }) => length > 0) ?? [];
  const [found] = named;
  if (found !== undefined && named.length === 1) return found;
  if (found !== undefined) {
    const choices = named.map(({ id, name }) => `"${name}" (${id})`).join(', ');
    throw new UsageError(`"${asked}" can be several templates: ${choices}. Name the one you mean by its id.`);
  }
  throw new UsageError(`There is no template called "${asked}". ${advice(templates, asked)}`);
}

/** Whether this is the id or the name of a template. */
export function isNamed(template: Named, asked: string): boolean {
  return wordsOf(template).includes(folded(asked));
}

/** Whether its id or its name begins so. */
export function beginsWith(template: Named, asked: string): boolean {
  return wordsOf(template).some((word) => word.startsWith(folded(asked)));
}

/** The templates most like what was asked for; some of them all where nothing is like it. */
function advice(templates: readonly Named[], asked: string): string {
  const near = nearestNames(asked, templates.flatMap(wordsOf));
  const meant = near.map((word) => templates.find((template) => wordsOf(template).includes(word)));
  const names = [...new Set(meant.flatMap((template) => (template === undefined ? [] : [template.name])))];
  if (names.length > 0) return `Did you mean ${names.map((name) => `"${name}"`).join(' or ')}?`;
  return 'See h200 templates list.';
}

function wordsOf({ id, name }: Named): string[] {
  return [
    folded(name),
    slugOf(name),
    folded(id),
    ...(id.startsWith('local:') ? [folded(id.slice('local:'.length))] : []),
  ];
}

function folded(text: string): string {
  return text.trim().normalize('NFC').toLowerCase();
}

/** A template's name as part of a file's: `Before and after` becomes `before-and-after`. */
export function slugOf(name: string): string {
  const plain = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 40);
  return plain === '' ? 'picture' : plain;
}

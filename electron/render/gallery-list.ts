import type { CallParsedInput } from '../../shared/contract.ts';
import { AppError } from '../../shared/errors.ts';
import type { TemplateSummary } from '../../shared/template.ts';

/**
 * One page of the templates that fit: those of the program first, in their order, then the others by their names.
 * Throws AppError call.invalid when the place to go on from is not there any more.
 */
export function listGallery(
  all: readonly TemplateSummary[],
  { text, tags, source, limit, cursor }: CallParsedInput<'templates.list'>,
): { templates: TemplateSummary[]; tags: string[]; nextCursor: string | null } {
  const words = searchable(text ?? '').split(/\s+/);
  const wanted = (tags ?? []).map(searchable);
  const from = cursor === undefined ? 0 : all.findIndex(({ id }) => id === cursor) + 1;
  if (cursor !== undefined && from === 0) {
    const message = 'This place in the gallery is not there any more. Start from its beginning.';
    throw new AppError('call.invalid', message, { field: 'cursor' });
  }
  const fitting = all.slice(from).filter((template) => {
    if (source !== undefined && template.source !== source) return false;
    const own = template.tags.map(searchable);
    if (!wanted.every((tag) => own.includes(tag))) return false;
    const haystack = searchable([template.name, template.description, ...template.tags].join('\n'));
    return words.every((word) => haystack.includes(word));
  });
  const shown = fitting.slice(0, limit);
  return {
    templates: shown,
    tags: tagsOf(all),
    nextCursor: fitting.length > limit ? (shown.at(-1)?.id ?? null) : null,
  };
}

/** Each tag once, whatever its case, in the spelling met first. */
function tagsOf(all: readonly TemplateSummary[]): string[] {
  const tags = new Map<string, string>();
  for (const tag of all.flatMap((template) => template.tags)) {
    if (!tags.has(searchable(tag))) tags.set(searchable(tag), tag);
  }
  return [...tags.values()].sort((one, other) => one.localeCompare(other, 'en'));
}

/** One spelling for search: lower case, composed letters. */
function searchable(text: string): string {
  return text.normalize('NFC').toLowerCase().trim();
}

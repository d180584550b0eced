import type { Render, RenderResult, RenderState } from '../../../shared/render.ts';
import type { RenderFormat, RenderProvider } from '../../../shared/template.ts';
import { clockTime } from '../../ui/words.ts';

/** Where a picture stands, as people call it. */
export const stateWords: Readonly<Record<RenderState, string>> = {
  waiting: 'Waiting',
  held: 'Held',
  rendering: 'Drawing',
  completed: 'Ready',
  failed: 'Failed',
  cancelled: 'Cancelled',
};

/** Who draws, as people call it. */
export const providerWords: Readonly<Record<RenderProvider, string>> = {
  templated: 'Templated',
  local: 'This machine',
};

/** The formats as people write them. */
export const formatWords: Readonly<Record<RenderFormat, string>> = {
  png: 'PNG',
  jpeg: 'JPEG',
  webp: 'WebP',
  pdf: 'PDF',
};

/** Whether a picture is through, one way or another. */
export const hasEnded = ({ state }: Pick<Render, 'state'>) =>
  state === 'completed' || state === 'failed' || state === 'cancelled';

/** Whether it can be asked for again as it is. */
export const canRetry = ({ state }: Pick<Render, 'state'>) => state === 'failed' || state === 'cancelled';

/** Why this machine drew what Templated was to draw, as a sentence; null when nothing took its place. */
export function fallbackText(result: RenderResult | null): string | null {
  const reason = result?.fallbackReason ?? null;
  if (reason === null) return null;
  return `Drawn on this machine instead of by Templated: ${closed(lowerFirst(reason))}`;
}

/** What is not as it was asked for, of a picture that is ready: who drew it, else what was left out. */
export const doubtText = (result: RenderResult | null): string | null =>
  fallbackText(result) ?? result?.warnings[0] ?? null;

/** What it waits for or how it ended, as one line: "Held until 14:02:10: Templated asked us to wait." */
export function standingText(render: Render, now: number): string {
  const { state, dueAt, explanation, attempts } = render;
  const why = explanation ?? '';
  switch (state) {
    case 'completed':
      return doubtText(render.result) ?? '';
    case 'failed':
      return why === '' ? 'It could not be drawn. The log has the details.' : why;
    case 'cancelled':
      return why === '' ? 'Cancelled before it was drawn.' : why;
    case 'rendering':
      return attempts > 1 ? `Being drawn, try ${attempts}.` : 'Being drawn.';
    case 'held':
      return withTime('Held until', dueAt, why === '' ? 'Its renderer takes nothing now.' : why, now);
    case 'waiting':
      return withTime('Next try', dueAt, why === '' ? 'Its turn is next.' : why, now);
  }
}

/** "Next try 14:02:10: why", or only why when the moment is past or unknown. */
function withTime(words: string, iso: string | null, why: string, now: number): string {
  return iso === null || Date.parse(iso) <= now ? why : `${words} ${clockTime(iso, now)}: ${why}`;
}

/** Lower-case, unless the word is a name or an abbreviation. */
const lowerFirst = (text: string) =>
  /^(Templated|[A-Z]{2})/.test(text) ? text : text.charAt(0).toLowerCase() + text.slice(1);

const closed = (text: string) => (/[.?…]$/.test(text) ? text : `${text}.`);

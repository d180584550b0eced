import type { Render, RenderCounts, RenderResult, RenderState } from '../../shared/render.ts';

/** A row as SQLite gives it. */
export type Row = Record<string, unknown>;

/** Whether a renderer's lane takes nothing at the moment. */
export type IsHeld = (laneId: string) => boolean;

/** The state of the delivery that a render waits in; a completed one needs none. */
export const joinDelivery = 'LEFT JOIN deliveries AS d ON r.completed_at IS NULL AND d.id = r.delivery_id';

/** What `stateOf` reads. */
export const stateColumns = 'r.completed_at, d.state, d.channel_id';

/** SELECT of renders as they are shown; conditions follow. */
export const selectRenders = `
  SELECT r.sequence, r.id, r.batch_id, r.delivery_id, r.created_at, r.completed_at, r.template_id,
    r.template_name, p.id AS photo_id, r.photo_name, r.request, r.result, d.state, d.channel_id, d.attempts,
    d.due_at, d.explanation
  FROM renders AS r LEFT JOIN deliveries AS d ON d.id = r.delivery_id LEFT JOIN photos AS p ON p.id = r.photo_id`;

const forgotten = 'Forgotten before it was drawn.';

/** What a render is, by its own row and that of its delivery: no third place keeps it. */
export function stateOf(row: Row, isHeld: IsHeld): RenderState {
  if (row.completed_at !== null) return 'completed';
  switch (row.state) {
    case 'waiting':
      return isHeld(String(row.channel_id)) ? 'held' : 'waiting';
    case 'sending':
      return 'rendering';
    case 'cancelled':
      return 'cancelled';
    default:
      return 'failed';
  }
}

/** A render from a row of `selectRenders`, whose JSON was checked before it was written. */
export function readRender(row: Row, isHeld: IsHeld): Render {
  const state = stateOf(row, isHeld);
  const hasEnded = state === 'completed' || row.due_at === null;
  return {
    id: String(row.id),
    batchId: textOrNull(row.batch_id),
    deliveryId: String(row.delivery_id),
    createdAt: isoTime(row.created_at),
    state,
    templateId: String(row.template_id),
    templateName: String(row.template_name),
    photoId: textOrNull(row.photo_id),
    photoName: String(row.photo_name),
    request: JSON.parse(String(row.request)),
    attempts: Number(row.attempts ?? 0),
    dueAt: hasEnded ? null : isoTime(row.due_at),
    explanation: explanationOf(row, state),
    result: readResult(row),
  };
}

/** All at zero. */
export function noCounts(): RenderCounts {
  return { waiting: 0, held: 0, rendering: 0, completed: 0, failed: 0, cancelled: 0 };
}

function explanationOf(row: Row, state: RenderState): string | null {
  if (state === 'completed') return null;
  const isForgotten = state === 'failed' && row.state !== 'failed';
  return isForgotten ? forgotten : textOrNull(row.explanation);
}

function readResult(row: Row): RenderResult | null {
  return row.result === null ? null : JSON.parse(String(row.result));
}

function isoTime(value: unknown): string {
  return new Date(Number(value)).toISOString();
}

function textOrNull(value: unknown): string | null {
  return value === null ? null : String(value);
}

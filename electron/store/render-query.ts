import { AppError } from '../../shared/errors.ts';
import type { RenderState } from '../../shared/render.ts';
import { joinDelivery, selectRenders, stateColumns } from './render-rows.ts';

/** Which renders; what is left out does not matter. */
export interface RenderFilter {
  states?: readonly RenderState[] | undefined;
  batchId?: string | undefined;
  analysisId?: string | undefined;
}

/** SQL that walks over renders with what `stateOf` needs: those before a sequence, so many. */
export function walkOf({ states, batchId, analysisId }: RenderFilter): { sql: string; values: string[] } {
  const clauses: string[] = [];
  const values: string[] = [];
  const byAnalysis = analysisId !== undefined;
  if (byAnalysis) {
    clauses.push('a.analysis_id = ?');
    values.push(analysisId);
  }
  if (batchId !== undefined) {
    clauses.push('r.batch_id = ?');
    values.push(batchId);
  }
  if (states !== undefined && !states.includes('completed')) clauses.push('r.completed_at IS NULL');
  const sequence = byAnalysis ? 'a.render_sequence' : 'r.sequence';
  const from = byAnalysis
    ? 'render_analyses AS a CROSS JOIN renders AS r ON r.sequence = a.render_sequence'
    : 'renders AS r';
  const sql = `
    SELECT r.sequence, ${stateColumns} FROM ${from} ${joinDelivery}
    WHERE ${[...clauses, `${sequence} < ?`].join(' AND ')} ORDER BY ${sequence} DESC LIMIT ?`;
  return { sql, values };
}

/** Throws AppError call.invalid for anything but a cursor of ours. */
export function readCursor(cursor: string): number {
  if (/^\d{1,15}$/.test(cursor)) return Number(cursor);
  throw new AppError('call.invalid', 'This place in the list is not known. Start from its beginning.', {
    field: 'cursor',
  });
}

export const insertRender = `
  INSERT INTO renders (id, batch_id, delivery_id, created_at, template_id, template_name, photo_id, photo_name,
    request)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`;

export const updateResult = 'UPDATE renders SET result = ?, completed_at = ?, cache_key = ? WHERE id = ?';

/** Files of the newest are the least likely to be gone. */
export const selectEqual = `${selectRenders}
  WHERE r.cache_key = ? AND r.completed_at IS NOT NULL ORDER BY r.sequence DESC LIMIT 10`;

/** From one batch to the one before it in the index, without looking at the renders of either. */
export const selectBatches = `
  WITH RECURSIVE newest (batch_id, number) AS (
    SELECT max(batch_id), 1 FROM renders WHERE batch_id IS NOT NULL
    UNION ALL
    SELECT (SELECT max(batch_id) FROM renders WHERE batch_id < newest.batch_id), number + 1
    FROM newest WHERE newest.batch_id IS NOT NULL AND number < ?
  )
  SELECT batch_id FROM newest WHERE batch_id IS NOT NULL`;

export const selectFirstOfBatch = `
  SELECT created_at FROM renders WHERE batch_id = ? ORDER BY sequence LIMIT 1`;

/** Completed ones, most of a batch, are counted in the index alone. */
export const selectCounts = `
  SELECT 1 AS completed_at, NULL AS state, NULL AS channel_id, count(*) AS count
  FROM renders WHERE batch_id = ?1 AND completed_at IS NOT NULL
  UNION ALL
  SELECT ${stateColumns}, count(*) FROM renders AS r ${joinDelivery}
  WHERE r.batch_id = ?1 AND r.completed_at IS NULL GROUP BY d.state, d.channel_id`;

const selectHandles = `SELECT r.id, r.delivery_id, ${stateColumns} FROM renders AS r ${joinDelivery}`;
export const selectHandle = `${selectHandles} WHERE r.id = ?`;
export const selectHandlesOfBatch = `${selectHandles} WHERE r.batch_id = ? ORDER BY r.sequence`;

export const deleteRender = 'DELETE FROM renders WHERE id = ? RETURNING id, result';

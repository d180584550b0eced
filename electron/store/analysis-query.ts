import type { AnalysisFilter } from '../../shared/contract.ts';
import { AppError } from '../../shared/errors.ts';

/** Which part of the list: at most `limit` lines after the line `cursor` stands for. */
export interface ListPage {
  limit: number;
  cursor?: string | undefined;
}

/** A place in the list: newest first by time, then by order of arrival. */
interface Place {
  createdAt: number;
  sequence: number;
}

type SqlValue = string | number;

/** Loosened for values that come from optional fields. */
type Filter = { [K in keyof AnalysisFilter]: AnalysisFilter[K] | undefined };

/** SQL of one page, with one line more to see whether another page follows, and of the count of all pages. */
export function listQuery(filter: Filter, page: { limit: number; after: Place | null }) {
  const { clauses, values } = conditions(filter);
  const after = page.after === null ? [] : ['(created_at, sequence) < (?, ?)'];
  const afterValues = page.after === null ? [] : [page.after.createdAt, page.after.sequence];
  return {
    sql: `
      SELECT id, photo_id, created_at, sequence, name, mug_count, review_count, top_score, mug_scores,
        photo_format, photo_bytes, width, height, judgements.verdict, judgements.rejected, judgements.tags,
        judgements.reason
      FROM analyses LEFT JOIN judgements ON analysis_sequence = sequence WHERE ${[...clauses, ...after].join(' AND ')}
      ORDER BY created_at DESC, sequence DESC LIMIT ?`,
    values: [...values, ...afterValues, page.limit + 1],
    countSql: `SELECT count(*) AS total FROM analyses WHERE ${clauses.join(' AND ')}`,
    countValues: values,
  };
}

function conditions(filter: Filter): { clauses: string[]; values: SqlValue[] } {
  const { text, label, minScore, from, to, verdict, rejected, tag } = filter;
  const clauses = ['deleted_at IS NULL'];
  const values: SqlValue[] = [];
  const also = (clause: string, ...clauseValues: SqlValue[]) => {
    clauses.push(clause);
    values.push(...clauseValues);
  };
  if (from !== undefined) also('created_at >= ?', Date.parse(from));
  if (to !== undefined) also('created_at <= ?', Date.parse(to));
  if (text !== undefined && text !== '') also('instr(search_name, ?) > 0', text);
  if (label !== undefined) also(hasLabel, label, minScore ?? 0);
  else if (minScore !== undefined) also('top_score >= ?', minScore);
  if (verdict !== undefined) also(judgedWith('verdict = ?'), verdict);
  if (rejected !== undefined) also(judgedWith('rejected = ?'), rejected ? 1 : 0);
  if (tag !== undefined) also(judgedWith('EXISTS (SELECT 1 FROM json_each(tags) WHERE value = ?)'), tag);
  return { clauses, values };
}

const judgedWith = (clause: string) =>
  `EXISTS (SELECT 1 FROM judgements WHERE analysis_sequence = analyses.sequence AND ${clause})`;

const hasLabel = `EXISTS (
  SELECT 1 FROM analysis_labels
  WHERE analysis_labels.sequence = analyses.sequence AND label = ? AND score >= ?)`;

/** The cursor of the page after this row. */
export function writeCursor(row: Record<string, unknown>): string {
  return `${row.created_at}-${row.sequence}`;
}

/** Throws AppError call.invalid for anything but a cursor of ours. */
export function readCursor(cursor: string): Place {
  const [, createdAt, sequence] = /^(\d{1,15})-(\d{1,15})$/.exec(cursor) ?? [];
  if (createdAt === undefined || sequence === undefined) {
    throw new AppError('call.invalid', 'This place in the list is not known. Start from its beginning.', {
      field: 'cursor',
    });
  }
  return { createdAt: Number(createdAt), sequence: Number(sequence) };
}

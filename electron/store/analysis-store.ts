import {
  type Analysis,
  type AnalysisSummary,
  analysisSchema,
  judgementSummarySchema,
  photoFormatSchema,
  summarise,
} from '../../shared/analysis.ts';
import type { AnalysisFilter } from '../../shared/contract.ts';
import { AppError } from '../../shared/errors.ts';
import { type ListPage, listQuery, readCursor, writeCursor } from './analysis-query.ts';
import type { Database } from './database.ts';

export interface AnalysisStore {
  /**
   * Keeps an analysis; `fingerprint` stands for all that decided it besides the photo. What `together` writes is
   * kept with it or not at all.
   */
  add(analysis: Analysis, fingerprint: string, together?: () => void): Promise<AnalysisSummary>;
  /** Throws AppError notFound, also for a deleted one. */
  get(id: string): Analysis;
  /** The newest analysis of this photo made in exactly this way, null without one. */
  findReusable(photoId: string, fingerprint: string): Analysis | null;
  /** Newest first. Throws AppError call.invalid for a cursor that is not one of ours. */
  list(filter: AnalysisFilter, page: ListPage): AnalysisPage;
  /** Marks as deleted; unknown ids are passed over. Returns how many were marked. */
  delete(ids: readonly string[]): Promise<number>;
  restore(ids: readonly string[]): Promise<number>;
  /** Removes up to 100 analyses deleted before `before` for good; returns how many. */
  purge(before: Date): Promise<number>;
}

export interface AnalysisPage {
  items: AnalysisSummary[];
  total: number;
  nextCursor: string | null;
}

type Row = Record<string, unknown>;

/** Ids handled in one transaction, so that a long list does not hold up the thread. */
const idsAtOnce = 500;

/** The history, in the database. `now` gives milliseconds since 1970. */
export function createAnalysisStore(database: Database, now: () => number = Date.now): AnalysisStore {
  const { statement, read, write } = database;

  function insert(analysis: Analysis, summary: AnalysisSummary, fingerprint: string): void {
    const { lastInsertRowid: sequence } = statement(insertAnalysis).run(
      analysis.id,
      analysis.photo.id,
      Date.parse(analysis.createdAt),
      analysis.photo.name,
      searchable(analysis.photo.name),
      summary.mugCount,
      summary.reviewCount,
      summary.topScore,
      fingerprint,
      analysis.model.sha256,
      analysis.photo.format,
      analysis.photo.bytes,
      analysis.width,
      analysis.height,
      JSON.stringify(summary.mugScores),
    );
    statement('INSERT INTO analysis_bodies (sequence, body) VALUES (?, ?)').run(
      sequence,
      JSON.stringify(analysis),
    );
    for (const [label, score] of bestScores(analysis)) {
      statement('INSERT INTO analysis_labels (sequence, label, score) VALUES (?, ?, ?)').run(
        sequence,
        label,
        score,
      );
    }
  }

  async function mark(sql: string, ids: readonly string[], ...values: number[]): Promise<number> {
    let marked = 0;
    for (let start = 0; start < ids.length; start += idsAtOnce) {
      marked += await write(() => {
        const changes = ids
          .slice(start, start + idsAtOnce)
          .map((id) => statement(sql).run(...values, id).changes);
        return changes.reduce<number>((sum, count) => sum + Number(count), 0);
      });
    }
    return marked;
  }

  return {
    async add(analysis, fingerprint, together) {
      // Checked before it is written: what can't be read again must not get in.
      analysisSchema.parse(analysis);
      const summary = summarise(analysis);
      await write(() => {
        insert(analysis, summary, fingerprint);
        together?.();
      });
      return summary;
    },
    get(id) {
      const row = read(() => statement(selectBody).get(id));
      if (row === undefined) throw new AppError('notFound', 'This analysis is not in the history any more.');
      return readBody(row);
    },
    findReusable(photoId, fingerprint) {
      const row = read(() => statement(selectReusable).get(photoId, fingerprint));
      if (row === undefined) return null;
      // One that an earlier version wrote otherwise is measured again.
      return analysisSchema.safeParse(JSON.parse(String(row.body))).data ?? null;
    },
    list(filter, page) {
      const { sql, countSql, values, countValues } = listQuery(
        { ...filter, text: filter.text === undefined ? undefined : searchable(filter.text) },
        { ...page, after: page.cursor === undefined ? null : readCursor(page.cursor) },
      );
      const rows = read(() => statement(sql).all(...values));
      const count = read(() => statement(countSql).get(...countValues));
      const shown = rows.slice(0, page.limit);
      const last = shown.at(-1);
      return {
        items: shown.map(readSummary),
        total: Number(count?.total),
        nextCursor: rows.length > page.limit && last !== undefined ? writeCursor(last) : null,
      };
    },
    delete: (ids) =>
      mark('UPDATE analyses SET deleted_at = ? WHERE id = ? AND deleted_at IS NULL', ids, now()),
    restore: (ids) =>
      mark('UPDATE analyses SET deleted_at = NULL WHERE id = ? AND deleted_at IS NOT NULL', ids),
    async purge(before) {
      return Number(await write(() => statement(deleteOld).run(before.getTime()).changes));
    },
  };
}

const insertAnalysis = `
  INSERT INTO analyses (id, photo_id, created_at, name, search_name, mug_count, review_count, top_score,
    fingerprint, model_sha256, photo_format, photo_bytes, width, height, mug_scores)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;

const selectBody = `
  SELECT analysis_bodies.body, verdict, rejected, tags, reason
  FROM analyses JOIN analysis_bodies USING (sequence) LEFT JOIN judgements ON analysis_sequence = sequence
  WHERE id = ? AND deleted_at IS NULL`;

const selectReusable = `
  SELECT body FROM analyses JOIN analysis_bodies USING (sequence)
  WHERE photo_id = ? AND fingerprint = ? AND deleted_at IS NULL ORDER BY sequence DESC LIMIT 1`;

const deleteOld = `
  DELETE FROM analyses WHERE sequence IN (
    SELECT sequence FROM analyses WHERE deleted_at IS NOT NULL AND deleted_at < ? LIMIT 100
  )`;

function bestScores({ detections }: Analysis): Map<string, number> {
  const best = new Map<string, number>();
  // Labels that differ in case only are one label to the search.
  for (const { label, score } of detections) {
    const key = label.toLowerCase();
    best.set(key, Math.max(score, best.get(key) ?? 0));
  }
  return best;
}

/** One spelling for search: lower case, composed letters. SQLite's own LIKE knows ASCII letters only. */
function searchable(text: string): string {
  return text.normalize('NFC').toLowerCase();
}

function readBody(row: Row): Analysis {
  const judgement = readJudgement(row);
  return analysisSchema.parse({ ...JSON.parse(String(row.body)), ...(judgement && { judgement }) });
}

function readSummary(row: Row): AnalysisSummary {
  return {
    id: String(row.id),
    createdAt: new Date(Number(row.created_at)).toISOString(),
    photo: {
      id: String(row.photo_id),
      name: String(row.name),
      format: photoFormatSchema.parse(row.photo_format),
      bytes: Number(row.photo_bytes),
    },
    width: Number(row.width),
    height: Number(row.height),
    mugCount: Number(row.mug_count),
    reviewCount: Number(row.review_count),
    topScore: row.top_score === null ? null : Number(row.top_score),
    mugScores: row.mug_scores === null ? null : JSON.parse(String(row.mug_scores)),
    judgement: readJudgement(row),
  };
}

function readJudgement({ verdict, rejected, tags, reason }: Row): AnalysisSummary['judgement'] {
  if (verdict === null) return null;
  return judgementSummarySchema.parse({
    ...{ verdict, reason },
    rejected: rejected === 1,
    tags: JSON.parse(String(tags)),
  });
}

import { AppError } from '../../shared/errors.ts';
import type { Feedback } from '../../shared/rule-record.ts';
import type { Database } from '../store/database.ts';

/** What the operator says of verdicts; one word for each rule and photo. */
export interface FeedbackStore {
  of(analysisId: string): Feedback[];
  /** Takes the place of what was said before. Throws AppError notFound when the analysis is gone. */
  save(feedback: Omit<Feedback, 'givenAt'>): Promise<Feedback>;
  remove(analysisId: string, ruleId: string): Promise<void>;
  /** How often a rule was called right, and wrong. */
  countsOf(ruleId: string): { right: number; wrong: number };
}

/** `now` gives milliseconds since 1970. */
export function createFeedbackStore(database: Database, now: () => number): FeedbackStore {
  const { statement, read, write } = database;
  const gone = () => new AppError('notFound', 'This analysis is not in the history any more.');
  return {
    of: (analysisId) => read(() => statement(selectOf).all(analysisId)).map(readFeedback),
    async save(feedback) {
      const { analysisId, ruleId, ruleVersion, verdict, right, comment } = feedback;
      const at = now();
      await write(() => {
        if (statement(selectAnalysis).get(analysisId) === undefined) throw gone();
        statement(upsert).run(analysisId, ruleId, ruleVersion, verdict, right ? 1 : 0, comment, at);
      });
      return { ...feedback, givenAt: new Date(at).toISOString() };
    },
    async remove(analysisId, ruleId) {
      await write(() => statement(deleteOne).run(analysisId, ruleId));
    },
    countsOf(ruleId) {
      const count = (isRight: number) =>
        Number(read(() => statement(countOf).get(ruleId, isRight))?.count ?? 0);
      return { right: count(1), wrong: count(0) };
    },
  };
}

const selectAnalysis = 'SELECT 1 FROM analyses WHERE id = ? AND deleted_at IS NULL';
const selectOf = 'SELECT * FROM feedback WHERE analysis_id = ? ORDER BY given_at';
const deleteOne = 'DELETE FROM feedback WHERE analysis_id = ? AND rule_id = ?';
const countOf = 'SELECT count(*) AS count FROM feedback WHERE rule_id = ? AND is_right = ?';
const upsert = 'INSERT OR REPLACE INTO feedback VALUES (?, ?, ?, ?, ?, ?, ?)';

function readFeedback(row: Record<string, unknown>): Feedback {
  return {
    analysisId: String(row.analysis_id),
    ruleId: String(row.rule_id),
    ruleVersion: Number(row.rule_version),
    verdict: row.verdict as Feedback['verdict'],
    right: row.is_right === 1,
    comment: String(row.comment),
    givenAt: new Date(Number(row.given_at)).toISOString(),
  };
}

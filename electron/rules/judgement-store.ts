import type { JudgementSummary } from '../../shared/analysis.ts';
import type { RuleFigures } from '../../shared/rule-record.ts';
import { type Judgement, judgementSchema, judgementSummary } from '../../shared/rules/judgement.ts';
import type { Database } from '../store/database.ts';

/** How photos were judged, one judgement for each analysis. */
export interface JudgementStore {
  /**
   * Inside a `database.write` of the caller's that also holds the analysis. `fingerprint` stands for all that decided
   * it besides the analysis. It takes the place of an earlier one; null only takes that away.
   */
  record(analysisId: string, judgement: Judgement | null, fingerprint: string): void;
  /** Null when no rule judged it. */
  of(analysisId: string): Judgement | null;
  summaryOf(analysisId: string): JudgementSummary | null;
  /** What decided the judgement that is kept; null without one. */
  fingerprintOf(analysisId: string): string | null;
  /** How a rule did on the photos that were judged last. */
  figuresOf(ruleId: string): Omit<RuleFigures, 'right' | 'wrong'>;
}

/** Of a rule: photos shown one by one, and photos counted. */
const [shown, counted] = [50, 500];

/** `now` gives milliseconds since 1970. */
export function createJudgementStore(database: Database, now: () => number): JudgementStore {
  const { statement, read } = database;

  return {
    record(analysisId, judgement, fingerprint) {
      const at = now();
      const sequence = Number(statement(selectSequence).get(analysisId)?.sequence);
      statement('DELETE FROM judgements WHERE analysis_sequence = ?').run(sequence);
      if (judgement === null) return;
      const { verdict, rejected, tags, rules } = judgement;
      statement(insertJudgement).run(
        sequence,
        at,
        fingerprint,
        verdict,
        rejected ? 1 : 0,
        JSON.stringify(tags),
        JSON.stringify(judgement),
        judgementSummary(judgement)?.reason ?? null,
      );
      // A photo that a rule is not about says nothing of how the rule does.
      for (const { ruleId, verdict: ofRule } of rules)
        if (ofRule.applies) statement(insertVerdict).run(ruleId, at, sequence, ofRule.outcome);
    },
    of(analysisId) {
      const row = read(() => statement(selectBody).get(analysisId));
      return row === undefined
        ? null
        : (judgementSchema.safeParse(JSON.parse(String(row.body))).data ?? null);
    },
    summaryOf(analysisId) {
      const row = read(() => statement(selectSummary).get(analysisId));
      if (row === undefined) return null;
      return {
        verdict: row.verdict as JudgementSummary['verdict'],
        rejected: row.rejected === 1,
        tags: JSON.parse(String(row.tags)),
        reason: row.reason === null ? null : String(row.reason),
      };
    },
    fingerprintOf(analysisId) {
      const row = read(() => statement(selectSummary).get(analysisId));
      return row === undefined ? null : String(row.fingerprint);
    },
    figuresOf(ruleId) {
      const rows = read(() => statement(selectLast).all(ruleId, shown));
      const counts = read(() => statement(countLast).get(ruleId, counted));
      return {
        last: rows.map((row) => ({
          analysisId: String(row.id),
          verdict: row.verdict as JudgementSummary['verdict'],
        })),
        passed: Number(counts?.passed),
        failed: Number(counts?.failed),
        unknown: Number(counts?.unknown),
      };
    },
  };
}

const selectSequence = 'SELECT sequence FROM analyses WHERE id = ?';
const insertJudgement = 'INSERT INTO judgements VALUES (?, ?, ?, ?, ?, ?, ?, ?)';
const insertVerdict = 'INSERT OR REPLACE INTO verdicts VALUES (?, ?, ?, ?)';
const ofAnalysis = 'WHERE analysis_sequence = (SELECT sequence FROM analyses WHERE id = ?)';
const selectBody = `SELECT body FROM judgements ${ofAnalysis}`;
const selectSummary = `SELECT verdict, rejected, tags, reason, fingerprint FROM judgements ${ofAnalysis}`;
// Counted where they are: rows that nobody looks at are dear to bring over.
const countLast = `
  SELECT count(*) FILTER (WHERE verdict = 'pass') AS passed, count(*) FILTER (WHERE verdict = 'fail') AS failed,
    count(*) FILTER (WHERE verdict = 'unknown') AS unknown
  FROM (SELECT verdict FROM verdicts JOIN analyses ON analyses.sequence = analysis_sequence
    WHERE rule_id = ? AND deleted_at IS NULL ORDER BY judged_at DESC LIMIT ?)`;
const selectLast = `
  SELECT analyses.id, verdicts.verdict FROM verdicts JOIN analyses ON analyses.sequence = analysis_sequence
  WHERE rule_id = ? AND deleted_at IS NULL ORDER BY judged_at DESC LIMIT ?`;

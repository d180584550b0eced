import { useMemo } from 'react';
import type { Analysis } from '../../../shared/analysis.ts';
import type { RuleVerdict } from '../../../shared/rules/verdict.ts';
import { percent, tight } from '../../ui/words.ts';
import type { Judged } from '../analyse/judging.ts';
import { namesOn } from './about.ts';
import { ConsequenceChip } from './consequence-chip.tsx';
import { FindingsTable } from './findings-table.tsx';
import { OutcomeMark, shownOutcome } from './outcome-mark.tsx';
import classes from './verdict-view.module.css';

interface VerdictViewProps {
  verdict: RuleVerdict;
  analysis: Analysis;
  /** Where the mugs stand, by the settings that the verdict is of. */
  judged: Judged;
}

/** What a rule says of a photo: the verdict, what to do, why, and what was measured of which mug. */
export function VerdictView({ verdict, analysis, judged }: VerdictViewProps) {
  const nameOf = useMemo(() => namesOn(analysis.detections, judged), [analysis, judged]);
  const { applies, confidence, advice, reason, statements, consequences } = verdict;
  const findings = applies ? statements.flatMap((each) => (each.applies ? each.findings : [])) : [];
  return (
    <div className={classes.verdict} data-testid="verdict">
      <div className={classes.head}>
        <OutcomeMark outcome={shownOutcome(verdict)} />
        {applies && confidence < 1 && (
          <span className={classes.sure}>{percent(Math.min(confidence, 0.99))} sure</span>
        )}
      </div>
      {advice && <p className={classes.advice}>{tight(advice)}</p>}
      {reason && <p className={classes.reason}>{tight(reason)}</p>}
      <FindingsTable findings={findings} nameOf={nameOf} />
      {consequences.length > 0 && (
        <div className={classes.chips}>
          {consequences.map((consequence) => (
            <ConsequenceChip key={JSON.stringify(consequence)} consequence={consequence} />
          ))}
        </div>
      )}
    </div>
  );
}

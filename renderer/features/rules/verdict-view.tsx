import type { Finding, RuleVerdict } from '../../../shared/rules/verdict.ts';
import { percent, tight } from '../../ui/words.ts';
import { ConsequenceChip } from './consequence-chip.tsx';
import marks from './outcome-mark.module.css';
import { OutcomeMark, outcomeIcons, outcomeWords, shownOutcome } from './outcome-mark.tsx';
import classes from './verdict-view.module.css';

/** What a rule says of a photo: the verdict, what to do, why, and what was measured. */
export function VerdictView({ verdict }: { verdict: RuleVerdict }) {
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
      <Findings findings={findings} />
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

/** More would be read by nobody; the worst come first. */
const most = 8;

/** What was measured, and what is asked. */
function Findings({ findings }: { findings: readonly Finding[] }) {
  const measured = findings.filter((finding) => finding.measured !== null);
  if (measured.length === 0) return null;
  return (
    <table className={classes.findings}>
      <thead>
        <tr>
          <th aria-label="Verdict" />
          <th>Measured</th>
          <th>Limit</th>
          <th>To spare</th>
        </tr>
      </thead>
      <tbody>
        {measured.slice(0, most).map((finding, index) => (
          <Row key={index} finding={finding} />
        ))}
      </tbody>
    </table>
  );
}

function Row({ finding: { outcome, measured, limit, margin, reason } }: { finding: Finding }) {
  const Icon = outcomeIcons[outcome];
  return (
    <tr title={reason}>
      <td>
        <span className={marks.mark} data-outcome={outcome}>
          <Icon size={14} stroke={1.8} aria-label={outcomeWords[outcome]} />
        </span>
      </td>
      <td>{tight(measured?.text ?? '')}</td>
      <td>{tight(limit?.text ?? '')}</td>
      <td>{margin === null ? '' : spare(margin, limit?.unit ?? '')}</td>
    </tr>
  );
}

const unitWords: Readonly<Record<string, string>> = { percent: '%', degrees: '°', none: '' };

/** "+12 mm", "−3 mm". */
function spare(margin: number, unit: string): string {
  const size = Math.abs(margin);
  const digits = size >= 100 ? 0 : 1;
  const number = size.toLocaleString('en', { maximumFractionDigits: digits });
  return tight(`${margin < 0 ? '−' : '+'}${number} ${unitWords[unit] ?? unit}`.trim());
}

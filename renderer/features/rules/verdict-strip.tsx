import { memo } from 'react';
import type { VerdictValue } from '../../../shared/rule-record.ts';
import classes from './verdict-strip.module.css';

/** The last verdicts of a rule, the newest on the right. */
export const VerdictStrip = memo(function VerdictStrip({
  last,
}: {
  last: readonly { verdict: VerdictValue }[];
}) {
  const amount = (wanted: VerdictValue) => last.filter(({ verdict }) => verdict === wanted).length;
  const words = `Last ${last.length}: ${amount('pass')} pass, ${amount('fail')} fail, ${amount('unknown')} cannot tell`;
  return (
    <span className={classes.strip} role="img" aria-label={words} title={words}>
      {last.toReversed().map(({ verdict }, index) => (
        <span key={index} className={classes.bar} data-outcome={verdict} />
      ))}
    </span>
  );
});

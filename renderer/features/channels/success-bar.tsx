import { VisuallyHidden } from '@mantine/core';
import { percent } from '../../ui/words.ts';
import classes from './success-bar.module.css';

/** From here on the rate is good; below the second one it is bad. Shares. */
const good = 0.95;
const poor = 0.5;

/** The share of the last attempts that were delivered, as a small bar with its number; null without one. */
export function SuccessBar({ rate }: { rate: number | null }) {
  if (rate === null) return <span className={classes.none}>–</span>;
  const tone = rate >= good ? 'good' : rate >= poor ? 'middling' : 'poor';
  return (
    <span className={classes.success} title="Of the last 100 attempts of the last day">
      <VisuallyHidden component="span">
        <meter min={0} max={1} value={rate} aria-label="Success" />
      </VisuallyHidden>
      <span className={classes.bar} aria-hidden>
        <span
          className={classes.filled}
          data-tone={tone}
          style={{ width: percent(rate).replace(/\s/g, '') }}
        />
      </span>
      {percent(rate)}
    </span>
  );
}

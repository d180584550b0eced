import type { RendererState } from '../../../shared/render.ts';
import classes from './quota-gauge.module.css';
import { quotaWords } from './template-words.ts';

/** What is used of Templated's account, in words and as a bar. */
export function QuotaGauge({ quota }: { quota: NonNullable<RendererState['quota']> }) {
  const { text, share, tone } = quotaWords(quota);
  return (
    <span className={classes.gauge} data-tone={tone}>
      <span className={classes.track} aria-hidden>
        <span className={classes.used} style={{ width: `${share * 100}%` }} />
      </span>
      <span className={classes.text}>{text}</span>
    </span>
  );
}

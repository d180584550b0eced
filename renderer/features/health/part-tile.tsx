import { memo } from 'react';
import type { HealthPart } from '../../../shared/health.ts';
import { agoText, exactTime } from '../../ui/words.ts';
import { useHealth } from './health.ts';
import { figureTexts, isUnwell } from './health-words.ts';
import { Heartbeat } from './heartbeat.tsx';
import { PartStateMark } from './part-state.tsx';
import classes from './part-tile.module.css';

interface PartTileProps {
  part: HealthPart;
  open: boolean;
  /** Milliseconds; times are told against it. */
  now: number;
}

/** One integration at a glance: how it does, since when, its last hour, its numbers. A press opens its details. */
export const PartTile = memo(function PartTile({ part, open, now }: PartTileProps) {
  const { id, label, target, state, reason, since } = part;
  return (
    <article className={classes.tile} data-state={state} data-open={open} aria-label={label}>
      <div className={classes.head}>
        <h2 className={classes.name}>
          <button
            type="button"
            className={classes.opener}
            data-part={id}
            aria-expanded={open}
            title={label}
            onClick={() => useHealth.setState({ openId: open ? null : id })}
          >
            {label}
          </button>
        </h2>
        <PartStateMark state={state} />
      </div>
      <p className={classes.text} title={reason ?? target}>
        {isUnwell(part) ? reason : target}
      </p>
      <Heartbeat beats={part.heartbeat} label={label} />
      <dl className={classes.figures}>
        {figureTexts(part).map(({ name, value, help }) => (
          <div key={name} title={help}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
        <div title={exactTime(since)}>
          <dt>Since</dt>
          <dd>{agoText(since, now)}</dd>
        </div>
      </dl>
    </article>
  );
});

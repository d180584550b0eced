import { memo } from 'react';
import type { HealthPart } from '../../../shared/health.ts';
import { figureTexts, isUnwell } from './health-words.ts';
import { Heartbeat } from './heartbeat.tsx';
import { PartStateMark } from './part-state.tsx';
import classes from './wall-tile.module.css';

/** One integration, to be read from across the room. */
export const WallTile = memo(function WallTile({ part }: { part: HealthPart }) {
  const { label, state, reason } = part;
  return (
    <article className={classes.tile} data-state={state} aria-label={label}>
      <h2 className={classes.name}>{label}</h2>
      <span className={classes.state}>
        <PartStateMark state={state} size={28} />
      </span>
      {isUnwell(part) ? (
        <p className={classes.text}>{reason}</p>
      ) : (
        <p className={classes.figures}>
          {figureTexts(part).map(({ name, value }) => (
            <span key={name}>
              {name} <b>{value}</b>
            </span>
          ))}
        </p>
      )}
      <div className={classes.bars}>
        <Heartbeat beats={part.heartbeat} label={label} />
      </div>
    </article>
  );
});

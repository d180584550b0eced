import { memo, useState } from 'react';
import type { Beat } from '../../../shared/health.ts';
import { clockTime } from '../../ui/words.ts';
import { stateWords } from './health-words.ts';
import classes from './heartbeat.module.css';

interface HeartbeatProps {
  /** Oldest first. */
  beats: readonly Beat[];
  /** Whose. */
  label: string;
}

/** How it was, bar by bar: pointing at one, or moving to it with the arrow keys, says what happened and when. */
export const Heartbeat = memo(function Heartbeat({ beats, label }: HeartbeatProps) {
  const [index, setIndex] = useState<number | null>(null);
  const last = Math.max(0, beats.length - 1);
  const beat = index === null ? undefined : beats[index];
  const move = (by: number) => setIndex((now) => Math.max(0, Math.min(last, (now ?? last + 1) + by)));
  return (
    <div
      className={classes.bars}
      role="slider"
      tabIndex={0}
      aria-label={`The last hour of ${label}`}
      aria-valuemin={0}
      aria-valuemax={last}
      aria-valuenow={index ?? last}
      aria-valuetext={beatText(beat ?? beats[last])}
      onPointerMove={({ clientX, currentTarget }) => {
        const { left, width } = currentTarget.getBoundingClientRect();
        setIndex(Math.max(0, Math.min(last, Math.floor(((clientX - left) / width) * beats.length))));
      }}
      onPointerLeave={() => setIndex(null)}
      onBlur={() => setIndex(null)}
      onKeyDown={(event) => {
        if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
        event.preventDefault();
        move(event.key === 'ArrowLeft' ? -1 : 1);
      }}
    >
      {beats.map((one, at) => (
        <span key={one.from} className={classes.slot} data-current={at === index}>
          <span className={classes.bar} data-state={one.state} />
        </span>
      ))}
      {beat !== undefined && <span className={classes.said}>{beatText(beat)}</span>}
    </div>
  );
});

/** "14:02:00 to 14:04:00, down: Slack does not answer." */
function beatText(beat: Beat | undefined): string {
  if (beat === undefined) return 'Nothing is known yet';
  const now = Date.now();
  const when = `${clockTime(beat.from, now)} to ${clockTime(beat.to, now)}`;
  return `${when}, ${stateWords[beat.state].toLowerCase()}${beat.text === '' ? '' : `: ${beat.text}`}`;
}

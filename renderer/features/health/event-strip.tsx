import { VisuallyHidden } from '@mantine/core';
import { clockTime } from '../../ui/words.ts';
import { markMoment, useCursor } from './cursor.ts';
import classes from './event-strip.module.css';
import { markerWords } from './metric-words.ts';
import { useMetrics } from './metrics.ts';

/** More would push the charts away; they are all in the charts. */
const mostShown = 6;

/** What happened in the time that is shown: a press marks the moment in all charts. */
export function EventStrip() {
  const markers = useMetrics((shown) => shown.markers);
  const marked = useCursor((cursor) => cursor.at);
  const now = Date.now();
  if (markers.length === 0) return null;
  return (
    <fieldset className={classes.strip}>
      <VisuallyHidden component="legend">What happened</VisuallyHidden>
      {markers.slice(-mostShown).map((marker) => {
        const at = Date.parse(marker.at);
        return (
          <button
            key={`${marker.kind} ${marker.at}`}
            type="button"
            className={classes.event}
            data-kind={marker.kind}
            aria-pressed={marked === at}
            onClick={() => markMoment(marked === at ? null : at)}
          >
            <span className={classes.time}>{clockTime(marker.at, now)}</span>
            {markerWords[marker.kind]}: {marker.label}
          </button>
        );
      })}
      {markers.length > mostShown && (
        <span className={classes.time}>and {markers.length - mostShown} earlier</span>
      )}
    </fieldset>
  );
}

import { memo } from 'react';
import type { Marker } from '../../../shared/metrics.ts';
import { clockTime } from '../../ui/words.ts';
import { endOf, type Lines } from './chart-lines.ts';
import classes from './chart-overlay.module.css';
import { useCursor } from './cursor.ts';
import { plot } from './metric-chart.tsx';
import { markerWords } from './metric-words.ts';

interface ChartOverlayProps {
  lines: Lines;
  markers: readonly Marker[];
  width: number;
}

/** What lies over the lines of a chart: what happened, and the moment that is marked on all of them. */
export function ChartOverlay({ lines, markers, width }: ChartOverlayProps) {
  const area = { left: plot.left, right: plot.right, top: plot.top, bottom: plot.bottom };
  return (
    <div className={classes.area} style={area}>
      <Markers lines={lines} markers={markers} width={width - plot.left - plot.right} />
      <Mark lines={lines} />
    </div>
  );
}

/** Two events nearer than this would lie on each other, pixels. */
const nearestPx = 6;

const Markers = memo(function Markers({ lines, markers, width }: ChartOverlayProps) {
  const [from, length] = [lines.from, endOf(lines) - lines.from];
  const now = Date.now();
  let before = Number.NEGATIVE_INFINITY;
  return markers.map((marker) => {
    const at = Date.parse(marker.at);
    const until = marker.until === null ? at : Math.min(Date.parse(marker.until), from + length);
    const share = Math.max(0, (at - from) / length);
    if (until < from || share > 1 || share * width - before < nearestPx) return null;
    before = share * width;
    return (
      <span
        key={`${marker.kind} ${marker.at}`}
        className={classes.marker}
        data-kind={marker.kind}
        data-late={share > 0.6}
        style={{ left: `${share * 100}%`, width: `${((until - Math.max(at, from)) / length) * 100}%` }}
      >
        <span className={classes.said}>
          {clockTime(marker.at, now)} {markerWords[marker.kind]}: {marker.label}
        </span>
      </span>
    );
  });
});

function Mark({ lines }: { lines: Lines }) {
  const { at, text } = useCursor();
  if (at === null) return null;
  const share = (at - lines.from) / (endOf(lines) - lines.from);
  if (share < 0 || share > 1) return null;
  return (
    <span
      className={classes.mark}
      data-testid="mark"
      data-late={share > 0.6}
      style={{ left: `${share * 100}%` }}
    >
      <span className={classes.when}>{text}</span>
    </span>
  );
}

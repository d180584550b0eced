import { type Zone, zones } from '../../../shared/analysis.ts';

const cell = 7;
const gap = 1;

/** The nine zones with one filled: where in the photo, at a glance. */
export function ZoneGlyph({ zone }: { zone: Zone }) {
  const side = 3 * cell + 2 * gap;
  return (
    <svg width={side} height={side} aria-hidden="true">
      {zones.map((name, index) => (
        <rect
          key={name}
          x={(index % 3) * (cell + gap)}
          y={Math.floor(index / 3) * (cell + gap)}
          width={cell}
          height={cell}
          rx={1}
          fill={name === zone ? 'var(--text)' : 'var(--line)'}
        />
      ))}
    </svg>
  );
}

import { IconAlertTriangle, IconCheck, IconQuestionMark, IconX } from '@tabler/icons-react';
import type { Detection, Placement } from '../../../shared/analysis.ts';
import { zoneText } from '../../../shared/overlay.ts';
import { labelText, percent, uprightText } from '../../ui/words.ts';
import classes from './mug-card.module.css';
import { MugFacts } from './mug-facts.tsx';
import { ZoneGlyph } from './zone-glyph.tsx';

interface MugCardProps {
  placement: Placement;
  detection: Detection;
  selected: boolean;
  open: boolean;
  /** Number of a mug on the photo, by the index of its detection. */
  numberOf: (detection: number) => number;
  onSelect: () => void;
}

/** One mug: what matters in two lines, everything when it is open. */
export function MugCard({ placement, detection, selected, open, numberOf, onSelect }: MugCardProps) {
  const review = placement.standing === 'review';
  const id = `mug-${placement.detection}`;
  return (
    <article className={classes.card} data-selected={selected} data-standing={placement.standing}>
      <button
        type="button"
        className={classes.summary}
        aria-expanded={open}
        aria-controls={id}
        aria-pressed={selected}
        onClick={onSelect}
      >
        <ZoneGlyph zone={placement.zone} />
        <span className={classes.title}>
          Mug {numberOf(placement.detection)}
          <span className={classes.zone}>{labelText(zoneText(placement.zone))}</span>
        </span>
        <span className={classes.score} title={review ? 'To review: below the threshold' : undefined}>
          {review && <IconAlertTriangle size={14} role="img" aria-label="To review" />}
          {percent(placement.score)}
        </span>
        {!open && (
          <span className={classes.verdicts}>
            <Upright detection={detection} />
            <span>{handleWord(detection)}</span>
          </span>
        )}
      </button>
      {open && (
        <div id={id} className={classes.body}>
          <MugFacts placement={placement} detection={detection} numberOf={numberOf} />
        </div>
      )}
    </article>
  );
}

const handleWord = ({ handle }: Detection) =>
  handle === null || handle.side === 'unknown' ? 'Handle: cannot tell' : `Handle ${handle.side}`;

const uprightLooks = {
  pass: { icon: IconCheck, tone: 'pass' },
  fail: { icon: IconX, tone: 'fail' },
  unsure: { icon: IconQuestionMark, tone: 'review' },
  notApplicable: { icon: null, tone: 'none' },
} as const;

function Upright({ detection: { upright } }: { detection: Detection }) {
  const { icon: Icon, tone } = uprightLooks[upright?.verdict ?? 'notApplicable'];
  return (
    <span className={classes.upright} data-tone={tone}>
      {Icon && <Icon size={14} stroke={2} aria-hidden />}
      {uprightText(upright)}
    </span>
  );
}

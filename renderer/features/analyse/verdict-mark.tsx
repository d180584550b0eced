import { IconAlertTriangle, IconCircleX, IconLoader2 } from '@tabler/icons-react';
import { count } from '../../ui/words.ts';
import type { RollPhoto } from './roll.ts';
import classes from './verdict-mark.module.css';

/** What the mark of a photo says in words, for hovering and for screen readers. */
export function verdictText({ state }: RollPhoto): string {
  switch (state.kind) {
    case 'waiting':
      return 'Waiting';
    case 'analysing':
      return 'Being analysed';
    case 'cancelled':
      return 'Not analysed: cancelled';
    case 'failed':
      return state.reason;
    case 'analysed': {
      const { mugCount, reviewCount } = state.summary;
      if (mugCount === 0) return 'No mug found';
      return reviewCount === 0
        ? count(mugCount, 'mug')
        : `${count(mugCount, 'mug')}, ${reviewCount} to review`;
    }
  }
}

/** The mark on a photo of the roll: shape, word and colour say the same. */
export function VerdictMark({ photo }: { photo: RollPhoto }) {
  const { state } = photo;
  switch (state.kind) {
    case 'waiting':
      return null;
    case 'analysing':
      return (
        // Still: turning circles would cost the processor what the analysis needs.
        <span className={classes.mark} data-tone="working">
          <IconLoader2 size={12} stroke={2} />
        </span>
      );
    case 'failed':
    case 'cancelled':
      return (
        <span className={classes.mark} data-tone="fail">
          <IconCircleX size={13} stroke={2} />
        </span>
      );
    case 'analysed': {
      const { mugCount, reviewCount } = state.summary;
      const tone = reviewCount > 0 ? 'review' : mugCount > 0 ? 'pass' : 'none';
      return (
        <span className={classes.mark} data-tone={tone}>
          {tone === 'review' && <IconAlertTriangle size={12} stroke={2} />}
          {mugCount}
        </span>
      );
    }
  }
}

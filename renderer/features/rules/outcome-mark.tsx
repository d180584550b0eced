import { IconCircleCheck, IconCircleDashed, IconCircleX, IconHelpCircle } from '@tabler/icons-react';
import type { Outcome } from '../../../shared/rules/verdict.ts';
import classes from './outcome-mark.module.css';

/** What a rule came to on a photo; `none` when it is not about that photo. */
export type Shown = Outcome | 'none';

export const outcomeWords: Record<Shown, string> = {
  pass: 'Pass',
  fail: 'Fail',
  unknown: 'Cannot tell',
  none: 'Not about this photo',
};

export const outcomeIcons = {
  pass: IconCircleCheck,
  fail: IconCircleX,
  unknown: IconHelpCircle,
  none: IconCircleDashed,
};

export const shownOutcome = ({ applies, outcome }: { applies: boolean; outcome: Outcome }): Shown =>
  applies ? outcome : 'none';

/** A verdict, by shape, colour and word. */
export function OutcomeMark({ outcome, size = 16 }: { outcome: Shown; size?: number }) {
  const Icon = outcomeIcons[outcome];
  return (
    <span className={classes.mark} data-outcome={outcome}>
      <Icon size={size} stroke={1.8} aria-hidden />
      {outcomeWords[outcome]}
    </span>
  );
}

import {
  IconAlertTriangle,
  IconBan,
  IconCheck,
  IconCircleX,
  IconLoader2,
  IconQuestionMark,
  IconX,
} from '@tabler/icons-react';
import type { JudgementSummary } from '../../../shared/analysis.ts';
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
      const { mugCount, reviewCount, judgement } = state.summary;
      const rules = judgement === null ? '' : `, ${judgementText(judgement)}`;
      if (mugCount === 0) return `No mug found${rules}`;
      return `${count(mugCount, 'mug')}${reviewCount === 0 ? '' : `, ${reviewCount} to review`}${rules}`;
    }
  }
}

function judgementText({ verdict, rejected }: JudgementSummary): string {
  if (rejected) return 'rejected by a rule';
  return { pass: 'keeps the rules', fail: 'breaks a rule', unknown: 'a rule cannot tell' }[verdict];
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
      const { mugCount, reviewCount, judgement } = state.summary;
      const tone = reviewCount > 0 ? 'review' : mugCount > 0 ? 'pass' : 'none';
      return (
        <>
          <span className={classes.mark} data-tone={tone}>
            {tone === 'review' && <IconAlertTriangle size={12} stroke={2} />}
            {mugCount}
          </span>
          {judgement && <RulesMark judgement={judgement} />}
        </>
      );
    }
  }
}

const verdictLooks = {
  pass: { tone: 'pass', icon: IconCheck },
  fail: { tone: 'fail', icon: IconX },
  unknown: { tone: 'review', icon: IconQuestionMark },
} as const;

/** What the rules say, beside the number of mugs. */
function RulesMark({ judgement: { verdict, rejected } }: { judgement: JudgementSummary }) {
  const { tone, icon } = verdictLooks[verdict];
  const Icon = rejected ? IconBan : icon;
  return (
    <span className={classes.mark} data-tone={rejected ? 'fail' : tone}>
      <Icon size={12} stroke={2.4} />
    </span>
  );
}

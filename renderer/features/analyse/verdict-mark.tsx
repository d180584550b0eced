import {
  IconAlertTriangle,
  IconBan,
  IconCheck,
  IconCircleX,
  IconLoader2,
  IconQuestionMark,
  IconX,
} from '@tabler/icons-react';
import type { AnalysisSummary, JudgementSummary } from '../../../shared/analysis.ts';
import type { DetectionSettings } from '../../../shared/settings.ts';
import { count } from '../../ui/words.ts';
import { mugCounts } from './mug-counts.ts';
import { type RollPhoto, useRoll } from './roll.ts';
import classes from './verdict-mark.module.css';

/** What the mark of a photo says in words, for hovering and for screen readers. */
export function verdictText({ state }: RollPhoto, thresholds: DetectionSettings): string {
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
      const { judgement } = state.summary;
      const { mugs, review } = mugCounts(state.summary, thresholds);
      const rules = judgement === null ? '' : `, ${judgementText(judgement)}`;
      if (mugs === 0) return `No mug found${rules}`;
      return `${count(mugs, 'mug')}${review === 0 ? '' : `, ${review} to review`}${rules}`;
    }
  }
}

function judgementText(judgement: JudgementSummary): string {
  const { reason } = judgement;
  return `${judgementWords(judgement)}${reason === null ? '' : `. ${reason}`}`;
}

/** What the rules made of a photo, without why. */
export function judgementWords({ verdict, rejected }: JudgementSummary): string {
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
      const { judgement } = state.summary;
      return (
        <>
          <MugsMark summary={state.summary} />
          {judgement && <RulesMark judgement={judgement} />}
        </>
      );
    }
  }
}

function MugsMark({ summary }: { summary: AnalysisSummary }) {
  const { mugs, review } = mugCounts(
    summary,
    useRoll(({ thresholds }) => thresholds),
  );
  const tone = review > 0 ? 'review' : mugs > 0 ? 'pass' : 'none';
  return (
    <span className={classes.mark} data-tone={tone}>
      {tone === 'review' && <IconAlertTriangle size={12} stroke={2} />}
      {mugs}
    </span>
  );
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

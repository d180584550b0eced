import { ActionIcon, Textarea, Tooltip } from '@mantine/core';
import { IconThumbDown, IconThumbUp } from '@tabler/icons-react';
import { useState } from 'react';
import type { Feedback } from '../../../shared/rule-record.ts';
import type { JudgedRule } from '../../../shared/rules/judgement.ts';
import { giveFeedback, takeFeedbackBack, useFeedback } from './feedback.ts';
import classes from './rules-section.module.css';

/** Whether the verdict is right, as the operator sees it; kept with the photo and counted for the rule. */
export function FeedbackForm({ judged, analysisId }: { judged: JudgedRule; analysisId: string }) {
  const { ruleId, version, verdict } = judged;
  const given = useFeedback(analysisId, ruleId);
  const say = (right: boolean, comment = given?.comment ?? '') =>
    void giveFeedback({
      analysisId,
      ruleId,
      ruleVersion: version,
      verdict: verdict.outcome,
      right,
      comment,
    });
  const press = (right: boolean) => {
    if (given?.right === right) void takeFeedbackBack(given);
    else say(right);
  };
  return (
    <>
      <fieldset className={classes.foot} aria-label="Is this verdict right?">
        <span className={classes.ask}>{given ? answerOf(given) : 'Is this verdict right?'}</span>
        <Tooltip label="It is right">
          <ActionIcon
            size={28}
            variant={given?.right === true ? 'light' : 'subtle'}
            color={given?.right === true ? 'blue' : 'gray'}
            aria-label="It is right"
            aria-pressed={given?.right === true}
            onClick={() => press(true)}
          >
            <IconThumbUp size={16} stroke={1.6} />
          </ActionIcon>
        </Tooltip>
        <Tooltip label="It is wrong">
          <ActionIcon
            size={28}
            variant={given?.right === false ? 'light' : 'subtle'}
            color={given?.right === false ? 'blue' : 'gray'}
            aria-label="It is wrong"
            aria-pressed={given?.right === false}
            onClick={() => press(false)}
          >
            <IconThumbDown size={16} stroke={1.6} />
          </ActionIcon>
        </Tooltip>
      </fieldset>
      {given && <Comment key={given.ruleId} given={given} onSave={(comment) => say(given.right, comment)} />}
    </>
  );
}

const answerOf = ({ right, verdict }: Feedback) =>
  `You called ${{ pass: 'the pass', fail: 'the failure', unknown: 'not telling' }[verdict]} ${right ? 'right' : 'wrong'}.`;

function Comment({ given, onSave }: { given: Feedback; onSave: (comment: string) => void }) {
  const [comment, setComment] = useState(given.comment);
  const save = () => {
    if (comment.trim() !== given.comment) onSave(comment.trim());
  };
  return (
    <Textarea
      aria-label="Comment"
      placeholder={given.right ? 'Comment' : 'What would be right?'}
      autosize
      minRows={1}
      maxRows={4}
      maxLength={2_000}
      value={comment}
      onChange={({ currentTarget }) => setComment(currentTarget.value)}
      onBlur={save}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' || event.shiftKey) return;
        event.preventDefault();
        save();
      }}
    />
  );
}

import { Button, Kbd } from '@mantine/core';
import { IconAlertCircle, IconInfoCircle } from '@tabler/icons-react';
import type { Problem } from '../../../shared/rules/rule.ts';
import classes from './problem-list.module.css';
import { changeDraft, useRuleDrafts } from './rule-drafts.ts';

/** More would push the photo away; they are underlined in the text all the same. */
const most = 3;

/** What is not understood, and the nearest words that would be. */
export function ProblemList({ text, problems }: { text: string; problems: readonly Problem[] }) {
  const refused = useRuleDrafts((drafts) => drafts.refused);
  if (text.trim() === '') return null;
  const ordered = problems.toSorted((a, b) => Number(a.level === 'warning') - Number(b.level === 'warning'));
  const put = ({ start, end }: Problem, words: string) =>
    changeDraft({ text: `${text.slice(0, start)}${words}${text.slice(end)}` });
  return (
    <ul className={classes.list} aria-label="What is not understood" aria-live="polite">
      {ordered.slice(0, most).map((problem, index) => {
        const Icon = problem.level === 'error' ? IconAlertCircle : IconInfoCircle;
        return (
          <li
            key={`${problem.start} ${problem.message}`}
            className={classes.problem}
            data-level={problem.level}
          >
            <Icon size={16} stroke={1.8} aria-hidden />
            <span>{problem.message}</span>
            {problem.suggestions
              .filter((words) => words !== problem.text)
              .slice(0, 4)
              .map((words) => (
                <Button key={words} size="compact-xs" variant="default" onClick={() => put(problem, words)}>
                  {words}
                </Button>
              ))}
            {index === 0 && problem.suggestions.length > 0 && <Kbd size="xs">Ctrl .</Kbd>}
          </li>
        );
      })}
      {ordered.length > most && <li>And {ordered.length - most} more, underlined in the text.</li>}
      {refused?.field === 'text' && (
        <li className={classes.problem} data-level="error">
          <IconAlertCircle size={16} stroke={1.8} aria-hidden />
          <span>{refused.message}</span>
        </li>
      )}
    </ul>
  );
}

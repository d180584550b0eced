import { IconCheck, IconMinus, IconQuestionMark, IconX } from '@tabler/icons-react';
import type { KeyboardEvent } from 'react';
import type { Rule } from '../../../shared/rules/rule.ts';
import marks from './outcome-mark.module.css';
import { outcomeWords, type Shown, shownOutcome } from './outcome-mark.tsx';
import { recentCount, useRecent } from './recent.ts';
import classes from './recent-strip.module.css';
import { chooseSubject } from './subject.ts';
import { useDecisions } from './use-verdicts.ts';

const icons = { pass: IconCheck, fail: IconX, unknown: IconQuestionMark, none: IconMinus };
const order: readonly Shown[] = ['pass', 'fail', 'unknown', 'none'];

/** What a rule would have said of the photos analysed last, the newest on the left; a press shows one. */
export function RecentStrip({ rule, current }: { rule: Rule | null; current: string }) {
  const { analyses, state } = useRecent();
  const decisions = useDecisions(rule, analyses);
  const shown = decisions?.map(shownOutcome) ?? [];
  const focusable = Math.max(
    0,
    analyses.findIndex(({ id }) => id === current),
  );
  return (
    <section className={classes.recent} aria-label="Photos analysed last">
      <div className={classes.head}>
        <span className={classes.title}>
          {state === 'loading' && analyses.length < recentCount
            ? 'The last photos are being fetched'
            : analyses.length === 1
              ? 'The last photo'
              : `The last ${analyses.length} photos`}
        </span>
        {order.map((outcome) => {
          const amount = shown.filter((one) => one === outcome).length;
          if (amount === 0) return null;
          return (
            <span key={outcome} className={marks.mark} data-outcome={outcome}>
              {amount} {outcome === 'none' ? 'not judged by it' : outcomeWords[outcome].toLowerCase()}
            </span>
          );
        })}
      </div>
      <div className={classes.strip} role="toolbar" aria-label="Photos analysed last" onKeyDown={moveFocus}>
        {analyses.map(({ id, photo }, index) => {
          const outcome = shown[index];
          const Icon = outcome === undefined ? null : icons[outcome];
          const words = outcome === undefined ? photo.name : `${photo.name}: ${outcomeWords[outcome]}`;
          return (
            <button
              key={id}
              type="button"
              className={classes.photo}
              data-outcome={outcome}
              aria-pressed={id === current}
              aria-label={words}
              title={words}
              tabIndex={index === focusable ? 0 : -1}
              onClick={() => chooseSubject(id)}
            >
              {Icon && <Icon size={13} stroke={2} aria-hidden />}
            </button>
          );
        })}
      </div>
    </section>
  );
}

/** Left and right go through the photos, as in any toolbar, and show each. */
function moveFocus(event: KeyboardEvent<HTMLElement>): void {
  const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  if (by === undefined) return;
  const buttons = [...event.currentTarget.querySelectorAll('button')];
  const next = buttons[buttons.indexOf(document.activeElement as HTMLButtonElement) + by];
  next?.focus();
  next?.click();
  event.preventDefault();
}

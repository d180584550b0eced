import { Anchor, Skeleton } from '@mantine/core';
import { IconBan, IconCircleCheck, IconCircleX, IconLoader2 } from '@tabler/icons-react';
import { useEffect } from 'react';
import type { HookCall } from '../../../shared/hook.ts';
import { StateMark } from '../../ui/state-mark.tsx';
import { agoText, exactTime } from '../../ui/words.ts';
import { openAnalysis } from '../inbox/open-analysis.ts';
import classes from './hook-call-list.module.css';
import { actionLabels, stateWords } from './hook-words.ts';
import { loadCalls, useHooks } from './hooks.ts';

const icons = { working: IconLoader2, done: IconCircleCheck, failed: IconCircleX, refused: IconBan };
/** As marks of other lists are coloured. */
const colours = { working: 'sending', done: 'delivered', failed: 'failed', refused: 'failed' };

/** How a call went, by shape, colour and word. */
export function CallMark({ state }: Pick<HookCall, 'state'>) {
  return <StateMark state={colours[state]} icon={icons[state]} word={stateWords[state]} size={14} />;
}

/** The last calls of a hook and what came of them. `now` is milliseconds. */
export function HookCallList({ name, now }: { name: string; now: number }) {
  const calls = useHooks((hooks) => hooks.calls[name]);
  useEffect(() => {
    void loadCalls(name);
  }, [name]);
  if (calls === undefined) return <Skeleton height={40} />;
  if (calls.length === 0) return <p className={classes.none}>Nobody has called it yet.</p>;
  return (
    <ol className={classes.list} aria-label={`Calls of ${name}`}>
      {calls.map((call) => (
        <Call key={call.id} call={call} now={now} />
      ))}
    </ol>
  );
}

function Call({ call, now }: { call: HookCall; now: number }) {
  const { type, status, state, outcome, receivedAt, analysisId } = call;
  return (
    <li className={classes.call}>
      <CallMark state={state} />
      <span className={classes.outcome}>
        {outcome}{' '}
        {analysisId !== null && (
          <Anchor component="button" type="button" size="sm" onClick={() => openAnalysis(analysisId)}>
            Show the photo
          </Anchor>
        )}
      </span>
      <span className={classes.facts}>
        {type !== null && <span>{actionLabels[type]}</span>}
        <span>{status}</span>
        <time dateTime={receivedAt} title={exactTime(receivedAt)}>
          {agoText(receivedAt, now)}
        </time>
      </span>
    </li>
  );
}

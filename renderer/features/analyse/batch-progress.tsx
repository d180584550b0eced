import { Button, CloseButton, Progress } from '@mantine/core';
import { IconPlayerPause, IconPlayerPlay, IconX } from '@tabler/icons-react';
import type { MouseEvent } from 'react';
import { useCore } from '../../core.ts';
import { useCalm } from '../../ui/use-calm.ts';
import { count, spanText } from '../../ui/words.ts';
import classes from './batch-progress.module.css';
import { cancel, pause, resume, retry } from './intake.ts';
import {
  dismissProgress,
  isRunning,
  isUrgentProgress,
  pace,
  type RunProgress,
  useProgress,
} from './progress.ts';
import { useRoll } from './roll.ts';

const few = 3;

/** How far the work is, with what can be done about it; gone when there is nothing to say. */
export function BatchProgress() {
  const progress = useCalm(useProgress, isUrgentProgress);
  if (progress.total === 0) return null;
  const running = isRunning(progress);
  // A few photos are quicker than their announcement, and what went well needs no more words.
  if (running ? progress.total < few : progress.failed === 0) return null;
  return (
    <section className={classes.row} aria-label="Progress">
      {running ? <Running progress={progress} /> : <Finished progress={progress} />}
    </section>
  );
}

function Running({ progress }: { progress: RunProgress }) {
  const { total, done, failed, paused } = progress;
  const connected = useCore((state) => state.connected);
  const measured = paused || !connected ? null : pace(progress);
  const doing = connected ? (paused ? 'Paused' : 'Analysing') : 'Waiting for the program';
  return (
    <>
      <span role="status" className={classes.status}>
        {doing}: {(done + failed).toLocaleString('en')} of {count(total, 'photo')}
      </span>
      <Progress.Root size={6} className={classes.bar} aria-label="Photos answered">
        <Progress.Section value={(100 * done) / total} color="var(--selected)" aria-label="Analysed" />
        <Progress.Section value={(100 * failed) / total} color="var(--fail)" aria-label="Failed" />
      </Progress.Root>
      <span className={classes.pace}>
        {measured &&
          `${measured.rate.toFixed(measured.rate < 10 ? 1 : 0)}/s, ${spanText(measured.secondsLeft)} left`}
      </span>
      {failed > 0 && <span className={classes.failed}>{failed} failed</span>}
      {paused ? (
        <Button variant="default" leftSection={<IconPlayerPlay size={14} />} onClick={once(resume)}>
          Resume
        </Button>
      ) : (
        <Button variant="default" leftSection={<IconPlayerPause size={14} />} onClick={once(pause)}>
          Pause
        </Button>
      )}
      <Button variant="default" leftSection={<IconX size={14} />} onClick={cancel}>
        Cancel
      </Button>
    </>
  );
}

/** Pause and Resume stand in one place: the second click of a double click would take back the first. */
const once = (act: () => void) => (event: MouseEvent) => {
  if (event.detail <= 1) act();
};

function Finished({ progress: { done, failed } }: { progress: RunProgress }) {
  return (
    <>
      <span role="status" className={classes.grow}>
        {done > 0 && `${count(done, 'photo')} analysed. `}
        {failed > 0 && <span className={classes.failed}>{count(failed, 'photo')} failed.</span>}
      </span>
      {failed > 0 && (
        <>
          <Button variant="default" onClick={() => useRoll.setState({ show: 'failed' })}>
            Show them
          </Button>
          <Button variant="default" onClick={() => retry(() => true)}>
            Try again
          </Button>
        </>
      )}
      <CloseButton size="sm" aria-label="Close" onClick={dismissProgress} />
    </>
  );
}

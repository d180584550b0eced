import { Button, Group, Modal, SegmentedControl, Textarea, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useEffect, useState } from 'react';
import type { Matcher } from '../../../shared/alert.ts';
import type { CallOutput } from '../../../shared/contract.ts';
import { core } from '../../core.ts';
import { SeverityMark } from '../../ui/severity.tsx';
import { useLast } from '../../ui/use-last.ts';
import { count } from '../../ui/words.ts';
import { given, problemsOf } from './matchers.ts';
import { MatchersField } from './matchers-field.tsx';
import classes from './silence-dialog.module.css';
import { changeSilence, closeSilence, saveSilence, useSilenceDraft } from './silence-draft.ts';
import { type EndChoice, endChoices, endWords, fieldTime } from './silence-ends.ts';

const previewMs = 250;
/** Alerts that are named; the others are counted. */
const mostNamed = 4;

/** How long which alerts are to be silent, with those that would be now. */
export function SilenceDialog() {
  const { draft: current, saving, errors } = useSilenceDraft();
  const draft = useLast(current);
  return (
    <Modal
      opened={current !== null}
      onClose={closeSilence}
      title={draft?.saved ? 'Change the silence' : 'Silence alerts'}
      size={620}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {draft !== null && (
        <form
          className={classes.form}
          onSubmit={(event) => {
            event.preventDefault();
            void saveSilence();
          }}
        >
          <MatchersField
            label="Which alerts"
            matchers={draft.matchers}
            error={errors.matchers}
            onChange={(matchers) => changeSilence({ matchers })}
          />
          <Preview matchers={draft.matchers} />
          <div className={classes.end}>
            <span id="silence-end">For how long</span>
            <SegmentedControl
              aria-labelledby="silence-end"
              data={endChoices.map((value) => ({ value, label: endWords[value] }))}
              value={draft.end}
              onChange={(end) =>
                changeSilence({
                  end: end as EndChoice,
                  customEnd: draft.customEnd || fieldTime(new Date(Date.now() + 3_600_000).toISOString()),
                })
              }
            />
            {draft.end === 'custom' && (
              <TextInput
                type="datetime-local"
                aria-label="Ends"
                value={draft.customEnd}
                onChange={({ currentTarget }) => changeSilence({ customEnd: currentTarget.value })}
              />
            )}
            {errors.endsAt !== undefined && (
              <p className={classes.error} role="alert">
                {errors.endsAt}
              </p>
            )}
          </div>
          <Textarea
            label="Comment"
            placeholder="Why, and who to ask"
            autosize
            minRows={2}
            maxRows={6}
            value={draft.comment}
            error={errors.comment}
            onChange={({ currentTarget }) => changeSilence({ comment: currentTarget.value })}
          />
          <p className={classes.help}>
            Silenced alerts still stand in the list; no channel is told of them until it ends.
          </p>
          <Group gap={8} justify="flex-end">
            <Button variant="default" onClick={closeSilence}>
              Cancel
            </Button>
            <Button type="submit" loading={saving}>
              {draft.saved === null ? 'Silence' : 'Save'}
            </Button>
          </Group>
        </form>
      )}
    </Modal>
  );
}

type Previewed = CallOutput<'silences.preview'>;

/** The open alerts that it would silence, live. */
function Preview({ matchers }: { matchers: readonly Matcher[] }) {
  const wanted = given(matchers);
  const usable = wanted.length > 0 && problemsOf(wanted).every((problem) => problem === null);
  const [asked] = useDebouncedValue(usable ? JSON.stringify(wanted) : null, previewMs);
  const [found, setFound] = useState<Previewed | null>(null);
  useEffect(() => {
    if (asked === null) return setFound(null);
    let current = true;
    core
      .call('silences.preview', { matchers: JSON.parse(asked) })
      .then((answer) => current && setFound(answer))
      .catch(() => current && setFound(null));
    return () => {
      current = false;
    };
  }, [asked]);
  if (!usable || found === null) return <div className={classes.preview} />;
  const { alerts, total } = found;
  const others = total - mostNamed;
  return (
    <div className={classes.preview} role="status">
      <strong>
        {total === 0
          ? 'Matches no open alert at the moment; later ones it will.'
          : `Matches ${count(total, 'open alert')}.`}
      </strong>
      {alerts.slice(0, mostNamed).map(({ id, severity, title }) => (
        <span key={id} className={classes.matched} title={title}>
          <SeverityMark severity={severity} size={14} bare />
          <span className={classes.cut}>{title}</span>
        </span>
      ))}
      {others > 0 && <span className={classes.help}>and {count(others, 'other')}</span>}
    </div>
  );
}

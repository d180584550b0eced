import { Button, SegmentedControl, Textarea, TextInput } from '@mantine/core';
import { IconSend } from '@tabler/icons-react';
import { type Severity, severities } from '../../../shared/event.ts';
import { SeverityMark } from '../../ui/severity.tsx';
import { useChannels } from '../channels/channels.ts';
import { changeDraft, sendAlert, useAlert } from './alert.ts';
import classes from './alert-form.module.css';
import { ChannelChoice } from './channel-choice.tsx';
import { DataEditor } from './data-editor.tsx';
import { recipientsOf } from './recipients.ts';

const titleLength = 300;

const severityChoices = severities.map((severity) => ({
  value: severity,
  label: <SeverityMark severity={severity} size={14} />,
}));

const isApple = /Mac|iPhone|iPad/.test(navigator.platform);

/** The alert as it is written: what, how bad, with which data, and to whom. */
export function AlertForm() {
  const { draft, errors, sending } = useAlert();
  return (
    // Enter in a line does not send: that takes the button, or Ctrl with Enter.
    <form className={classes.form} aria-label="Alert" onSubmit={(event) => event.preventDefault()}>
      <div className={classes.fields}>
        <TextInput
          label="Title"
          placeholder="Line 4: handles point the wrong way"
          maxLength={titleLength}
          value={draft.title}
          error={errors.title}
          onChange={({ currentTarget }) => changeDraft({ title: currentTarget.value })}
        />
        <Textarea
          label="Message"
          placeholder="What happened, since when, and what should be done about it."
          autosize
          minRows={3}
          maxRows={12}
          value={draft.message}
          error={errors.message}
          onChange={({ currentTarget }) => changeDraft({ message: currentTarget.value })}
        />
        <div>
          <span className={classes.label} id="alert-severity">
            Severity
          </span>
          <SegmentedControl
            fullWidth
            classNames={{ innerLabel: classes.severity }}
            aria-labelledby="alert-severity"
            data={severityChoices}
            value={draft.severity}
            onChange={(severity) => changeDraft({ severity: severity as Severity })}
          />
        </div>
        <DataEditor />
        <ChannelChoice />
      </div>
      <footer className={classes.footer}>
        <Destination />
        <Button
          loading={sending}
          onClick={sendAlert}
          leftSection={<IconSend size={15} stroke={1.6} />}
          rightSection={<span className={classes.key}>{isApple ? '⌘' : 'Ctrl'} ↵</span>}
        >
          Send
        </Button>
      </footer>
    </form>
  );
}

/** Channels that are named where it goes; the others are counted. */
const mostNamed = 3;

/** Says where it will go, before it goes. */
function Destination() {
  const draft = useAlert((alert) => alert.draft);
  const channels = useChannels(({ list }) => list);
  const names = recipientsOf(channels, draft).map(({ channel }) => channel.name);
  // One more than that takes no more room by its name.
  const shown = names.length > mostNamed + 1 ? names.slice(0, mostNamed) : names;
  const others = names.length - shown.length;
  const places = [...shown, ...(others === 0 ? [] : [`${others} other channels`]), 'the inbox'];
  return (
    <p className={classes.destination} title={names.join(', ')}>
      {names.length === 0
        ? 'Goes to the inbox of this program only.'
        : `Goes to ${new Intl.ListFormat('en').format(places)}.`}
    </p>
  );
}

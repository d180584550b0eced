import { Anchor, SegmentedControl, Skeleton, Text } from '@mantine/core';
import type { ChannelView } from '../../../shared/channel.ts';
import { goTo } from '../../navigation.ts';
import { ChannelOption, whyHeld } from '../channels/channel-option.tsx';
import { useChannels } from '../channels/channels.ts';
import { changeDraft, useAlert } from './alert.ts';
import classes from './channel-choice.module.css';
import { FieldGroup } from './field-group.tsx';
import { recipientsOf, whyClosed, whyUnwanted } from './recipients.ts';

/** Who gets it: all channels that want it, or picked ones; for each one that does not, why. */
export function ChannelChoice() {
  const { draft, errors } = useAlert();
  const { list, state } = useChannels();
  const chosen = recipientsOf(list, draft).map(({ channel }) => channel.id);
  const toggle = (id: string) =>
    changeDraft({
      channelIds: chosen.includes(id) ? chosen.filter((other) => other !== id) : [...chosen, id],
    });
  return (
    <FieldGroup
      title="Channels"
      choice={
        <SegmentedControl
          aria-label="Which channels"
          data={[
            { value: 'all', label: 'All that want it' },
            { value: 'picked', label: 'Picked ones' },
          ]}
          value={draft.channelIds === null ? 'all' : 'picked'}
          onChange={(who) => changeDraft({ channelIds: who === 'all' ? null : chosen })}
        />
      }
    >
      {state === 'loading' && list.length === 0 && <Skeleton height={72} />}
      {state !== 'loading' && list.length === 0 && (
        <Text c="dimmed">
          No channel is set up yet, so that only the inbox will show it.{' '}
          <Anchor component="button" type="button" size="sm" onClick={() => goTo('channels')}>
            Add a channel
          </Anchor>
        </Text>
      )}
      {list.map((view) => (
        <Choice
          key={view.channel.id}
          view={view}
          checked={chosen.includes(view.channel.id)}
          onToggle={() => toggle(view.channel.id)}
        />
      ))}
      {errors.channelIds && (
        <p className={classes.error} role="alert">
          {errors.channelIds}
        </p>
      )}
    </FieldGroup>
  );
}

interface ChoiceProps {
  view: ChannelView;
  checked: boolean;
  onToggle: () => void;
}

function Choice({ view, checked, onToggle }: ChoiceProps) {
  const severity = useAlert((alert) => alert.draft.severity);
  const closed = whyClosed(view);
  const note = closed ?? (checked ? whyHeld(view) : whyUnwanted(view, severity));
  return (
    <ChannelOption
      view={view}
      checked={checked}
      disabled={closed !== null}
      note={note ?? view.target}
      className={classes.body}
      onToggle={onToggle}
    />
  );
}

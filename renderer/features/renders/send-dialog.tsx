import { Anchor, Button, Group, Modal, Text, Textarea } from '@mantine/core';
import { IconSend } from '@tabler/icons-react';
import type { ChannelView } from '../../../shared/channel.ts';
import { goTo } from '../../navigation.ts';
import { renderThumbnailUrl } from '../../pictures.ts';
import { useLast } from '../../ui/use-last.ts';
import { count } from '../../ui/words.ts';
import { whyClosed } from '../alert/recipients.ts';
import { ChannelOption, whyHeld } from '../channels/channel-option.tsx';
import { useChannels } from '../channels/channels.ts';
import classes from './send-dialog.module.css';
import { sendTo, stopSending, toggleChannel, useSending } from './sending.ts';

/** Asks which channels are told of a picture, and with what words. */
export function SendDialog() {
  const { asked, channelIds, message, sending } = useSending();
  const shown = useLast(asked);
  const list = useChannels((channels) => channels.list);
  const chosen = list
    .filter((view) => whyClosed(view) === null && channelIds.includes(view.channel.id))
    .map(({ channel }) => channel.id);
  return (
    <Modal
      opened={asked !== null}
      onClose={stopSending}
      title="Send to channels"
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {shown !== null && (
        <div className={classes.picture}>
          <img src={renderThumbnailUrl(shown.id)} alt="" />
          <span>
            {shown.templateName} of {shown.photoName}
          </span>
        </div>
      )}
      <fieldset className={classes.channels}>
        <legend className={classes.legend}>Channels</legend>
        {list.length === 0 && (
          <Text c="dimmed">
            No channel is set up yet.{' '}
            <Anchor component="button" type="button" size="sm" onClick={toChannels}>
              Add a channel
            </Anchor>
          </Text>
        )}
        {list.map((view) => (
          <Choice key={view.channel.id} view={view} checked={chosen.includes(view.channel.id)} />
        ))}
      </fieldset>
      <Textarea
        label="Message"
        placeholder="Goes along with the picture"
        autosize
        minRows={2}
        maxRows={8}
        maxLength={20_000}
        value={message}
        onChange={({ currentTarget: { value } }) => useSending.setState({ message: value })}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void sendTo(chosen);
        }}
      />
      <Group gap={8} justify="flex-end" mt={16}>
        <Button variant="default" onClick={stopSending}>
          Cancel
        </Button>
        <Button
          disabled={chosen.length === 0}
          loading={sending}
          leftSection={<IconSend size={15} stroke={1.6} />}
          onClick={() => void sendTo(chosen)}
        >
          {chosen.length === 0 ? 'Send' : `Send to ${count(chosen.length, 'channel')}`}
        </Button>
      </Group>
    </Modal>
  );
}

function toChannels(): void {
  stopSending();
  goTo('channels');
}

function Choice({ view, checked }: { view: ChannelView; checked: boolean }) {
  const closed = whyClosed(view);
  return (
    <ChannelOption
      view={view}
      checked={checked}
      disabled={closed !== null}
      note={closed ?? whyHeld(view) ?? view.target}
      className={classes.body}
      onToggle={() => toggleChannel(view.channel.id)}
    />
  );
}

import { SegmentedControl, Skeleton, Tabs } from '@mantine/core';
import { IconAlertTriangle, IconEye, IconInbox } from '@tabler/icons-react';
import { useState } from 'react';
import { Blank } from '../../ui/blank.tsx';
import { ChannelIcon } from '../../ui/channel-icon.tsx';
import { CopyText } from '../../ui/copy-text.tsx';
import { useChannels } from '../channels/channels.ts';
import { useAlert } from './alert.ts';
import { type Preview, usePreview } from './preview.ts';
import { PreviewFrame } from './preview-frame.tsx';
import classes from './preview-pane.module.css';
import { recipientsOf } from './recipients.ts';

type Look = 'look' | 'request';

/** The alert exactly as each channel will show it, and the request that brings it there. */
export function PreviewPane() {
  const draft = useAlert((alert) => alert.draft);
  const channels = useChannels(({ list }) => list);
  const [wanted, setWanted] = useState<string | null>(null);
  const [look, setLook] = useState<Look>('look');
  const recipients = recipientsOf(channels, draft).map(({ channel }) => channel);
  const shown = recipients.find(({ id }) => id === wanted) ?? recipients[0];
  const preview = usePreview(shown?.id ?? null);
  if (shown === undefined) {
    return (
      <Blank
        icon={<IconInbox size={32} stroke={1.2} />}
        title="No channel gets it"
        text="It will stand in the inbox of this program. Channels that get it show here how it will look in them."
      />
    );
  }
  return (
    <section className={classes.pane} aria-label="Preview">
      <header className={classes.header}>
        <Tabs
          className={classes.tabs}
          variant="pills"
          classNames={{ tab: classes.tab }}
          value={shown.id}
          onChange={setWanted}
          aria-label="Preview in"
        >
          <Tabs.List>
            {recipients.map(({ id, kind, name }) => (
              <Tabs.Tab key={id} value={id} leftSection={<ChannelIcon kind={kind} size={16} />}>
                <span className={classes.name} title={name}>
                  {name}
                </span>
              </Tabs.Tab>
            ))}
          </Tabs.List>
        </Tabs>
        <SegmentedControl
          className={classes.look}
          aria-label="Show"
          data={[
            { value: 'look', label: 'Look' },
            { value: 'request', label: 'Request' },
          ]}
          value={look}
          onChange={(value) => setLook(value === 'request' ? 'request' : 'look')}
        />
      </header>
      <div className={classes.content}>
        <Content
          preview={preview}
          look={look}
          empty={draft.title.trim() === ''}
          title={`Preview in ${shown.name}`}
        />
      </div>
    </section>
  );
}

interface ContentProps {
  preview: Preview;
  look: Look;
  /** There is nothing to preview yet. */
  empty: boolean;
  title: string;
}

function Content({ preview, look, empty, title }: ContentProps) {
  if (empty) {
    return (
      <Blank
        icon={<IconEye size={32} stroke={1.2} />}
        title="Nothing to preview yet"
        text="As soon as there is a title, it is shown here as the channel will show it."
      />
    );
  }
  if (preview === null) return <Skeleton className={classes.skeleton} height={180} />;
  if ('reason' in preview) {
    return (
      <Blank
        icon={<IconAlertTriangle size={32} stroke={1.2} />}
        title="It cannot be shown"
        text={preview.reason}
      />
    );
  }
  if (look === 'look') return <PreviewFrame url={preview.url} title={title} />;
  return (
    <div className={classes.request}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a long request is scrolled with the keys */}
      <pre tabIndex={0}>{preview.request}</pre>
      <span className={classes.copy}>
        <CopyText text={preview.request} label="Copy the request" />
      </span>
    </div>
  );
}

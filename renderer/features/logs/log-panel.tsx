import { Button } from '@mantine/core';
import { IconCopy, IconRoute } from '@tabler/icons-react';
import { CopyText } from '../../ui/copy-text.tsx';
import { Section } from '../../ui/section.tsx';
import { PanelActions, PanelHeader, SidePanel } from '../../ui/side-panel.tsx';
import { Verbatim } from '../../ui/verbatim.tsx';
import { exactTime } from '../../ui/words.ts';
import { copyLine } from './log-actions.ts';
import { LogLevelMark } from './log-level.tsx';
import type { LogLine } from './log-lines.ts';
import classes from './log-panel.module.css';
import { follow, useLogs } from './logs.ts';

const idWords: Readonly<Record<string, string>> = {
  photoId: 'Photo',
  analysisId: 'Analysis',
  eventId: 'Event',
  deliveryId: 'Delivery',
  channelId: 'Channel',
  batchId: 'Batch',
  renderId: 'Picture',
};

/** One entry in full, and the way to all others about the same photo. */
export function LogPanel({ line: { entry } }: { line: LogLine }) {
  const { at, level, message, ids, fields } = entry;
  const rest = JSON.stringify(fields, null, 2);
  return (
    <SidePanel label="Entry">
      <PanelHeader
        marks={
          <>
            <LogLevelMark level={level} />
            <time className={classes.quiet} dateTime={at}>
              {exactTime(at)}
            </time>
          </>
        }
        onClose={() => useLogs.setState({ open: null })}
      >
        <p className={classes.message}>{message}</p>
        <PanelActions>
          <Button
            variant="default"
            leftSection={<IconCopy size={15} stroke={1.6} />}
            onClick={() => copyLine(entry)}
          >
            Copy the line
          </Button>
        </PanelActions>
      </PanelHeader>
      {Object.keys(ids).length > 0 && (
        <Section title="About">
          {Object.entries(ids).map(([name, id]) => (
            <div key={name} className={classes.id}>
              <span className={classes.quiet}>{idWords[name]}</span>
              <code>{id}</code>
              <CopyText text={id} label={`Copy ${id}`} />
              <Button
                size="compact-xs"
                variant="subtle"
                leftSection={<IconRoute size={14} stroke={1.6} />}
                onClick={() => follow(id)}
              >
                Follow
              </Button>
            </div>
          ))}
        </Section>
      )}
      {rest !== '{}' && (
        <Section title="The rest of it">
          <Verbatim>{rest}</Verbatim>
        </Section>
      )}
    </SidePanel>
  );
}

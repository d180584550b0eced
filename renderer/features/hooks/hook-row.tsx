import { ActionIcon, Anchor, Menu, Switch, Tooltip } from '@mantine/core';
import { IconDots, IconKey, IconPencil, IconTrash } from '@tabler/icons-react';
import type { HookView } from '../../../shared/hook.ts';
import { exampleCall } from '../../../shared/hook-example.ts';
import { CopyText } from '../../ui/copy-text.tsx';
import { Fold } from '../../ui/fold.tsx';
import { tellFailure } from '../../ui/notices.tsx';
import { agoText, exactTime } from '../../ui/words.ts';
import { CallMark, HookCallList } from './hook-call-list.tsx';
import { editHook, replaceSecret } from './hook-draft.ts';
import classes from './hook-row.module.css';
import { askToReplace } from './hook-secret.tsx';
import { allowsText, authLabels } from './hook-words.ts';
import { setEnabled } from './hooks.ts';
import { askToRemove } from './remove-hook.tsx';

/** One hook: where it is called, who may, what came of it. `address` ends with a slash; null while nobody listens. */
export function HookRow({ hook, address, now }: { hook: HookView; address: string | null; now: number }) {
  const { name, enabled, perMinute, lastCall, previousUntil } = hook;
  const url = `${address ?? 'http://127.0.0.1:PORT/hooks/'}${name}`;
  const example = exampleCall(hook, address ?? 'http://127.0.0.1:PORT/hooks/');
  const overlaps = previousUntil !== null && Date.parse(previousUntil) > now;
  return (
    <article className={classes.row} aria-label={name} data-off={!enabled}>
      <header className={classes.header}>
        <h3 className={classes.name} title={name}>
          {name}
        </h3>
        <Switch
          aria-label={`${name} is on`}
          checked={enabled}
          onChange={({ currentTarget }) => setEnabled(hook, currentTarget.checked)}
        />
        <Actions hook={hook} />
      </header>
      {address !== null && (
        <p className={classes.address}>
          <code>{url}</code>
          <CopyText text={url} label="Copy the address" />
        </p>
      )}
      <p className={classes.facts}>
        <span>{allowsText(hook)}</span>
        <span>{authLabels[hook.auth]}</span>
        <span>{perMinute} per minute</span>
        {hook.secretMadeAt !== null && (
          <Tooltip label={`Made ${exactTime(hook.secretMadeAt)}`}>
            <span>
              Secret <span aria-hidden>••••••••</span>
            </span>
          </Tooltip>
        )}
      </p>
      {hook.secretMadeAt === null && (
        <p className={classes.note}>
          It has no secret yet: nobody is let in.
          <Anchor
            component="button"
            type="button"
            size="sm"
            onClick={() => replaceSecret(hook, false).catch(tellFailure)}
          >
            Make one
          </Anchor>
        </p>
      )}
      {overlaps && (
        <p className={classes.note}>The secret before this one is let in until {exactTime(previousUntil)}.</p>
      )}
      {lastCall !== null && (
        <p className={classes.last}>
          <CallMark state={lastCall.state} />
          <span className={classes.outcome}>{lastCall.outcome}</span>
          <time dateTime={lastCall.receivedAt} title={exactTime(lastCall.receivedAt)}>
            {agoText(lastCall.receivedAt, now)}
          </time>
        </p>
      )}
      <Fold title="Last calls">
        <HookCallList name={name} now={now} />
      </Fold>
      <Fold title="Try it from a shell">
        <div className={classes.example}>
          <pre>{example}</pre>
          <CopyText text={example} label="Copy the example" />
        </div>
      </Fold>
    </article>
  );
}

function Actions({ hook }: { hook: HookView }) {
  return (
    <Menu position="bottom-end" shadow="md">
      <Menu.Target>
        <ActionIcon aria-label={`More for ${hook.name}`} size={30}>
          <IconDots size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconPencil size={14} />} onClick={() => editHook(hook)}>
          Edit
        </Menu.Item>
        <Menu.Item leftSection={<IconKey size={14} />} onClick={() => askToReplace(hook)}>
          New secret…
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item color="red" leftSection={<IconTrash size={14} />} onClick={() => askToRemove(hook.name)}>
          Remove…
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

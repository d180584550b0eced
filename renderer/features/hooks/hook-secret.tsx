import { Button, Checkbox, Group, Modal, Text } from '@mantine/core';
import { useState } from 'react';
import { create } from 'zustand';
import type { HookView } from '../../../shared/hook.ts';
import { CopyText } from '../../ui/copy-text.tsx';
import { tellFailure } from '../../ui/notices.tsx';
import { putSecretAway, replaceSecret, type ShownSecret, useHookDraft } from './hook-draft.ts';
import classes from './hook-secret.module.css';

/** The secret of a hook, this once. */
export function HookSecret() {
  const shown = useHookDraft((state) => state.shown);
  return (
    <Modal
      opened={shown !== null}
      onClose={putSecretAway}
      title={shown === null ? '' : `The secret of ${shown.name}`}
      size={520}
      // One that is gone by accident has to be made anew.
      closeOnClickOutside={false}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {shown !== null && <Secret {...shown} />}
    </Modal>
  );
}

function Secret({ auth, secret, hasPrevious }: ShownSecret) {
  return (
    <>
      <Text mb={12}>
        {auth === 'signature'
          ? 'The sender signs with it, per Standard Webhooks. '
          : 'The sender shows it in the header x-hook-token, or as Authorization: Bearer. '}
        It is shown only now: put it where the sender keeps its secrets.
        {hasPrevious && ' The one before it is let in for 24 hours more.'}
      </Text>
      <div className={classes.secret}>
        <code>{secret}</code>
        <CopyText text={secret} label="Copy the secret" />
      </div>
      <Group mt={16} justify="flex-end">
        <Button data-autofocus onClick={putSecretAway}>
          I have it
        </Button>
      </Group>
    </>
  );
}

/** The hook whose secret is to be replaced; it stays while the question goes out of sight. */
const useAsked = create<{ hook: HookView | null; opened: boolean }>(() => ({ hook: null, opened: false }));

/** Asks how the secret is to be replaced. */
export const askToReplace = (hook: HookView) => useAsked.setState({ hook, opened: true });

const close = () => useAsked.setState({ opened: false });

/** The question itself. */
export function ReplaceSecret() {
  const { hook, opened } = useAsked();
  const [leaked, setLeaked] = useState(false);
  if (hook === null) return null;
  const replace = () => {
    close();
    setLeaked(false);
    replaceSecret(hook, leaked).catch(tellFailure);
  };
  return (
    <Modal opened={opened} onClose={close} title={`A new secret for ${hook.name}`} size={440}>
      <Text mb={12}>
        {leaked
          ? 'Calls with the old secret are refused from now on, until the sender has the new one.'
          : 'Calls with the old secret are let in for 24 hours more: time to give the new one to the sender.'}
      </Text>
      <Checkbox
        label="The old one is known to others: refuse it at once"
        checked={leaked}
        onChange={({ currentTarget }) => setLeaked(currentTarget.checked)}
      />
      <Group mt={16} gap={8} justify="flex-end">
        <Button variant="default" data-autofocus onClick={close}>
          Leave it
        </Button>
        <Button onClick={replace}>Make a new secret</Button>
      </Group>
    </Modal>
  );
}

import { Button, Group, PasswordInput } from '@mantine/core';
import { useEffect, useState } from 'react';
import { toAppError } from '../../../shared/errors.ts';
import { core, useCore } from '../../core.ts';
import { tell } from '../../ui/notices.tsx';

/** The key of the assistant: kept for the host of its address, and never shown again. */
export function AssistantKey() {
  const baseUrl = useCore((state) => state.settings.rules.assistant.baseUrl);
  const [hasKey, setHasKey] = useState(false);
  const [draft, setDraft] = useState('');
  const [refused, setRefused] = useState<string | null>(null);
  const [saving, setSaving] = useState(false);
  useEffect(() => {
    core.call('rules.assistant', {}).then(
      (state) => setHasKey(state.hasKey),
      (error: unknown) => setRefused(toAppError(error).message),
    );
  }, [baseUrl]);
  const keep = async (key: string) => {
    setSaving(true);
    try {
      const state = await core.call('rules.setAssistantKey', { key });
      setHasKey(state.hasKey);
      setDraft('');
      setRefused(null);
      tell({ tone: 'good', message: key === '' ? 'The key was removed.' : 'The key was kept.' });
    } catch (error) {
      setRefused(toAppError(error).message);
    } finally {
      setSaving(false);
    }
  };
  return (
    <>
      <PasswordInput
        label="Key of the assistant"
        description={
          baseUrl === ''
            ? 'Save the address first: the key is kept for its host.'
            : hasKey
              ? 'One is kept. Type another to replace it.'
              : 'Kept like the secrets of channels, for the host of the address above. Some services need none.'
        }
        disabled={baseUrl === ''}
        autoComplete="off"
        value={draft}
        error={refused}
        onChange={({ currentTarget }) => setDraft(currentTarget.value)}
      />
      <Group gap={8}>
        {draft.trim() !== '' && (
          <Button loading={saving} onClick={() => void keep(draft.trim())}>
            Keep this key
          </Button>
        )}
        {hasKey && draft === '' && (
          <Button variant="default" loading={saving} onClick={() => void keep('')}>
            Remove the key
          </Button>
        )}
      </Group>
    </>
  );
}

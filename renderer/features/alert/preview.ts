import { useDebouncedValue } from '@mantine/hooks';
import { useEffect, useMemo, useState } from 'react';
import type { CallOutput } from '../../../shared/contract.ts';
import { toAppError } from '../../../shared/errors.ts';
import { core, useCore } from '../../core.ts';
import { noticeOfDraft, useAlert } from './alert.ts';

/** What a channel would show of the draft, or why that cannot be told; null before the first answer. */
export type Preview = CallOutput<'channels.preview'> | { reason: string } | null;

/** A pause in typing after which the preview is made anew. */
const pauseMs = 300;

/** The preview of the draft in one channel; the one before stays until the next is there. */
export function usePreview(channelId: string | null): Preview {
  const connected = useCore((state) => state.connected);
  const draft = useAlert((alert) => alert.draft);
  const made = useMemo(() => noticeOfDraft({ ...draft, channelIds: null }), [draft]);
  const wanted = 'notice' in made ? JSON.stringify(made.notice) : null;
  const [settled] = useDebouncedValue(wanted, pauseMs);
  const [preview, setPreview] = useState<{ channelId: string; preview: Preview } | null>(null);
  useEffect(() => {
    if (channelId === null || settled === null || !connected) return;
    let current = true;
    core
      .call('channels.preview', { id: channelId, notice: JSON.parse(settled) })
      .catch((error: unknown): Preview => ({ reason: toAppError(error).message }))
      .then((answer) => {
        if (current) setPreview({ channelId, preview: answer });
      });
    return () => {
      current = false;
    };
  }, [channelId, settled, connected]);
  return wanted !== null && preview?.channelId === channelId ? preview.preview : null;
}

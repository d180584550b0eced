import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { findResources } from '../../electron/paths.ts';
import type { Client } from '../../shared/client.ts';
import type { CallInput } from '../../shared/contract.ts';

type Call = Client['call'];

const pauseMs = 5_000;

/** A day at the shelf in a few events; again and again with `forever`, a pause between each. */
export async function publishEvents(
  call: Call,
  { forever, stopped, tell }: { forever: boolean; stopped: Promise<void>; tell(line: string): void },
): Promise<void> {
  await analysePhoto(call).catch((error: Error) => tell(`No photo was analysed: ${error.message}`));
  for (const event of incidents()) await call('events.publish', event);
  if (!forever) return;
  const abort = new AbortController();
  stopped.then(() => abort.abort());
  for (;;) {
    for (const event of incidents()) {
      await wait(pauseMs, undefined, { signal: abort.signal }).catch(() => undefined);
      if (abort.signal.aborted) return;
      await call('events.publish', event);
    }
  }
}

/** Two events come with an analysis; a rule that it breaks brings one more, and an alert with its picture. */
async function analysePhoto(call: Call): Promise<void> {
  const name = 'handle-left.jpg';
  const text = 'The handle must point right, otherwise alert critically.';
  const { rules } = await call('rules.list', {});
  if (rules.length === 0) await call('rules.save', { name: 'Handles point right', text });
  const bytes = await readFile(path.join(findResources().samplesDir, name));
  const { photo } = await call('photos.add', { name, bytes });
  await call('photos.analyze', { photoId: photo.id });
}

function incidents(): CallInput<'events.publish'>[] {
  return [
    {
      type: 'error_occurred',
      data: {
        code: 'photo.damaged',
        component: 'analysis',
        message: 'The photo ends in the middle. Take it again.',
        image_name: 'shelf-7.jpg',
      },
    },
    {
      type: 'system_alert',
      severity: 'critical',
      data: {
        title: 'The line has stopped',
        message: 'Three mugs in a row stand outside of their places.',
        details: { line: 2, outside: 3 },
      },
    },
    {
      type: 'batch_completed',
      data: { batch_id: 'morning', total: 240, succeeded: 239, failed: 1, duration: 31.4 },
    },
  ];
}

import { useDebouncedValue } from '@mantine/hooks';
import { useEffect } from 'react';
import { create } from 'zustand';
import type { CallInput } from '../../../shared/contract.ts';
import { toAppError } from '../../../shared/errors.ts';
import type { RenderPreview, RenderValue } from '../../../shared/render.ts';
import { core, useCore } from '../../core.ts';

interface Preview {
  /** The template that the picture is of. */
  templateId: string | null;
  /** The last one that could be drawn; it stays until the next one is there. */
  shown: RenderPreview | null;
  /** Those of the photo, as of the last answer that had any. */
  values: readonly RenderValue[];
  /** Why the newest could not be drawn; null when it could. */
  problem: string | null;
  /** A newer one is on its way. */
  drawing: boolean;
}

const nothing: Preview = { templateId: null, shown: null, values: [], problem: null, drawing: false };

/** The picture of the template with the photo, as the mapping is now. */
export const usePreview = create<Preview>(() => nothing);

/** A pause in typing after which the picture is made anew. */
const pauseMs = 120;

/** Number of the last one asked for, and of the last one that counts: an older answer never replaces a newer. */
let asked = 0;
let answered = 0;

/** Keeps the preview in step with what it is made of; null: there is nothing to draw. */
export function useDrawing(request: CallInput<'renders.preview'> | null): void {
  const connected = useCore((state) => state.connected && state.info !== null);
  const [settled] = useDebouncedValue(request === null ? null : JSON.stringify(request), pauseMs, {
    leading: true,
  });
  useEffect(() => {
    if (settled !== null && connected) void draw(JSON.parse(settled));
  }, [settled, connected]);
}

/** Draws the newest again, such as after a failure. */
export function drawAgain(request: CallInput<'renders.preview'>): void {
  void draw(request);
}

async function draw(request: CallInput<'renders.preview'>): Promise<void> {
  const mine = ++asked;
  const { templateId } = request;
  usePreview.setState((now) =>
    now.templateId === templateId ? { drawing: true } : { ...nothing, templateId, drawing: true },
  );
  try {
    const preview = await core.call('renders.preview', request);
    if (preview.problem === null) await loaded(preview.url);
    settle(mine, templateId, {
      ...(preview.problem === null && { shown: preview }),
      ...(preview.values.length > 0 && { values: preview.values }),
      problem: preview.problem?.message ?? null,
    });
  } catch (error) {
    settle(mine, templateId, { problem: toAppError(error).message });
  }
}

function settle(mine: number, templateId: string, change: Partial<Preview>): void {
  if (mine < answered || usePreview.getState().templateId !== templateId) return;
  answered = mine;
  usePreview.setState({ ...change, drawing: mine < asked });
}

/** Waits until the browser has the picture, so that the old one is never replaced by a gap. */
async function loaded(url: string): Promise<void> {
  const image = new Image();
  image.src = url;
  await image.decode().catch(() => undefined);
}

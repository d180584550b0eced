import { useDebouncedValue } from '@mantine/hooks';
import { useEffect, useRef, useState } from 'react';
import type { CallInput } from '../../../shared/contract.ts';
import { toAppError } from '../../../shared/errors.ts';
import type { RenderPreview } from '../../../shared/render.ts';
import { core, useCore } from '../../core.ts';

export interface Previewed {
  /** The last one that could be drawn; it stays until the next one is there. */
  shown: RenderPreview | null;
  /** Why the newest could not be drawn; null when it could. */
  problem: string | null;
  /** A newer one is on its way. */
  drawing: boolean;
}

/** A pause in moving after which the picture is drawn anew. */
const pauseMs = 90;
const nothing: Previewed = { shown: null, problem: null, drawing: false };

/** A picture drawn at once and kept by nobody, anew whenever what is asked for changes; null asks for none. */
export function usePreview(request: CallInput<'renders.preview'> | null): Previewed {
  const connected = useCore((state) => state.connected && state.info !== null);
  const wanted = request === null ? null : JSON.stringify(request);
  const [settled] = useDebouncedValue(wanted, pauseMs, { leading: true });
  const [previewed, setPreviewed] = useState(nothing);
  const newest = useRef(0);
  useEffect(() => {
    const mine = ++newest.current;
    if (settled === null || !connected) {
      setPreviewed(nothing);
      return;
    }
    setPreviewed((before) => ({ ...before, drawing: true }));
    const settle = (change: Partial<Previewed>) => {
      if (mine === newest.current) setPreviewed((before) => ({ ...before, ...change, drawing: false }));
    };
    draw(JSON.parse(settled)).then(
      (shown) =>
        settle(shown.problem === null ? { shown, problem: null } : { problem: shown.problem.message }),
      (error) => settle({ problem: toAppError(error).message }),
    );
  }, [settled, connected]);
  return previewed;
}

/** Waits until the browser has the picture, so that the old one is never replaced by a gap. */
async function draw(request: CallInput<'renders.preview'>): Promise<RenderPreview> {
  const preview = await core.call('renders.preview', request);
  if (preview.problem !== null) return preview;
  const image = new Image();
  image.src = preview.url;
  await image.decode().catch(() => undefined);
  return preview;
}

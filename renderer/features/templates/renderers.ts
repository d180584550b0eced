import { create } from 'zustand';
import { toAppError } from '../../../shared/errors.ts';
import type { RendererState } from '../../../shared/render.ts';
import type { RenderProvider } from '../../../shared/template.ts';
import { core } from '../../core.ts';

interface Renderers {
  /** Empty until the core has told. */
  list: readonly RendererState[];
  /** Templated is being asked for its account. */
  asking: boolean;
  /** Why that could not be told. */
  reason: string | null;
}

/** Who can draw, and how each of them does. */
export const useRenderers = create<Renderers>(() => ({ list: [], asking: false, reason: null }));

export const rendererOf = (list: readonly RendererState[], provider: RenderProvider) =>
  list.find((renderer) => renderer.provider === provider);

/** Fetches the states; with `ask`, Templated is asked for its account first. True when that could be told. */
export async function loadRenderers(ask = false): Promise<boolean> {
  useRenderers.setState({ asking: ask });
  try {
    const { renderers } = await core.call('renderers.list', { ask });
    useRenderers.setState({ list: renderers, reason: null });
    return true;
  } catch (error) {
    useRenderers.setState({ reason: toAppError(error).message });
    return false;
  } finally {
    useRenderers.setState({ asking: false });
  }
}

/** Keeps Templated's key, or forgets it when it is empty; throws AppError when the core refuses it. */
export async function setTemplatedKey(key: string): Promise<void> {
  const { renderers } = await core.call('renderers.setKey', { key });
  useRenderers.setState({ list: renderers, reason: null });
}

/** Whoever has an account sees what is left of it without asking. */
async function askOnce(): Promise<void> {
  const templated = rendererOf(useRenderers.getState().list, 'templated');
  if (templated?.configured && templated.quota === null) await loadRenderers(true);
}

/** Keeps the states in step with the core; returns what stops it. */
export function followRenderers(): () => void {
  void loadRenderers().then(askOnce);
  return core.listen('renderer.changed', (state) =>
    useRenderers.setState(({ list }) => ({
      list: list.some(({ provider }) => provider === state.provider)
        ? list.map((known) => (known.provider === state.provider ? state : known))
        : [...list, state],
    })),
  );
}

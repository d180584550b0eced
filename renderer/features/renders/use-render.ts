import { useEffect, useState } from 'react';
import { toAppError } from '../../../shared/errors.ts';
import type { Render } from '../../../shared/render.ts';
import { core } from '../../core.ts';
import { useRenders } from './renders.ts';

type Loaded = Render | { reason: string };

/** A picture as it is now: of the list, else fetched and followed. Null while it is on its way. */
export function useRender(id: string): Loaded | null {
  const listed = useRenders(({ items }) => items.find((item) => item.id === id));
  const [own, setOwn] = useState<{ id: string; loaded: Loaded } | null>(null);
  const isListed = listed !== undefined;
  useEffect(() => {
    if (isListed) return;
    let wanted = true;
    const take = (loaded: Loaded) => {
      if (!wanted) return;
      setOwn({ id, loaded });
      if (!('reason' in loaded)) useRenders.setState({ opened: loaded });
    };
    core.call('renders.get', { id }).then(take, (error) => take({ reason: toAppError(error).message }));
    const stop = core.listen('render.changed', ({ renders }) => {
      const changed = renders.find((render) => render.id === id);
      if (changed !== undefined) take(changed);
    });
    return () => {
      wanted = false;
      stop();
    };
  }, [id, isListed]);
  return listed ?? (own?.id === id ? own.loaded : null);
}

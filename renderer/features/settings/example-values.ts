import { useEffect, useState } from 'react';
import type { RenderValue } from '../../../shared/render.ts';
import { valueDefinitions } from '../../../shared/rendering/value-definitions.ts';
import { core, useCore } from '../../core.ts';

const nameless: RenderValue[] = Object.entries(valueDefinitions).map(([name, { title }]) => ({
  ...{ name, title },
  value: null,
}));

/** The values that conditions can ask for, as they are for the newest photo; without a photo, their names alone. */
export function useExampleValues(): readonly RenderValue[] {
  const connected = useCore((state) => state.connected && state.info !== null);
  const [values, setValues] = useState<readonly RenderValue[]>(nameless);
  useEffect(() => {
    if (!connected) return;
    newest()
      .then((found) => found !== null && setValues(found))
      // The names alone will do.
      .catch(() => undefined);
  }, [connected]);
  return values;
}

async function newest(): Promise<readonly RenderValue[] | null> {
  const { items } = await core.call('analyses.list', { limit: 1 });
  const [first] = items;
  return first === undefined ? null : (await core.call('mappings.values', { analysisId: first.id })).values;
}

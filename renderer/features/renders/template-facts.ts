import { useEffect } from 'react';
import { create } from 'zustand';
import type { CallOutput } from '../../../shared/contract.ts';
import { core } from '../../core.ts';

type TemplateFacts = CallOutput<'templates.get'>;

/** Templates that were looked at, by id; null for one that could not be fetched. */
const useFacts = create<{ byId: ReadonlyMap<string, TemplateFacts | null> }>(() => ({ byId: new Map() }));
const loading = new Set<string>();

async function fetchTemplate(id: string): Promise<void> {
  if (loading.has(id)) return;
  loading.add(id);
  // A template may be gone: its pictures are shown without what it would tell.
  const facts = await core.call('templates.get', { id }).catch(() => null);
  loading.delete(id);
  useFacts.setState(({ byId }) => ({ byId: new Map([...byId, [id, facts]]) }));
}

core.listen('templates.changed', () => useFacts.setState({ byId: new Map() }));

/** A template with its layers and mapping; undefined while it is on its way, null when it cannot be told. */
export function useTemplateFacts(id: string | null): TemplateFacts | null | undefined {
  const facts = useFacts(({ byId }) => (id === null ? null : byId.get(id)));
  useEffect(() => {
    if (id !== null && facts === undefined) void fetchTemplate(id);
  }, [id, facts]);
  return facts;
}

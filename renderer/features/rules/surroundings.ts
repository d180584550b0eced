import { useEffect, useMemo } from 'react';
import { create } from 'zustand';
import type { Surroundings } from '../../../shared/rules/rule.ts';
import { core } from '../../core.ts';
import { tellFailure } from '../../ui/notices.tsx';
import { followAreas, useAreas } from './areas.ts';

type Names = Required<Pick<Surroundings, 'channels' | 'templates'>>;

const useNames = create<Names>(() => ({ channels: [], templates: [] }));

async function loadChannels(): Promise<void> {
  const { channels } = await core.call('channels.list', {});
  useNames.setState({ channels: channels.map(({ channel }) => channel.name) });
}

/** Names are held against the list of templates only where it is whole. */
async function loadTemplates(): Promise<void> {
  const { templates, nextCursor, problem } = await core.call('templates.list', { limit: 500 });
  const isWhole = nextCursor === null && problem === null;
  useNames.setState({ templates: isWhole ? templates.map(({ name }) => name) : [] });
}

/** Keeps the names that texts may speak of in step with the core; returns what stops it. */
export function followSurroundings(): () => void {
  const followed = [
    ['channels.changed', () => void loadChannels().catch(tellFailure)],
    ['templates.changed', () => void loadTemplates().catch(tellFailure)],
  ] as const;
  for (const [, load] of followed) load();
  const stops = [followAreas(), ...followed.map(([event, load]) => core.listen(event, load))];
  return () => {
    for (const stop of stops) stop();
  };
}

/** The names that a text may speak of, as the core knows them. */
export function useSurroundings(): Surroundings {
  const areas = useAreas(({ list }) => list);
  const names = useNames();
  return useMemo(() => ({ areas: areas.map(({ name }) => name), ...names }), [areas, names]);
}

/** The same while the core can be reached. */
export function useFollowing(connected: boolean, follow: () => () => void): void {
  useEffect(() => (connected ? follow() : undefined), [connected, follow]);
}

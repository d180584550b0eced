import { useEffect, useMemo } from 'react';
import { create } from 'zustand';
import type { Surroundings } from '../../../shared/rules/rule.ts';
import { core } from '../../core.ts';
import { tellFailure } from '../../ui/notices.tsx';
import { followAreas, useAreas } from './areas.ts';

const useChannelNames = create<{ names: readonly string[] }>(() => ({ names: [] }));

/** Keeps the names that texts may speak of in step with the core; returns what stops it. */
export function followSurroundings(): () => void {
  const load = () =>
    core
      .call('channels.list', {})
      .then(({ channels }) =>
        useChannelNames.setState({ names: channels.map(({ channel }) => channel.name) }),
      )
      .catch(tellFailure);
  void load();
  const stops = [followAreas(), core.listen('channels.changed', () => void load())];
  return () => {
    for (const stop of stops) stop();
  };
}

/** The names that a text may speak of, as the core knows them. */
export function useSurroundings(): Surroundings {
  const areas = useAreas(({ list }) => list);
  const channels = useChannelNames(({ names }) => names);
  return useMemo(() => ({ areas: areas.map(({ name }) => name), channels }), [areas, channels]);
}

/** The same while the core can be reached. */
export function useFollowing(connected: boolean, follow: () => () => void): void {
  useEffect(() => (connected ? follow() : undefined), [connected, follow]);
}

import { useMemo } from 'react';
import { useChannels } from '../channels/channels.ts';
import { useAlerts } from './alerts.ts';

/** Labels that the program gives its own alerts. */
const wellKnown = ['alertname', 'severity', 'source', 'channel', 'metric', 'rule', 'photo', 'batch'];
const mostValues = 100;

/** Names and values of labels to choose from: the usual ones, and those of the alerts that are loaded. */
export function useKnownLabels(): { names: string[]; valuesOf(name: string): string[] } {
  const items = useAlerts((alerts) => alerts.items);
  const channels = useChannels(({ list }) => list);
  return useMemo(() => {
    const values = new Map<string, Set<string>>(wellKnown.map((name) => [name, new Set()]));
    for (const { labels, severity } of items) {
      for (const [name, value] of [...Object.entries(labels), ['severity', severity] as const]) {
        const known = values.get(name) ?? new Set();
        if (known.size < mostValues) known.add(value);
        values.set(name, known);
      }
    }
    for (const { channel } of channels) values.get('channel')?.add(channel.id);
    return {
      names: [...values.keys()],
      valuesOf: (name) => [...(values.get(name) ?? [])].toSorted(),
    };
  }, [items, channels]);
}

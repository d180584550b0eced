import { MultiSelect } from '@mantine/core';
import { type Targets, targetsSchema } from '../../../shared/alert.ts';
import { useChannels } from '../channels/channels.ts';

interface TargetsFieldProps {
  label: string;
  help?: string;
  /** Null: nothing is said, and `placeholder` holds. */
  targets: Targets | null;
  placeholder?: string;
  error?: string | undefined;
  onChange: (targets: Targets | null) => void;
}

const all = 'all';
const nobody: Targets = targetsSchema.parse({});

/** Which channels: all, all of some kinds, and single ones. */
export function TargetsField({ label, help, targets, placeholder, error, onChange }: TargetsFieldProps) {
  const { kinds, list } = useChannels();
  const { kinds: chosenKinds, channelIds } = targets ?? nobody;
  const known = new Set(list.map(({ channel }) => channel.id));
  const gone = channelIds.filter((id) => !known.has(id));
  const value = targets?.all
    ? [all]
    : [...chosenKinds.map((kind) => `kind:${kind}`), ...channelIds.map((id) => `one:${id}`)];
  return (
    <MultiSelect
      label={label}
      {...(help !== undefined && { description: help })}
      {...(value.length === 0 && { placeholder: placeholder ?? 'Nobody' })}
      searchable
      clearable
      hidePickedOptions
      error={error}
      data={[
        { value: all, label: 'All channels' },
        {
          group: 'All of a kind',
          items: kinds
            .filter(({ forWorkflows }) => !forWorkflows)
            .map(({ kind, label }) => ({ value: `kind:${kind}`, label: `Every ${label}` })),
        },
        {
          group: 'Single ones',
          items: [
            ...list.map(({ channel }) => ({ value: `one:${channel.id}`, label: channel.name })),
            ...gone.map((id) => ({ value: `one:${id}`, label: `${id} (gone)` })),
          ],
        },
      ]}
      value={value}
      onChange={(next) => {
        if (next.length === 0) return onChange(placeholder === undefined ? nobody : null);
        const pickedAll = next.includes(all) && !targets?.all;
        if (pickedAll || (next.length === 1 && next[0] === all)) return onChange({ ...nobody, all: true });
        const after = (prefix: string) =>
          next.flatMap((one) => (one.startsWith(prefix) ? [one.slice(prefix.length)] : []));
        onChange({ all: false, kinds: after('kind:'), channelIds: after('one:') });
      }}
    />
  );
}

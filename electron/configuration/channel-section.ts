import { z } from 'zod';
import { type Channel, channelSchema } from '../../shared/channel.ts';
import { AppError } from '../../shared/errors.ts';
import type { ChannelRegistry } from '../integrations/channel-registry.ts';
import {
  type ConfigurationSection,
  changeOf,
  defineSection,
  invalid,
  isWritten,
  skipped,
} from './section.ts';

export interface ChannelSectionParts {
  registry: Pick<ChannelRegistry, 'kinds' | 'stored' | 'check' | 'isKept' | 'restore'>;
  /** Channels may have come or changed. */
  changed(): void;
}

const channelsSchema = z.array(channelSchema).max(1_000);

/** Channels by their ids; others stay. Masks stand for secrets, and what the environment gives is left out. */
export function channelSection({ registry, changed }: ChannelSectionParts): ConfigurationSection {
  return defineSection({
    key: 'channels',
    schema: channelsSchema,
    exported: registry.stored,
    plan(channels) {
      const repeated = channels.find(({ id }, index) => channels.findIndex((one) => one.id === id) < index);
      if (repeated !== undefined) throw invalid('Two channels have one id. Correct the file.');
      const kinds = new Set(registry.kinds().map(({ kind }) => kind));
      const known = channels.filter(({ kind }) => kinds.has(kind));
      const planned = known.map((channel) => {
        const prepared = checked(channel, channels.indexOf(channel), known, registry);
        const before = registry.stored().find(({ id }) => id === channel.id);
        const isKept = registry.isKept(prepared);
        const after = isKept ? before : { ...prepared.channel };
        const remark = prepared.lacksSecrets ? 'Type its secrets before anything is sent there.' : null;
        const change = changeOf('channels', channel.name, { before, after, remark });
        // A secret that the file brings changes what its mask stands for.
        return {
          prepared,
          change: isKept || before === undefined ? change : { ...change, change: 'changed' as const },
        };
      });
      const written = planned.filter(({ change }) => isWritten(change)).map(({ prepared }) => prepared);
      return {
        changes: [
          ...planned.map(({ change }) => change),
          ...channels
            .filter(({ kind }) => !kinds.has(kind))
            .map(({ name, kind }) =>
              skipped(
                'channels',
                name,
                `This version of the program knows no channels of the kind "${kind}".`,
              ),
            ),
        ],
        ...(written.length > 0 && { writeFiles: () => registry.restore(written), tell: changed }),
      };
    },
  });
}

function checked(
  channel: Channel,
  index: number,
  together: readonly Channel[],
  registry: Pick<ChannelRegistry, 'check'>,
) {
  try {
    return registry.check(channel, together);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const fields = Object.entries(error.fields ?? {}).map(([path, text]) => [
      `channels.${index}.${path}`,
      text,
    ]);
    throw invalid(
      `The channel "${channel.name}" does not do. ${error.message} Nothing was changed.`,
      Object.fromEntries(fields),
    );
  }
}

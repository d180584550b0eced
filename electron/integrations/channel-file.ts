import { type Channel, channelSchema } from '../../shared/channel.ts';
import type { Log } from '../log.ts';
import { toStorageError } from '../store/storage-error.ts';
import { type OpenSettings, openVersionedFile, type Upgrade } from '../store/versioned-file.ts';

/** A channel as it lies on the disk: masks stand where secrets are kept elsewhere. */
export interface StoredChannel {
  channel: Channel;
  /** Why the program switched it off; null when somebody did, or it is on. */
  disabledReason: string | null;
  /** The target that was gone then, as `rateKey`; null when it was not said. */
  disabledFor: string | null;
}

/** channels.json of a data folder. */
export interface ChannelFile {
  list(): StoredChannel[];
  /** Replaces, adds and removes by id, and leaves the others as they lie there. Throws AppError storage.*. */
  change(changed: readonly StoredChannel[], removedIds: readonly string[]): void;
}

export interface ChannelFileOptions {
  dataDir: string;
  /** conf when left out. */
  open?: OpenSettings | undefined;
  log: Pick<Log, 'warn'>;
  now?: (() => number) | undefined;
}

/** One more whenever stored channels change their shape. */
const upgrades: readonly Upgrade[] = [];

/** Opens the file. A channel in it that cannot be read is left out, and the file kept beside it as it was. */
export function openChannelFile(options: ChannelFileOptions): ChannelFile {
  try {
    const file = openVersionedFile({ ...options, name: 'channels', defaults: { channels: [] }, upgrades });
    const entries = () => {
      const { channels } = file.get();
      return Array.isArray(channels) ? channels : [];
    };
    const broken = entries().filter((entry) => read(entry) === null);
    if (broken.length > 0 || !Array.isArray(file.get().channels)) {
      file.mend(`${broken.length} channels`, { channels: entries().filter((entry) => read(entry) !== null) });
    }
    return {
      list: () => entries().flatMap((entry) => read(entry) ?? []),
      change(changed, removedIds) {
        const written = new Map(changed.map((entry) => [entry.channel.id, entry]));
        const kept = entries().filter((entry) => !removedIds.includes(idOf(entry)));
        const replaced = kept.map((entry) => {
          const change = written.get(idOf(entry));
          written.delete(idOf(entry));
          return change === undefined ? entry : toEntry(change);
        });
        try {
          file.set({ channels: [...replaced, ...[...written.values()].map(toEntry)] });
        } catch (error) {
          throw toStorageError(error);
        }
      },
    };
  } catch (error) {
    throw toStorageError(error);
  }
}

function read(entry: unknown): StoredChannel | null {
  const channel = channelSchema.safeParse(entry);
  if (!channel.success) return null;
  const { disabledReason, disabledFor } = entry as { disabledReason?: unknown; disabledFor?: unknown };
  return {
    channel: channel.data,
    disabledReason: typeof disabledReason === 'string' ? disabledReason : null,
    disabledFor: typeof disabledFor === 'string' ? disabledFor : null,
  };
}

function toEntry({ channel, disabledReason, disabledFor }: StoredChannel) {
  return {
    ...channel,
    ...(disabledReason !== null && { disabledReason }),
    ...(disabledFor !== null && { disabledFor }),
  };
}

function idOf(entry: unknown): string {
  return read(entry)?.channel.id ?? '';
}

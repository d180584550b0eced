import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import {
  type Channel,
  type ChannelKindView,
  type ChannelState,
  type ChannelView,
  channelSchema,
} from '../../shared/channel.ts';
import type { CallInput } from '../../shared/contract.ts';
import { AppError } from '../../shared/errors.ts';
import { type EventRecord, severityRank } from '../../shared/event.ts';
import type { Recipient } from '../delivery/outbox.ts';
import type { EventBus } from '../events.ts';
import type { Environment } from '../store/environment.ts';
import type { SecretStore } from '../store/secret-store.ts';
import { type Prepared, prepareChannel } from './channel-draft.ts';
import { type ChannelFileOptions, openChannelFile, type StoredChannel } from './channel-file.ts';
import type { AnyChannelKind } from './channels/channel.ts';
import { asConfig } from './config-fields.ts';
import {
  type ConfiguredChannel,
  environmentFields,
  type KnownKind,
  resolveChannel,
} from './configured-channel.ts';

export type ChannelDraft = CallInput<'channels.save'>;

/** The channels of a data folder, and those that the environment gives. */
export interface ChannelRegistry {
  kinds(): ChannelKindView[];
  /** Those of the environment first, then in the order they were added. */
  list(): readonly ConfiguredChannel[];
  /** Null when there is none. */
  find(id: string): ConfiguredChannel | null;
  /** Throws AppError notFound. */
  get(id: string): ConfiguredChannel;
  /** The channel for a screen, secrets masked. Throws AppError notFound. */
  view(id: string, state: ChannelState): ChannelView;
  /** Throws AppError channel.invalid, channel.locked, notFound, secret.unreadable or storage.*: nothing changed then. */
  save(draft: ChannelDraft): { id: string };
  /** Throws AppError channel.locked for one that the environment gives, or notFound. */
  remove(id: string): void;
  /** Switches a channel off and remembers why, until somebody saves it switched on. */
  disable(id: string, why: string): void;
  /** Who is to hear of an event; those named in `channelIds` whatever they ask for. Throws AppError notFound. */
  recipientsOf(
    event: Pick<EventRecord, 'type' | 'severity'>,
    options?: { channelIds?: readonly string[]; test?: boolean },
  ): Recipient[];
  /** Its secrets in plain text, to keep them out of what is shown. Throws AppError notFound. */
  secretsOf(id: string): readonly string[];
  /** As they are stored: masks for secrets, nothing of the environment. */
  stored(): Channel[];
  /**
   * Checks a channel that is to be restored together with these. Secrets that are masks and not known here may stay
   * open. Throws as `save` does.
   */
  check(draft: Channel, together: readonly Channel[]): Prepared;
  /** Whether it is kept just like this, with these secrets. */
  isKept(prepared: Prepared): boolean;
  /** Saves what was checked, each under its own id. What it returns puts back what was there. */
  restore(prepared: readonly Prepared[]): () => void;
}

export interface ChannelRegistryOptions extends ChannelFileOptions {
  kinds: readonly AnyChannelKind[];
  secrets: SecretStore;
  environment: Environment;
  events: Pick<EventBus, 'emit'>;
}

const environmentPrefix = 'env-';
const switchedByHand = { disabledReason: null, disabledFor: null } as const;

/** Opens channels.json of the data folder. Throws AppError storage.*. */
export function openChannelRegistry(options: ChannelRegistryOptions): ChannelRegistry {
  const { secrets, environment, events } = options;
  const kinds = new Map(options.kinds.map((kind) => [kind.kind, knownKind(kind)]));
  const file = openChannelFile(options);
  let channels = resolveAll();

  function resolveAll(): Map<string, ConfiguredChannel> {
    const stored = file.list();
    const given = [...kinds.values()].filter((known) => environmentFields(known, environment).length > 0);
    const entries = [
      ...given.map(
        ({ kind }) =>
          stored.find(({ channel }) => channel.id === environmentId(kind) && channel.kind === kind.kind) ??
          fresh(kind),
      ),
      ...stored.filter(({ channel }) => !channel.id.startsWith(environmentPrefix)),
    ];
    return new Map(entries.map((entry) => [entry.channel.id, resolve(entry)]));
  }

  /** What the environment gives to the channel with this id. */
  function environmentOf(id: string) {
    const known = [...kinds.values()].find(({ kind }) => environmentId(kind) === id);
    return known === undefined ? [] : environmentFields(known, environment);
  }

  function resolve({ channel, disabledReason, disabledFor }: StoredChannel): ConfiguredChannel {
    const known = kinds.get(channel.kind) ?? null;
    const environment = environmentOf(channel.id);
    const resolved = resolveChannel({ known, channel, disabledReason, environment, secrets });
    // Nobody needs a screen to give it another target: what was gone was the old one.
    const hasMoved = resolved.fromEnvironment && disabledFor !== null && disabledFor !== resolved.rateKey;
    if (!hasMoved || resolved.config === null) return resolved;
    const enabled = { ...channel, enabled: true };
    return resolveChannel({ known, channel: enabled, disabledReason: null, environment, secrets });
  }

  /** One of the environment is stored once something about it was changed. */
  function storedOf({ channel, kind }: ConfiguredChannel): StoredChannel {
    const stored = file.list().find((entry) => entry.channel.id === channel.id);
    if (stored !== undefined || kind === null) return stored ?? { channel, ...switchedByHand };
    return fresh(kind);
  }

  const find = (id: string) => channels.get(id) ?? null;

  function get(id: string): ConfiguredChannel {
    const found = find(id);
    if (found !== null) return found;
    throw new AppError('notFound', `There is no channel "${id}". List the channels again.`);
  }

  function prepare(
    draft: object & { id: string },
    {
      together = [],
      mayLackSecrets = false,
    }: { together?: readonly Channel[]; mayLackSecrets?: boolean } = {},
  ): Prepared {
    const replaced = new Set([draft.id, ...together.map(({ id }) => id)]);
    const others = [
      ...[...channels.values()].map(({ channel }) => channel).filter(({ id }) => !replaced.has(id)),
      ...together.filter(({ id }) => id !== draft.id),
    ];
    return prepareChannel(draft, {
      kinds,
      old: find(draft.id),
      environment: environmentOf(draft.id),
      takenNames: others.map(({ name }) => name),
      mayLackSecrets,
    });
  }

  /**
   * Secrets go first: a channel without its secret would be worse than a secret without its channel. What it returns
   * puts them back.
   */
  function write(prepared: readonly Prepared[], removedIds: readonly string[]): () => void {
    const ids = [...prepared.map(({ channel }) => channel.id), ...removedIds];
    const old = secrets.keys().filter((key) => ids.some((id) => key.startsWith(`channel.${id}.`)));
    const added = Object.assign({}, ...prepared.map((entry) => entry.secrets));
    const changes = { ...Object.fromEntries(old.map((key) => [key, null])), ...added };
    const takeBack = Object.keys(changes).length === 0 ? () => undefined : secrets.change(changes);
    try {
      writeFile(
        prepared.map(({ channel }) => ({ channel, ...switchedByHand })),
        removedIds,
      );
    } catch (error) {
      takeBack();
      throw error;
    }
    return takeBack;
  }

  function writeFile(changed: readonly StoredChannel[], removedIds: readonly string[]): void {
    file.change(changed, removedIds);
    channels = resolveAll();
    events.emit('channels.changed', {});
  }

  return {
    kinds: () => [...kinds.values()].map(kindView),
    list: () => [...channels.values()],
    find,
    get,
    view(id, state) {
      const { channel, masked, target, locked, fromEnvironment } = get(id);
      return { channel: { ...channel, config: masked }, target, locked, fromEnvironment, state };
    },
    save(draft) {
      const id = draft.id ?? freeId(draft.name, [...channels.keys()]);
      if (draft.id !== undefined) get(draft.id);
      write([prepare({ ...draft, id })], []);
      return { id };
    },
    remove(id) {
      const { fromEnvironment, locked } = get(id);
      if (fromEnvironment) {
        const message = `This channel is given by ${Object.values(locked)[0]}. Unset that, or switch the channel off.`;
        throw new AppError('channel.locked', message);
      }
      write([], [id]);
    },
    disable(id, why) {
      const configured = get(id);
      const channel = { ...storedOf(configured).channel, enabled: false };
      writeFile([{ channel, disabledReason: why, disabledFor: configured.rateKey }], []);
    },
    recipientsOf(event, { channelIds, test = false } = {}) {
      const chosen = channelIds === undefined ? [...channels.values()] : [...new Set(channelIds)].map(get);
      return chosen
        .filter(({ channel, takesIn }) => test || (channel.enabled && takesIn))
        .filter(({ channel }) => channelIds !== undefined || wants(channel, event))
        .map(({ channel, kind }) => ({
          channelId: channel.id,
          windowMs: test ? 0 : windowMsOf(channel, kind, event),
          ...(test && { test }),
        }));
    },
    secretsOf: (id) => get(id).secrets,
    stored: () => file.list().map(({ channel }) => channel),
    check: (draft, together) => prepare(draft, { together, mayLackSecrets: true }),
    isKept({ channel, secrets: given }) {
      const kept = file.list().find((entry) => entry.channel.id === channel.id);
      return (
        isDeepStrictEqual(kept?.channel, channel) &&
        Object.entries(given).every(([key, secret]) => secrets.get(key) === secret)
      );
    },
    restore(prepared) {
      const ids = prepared.map(({ channel }) => channel.id);
      const before = file.list().filter(({ channel }) => ids.includes(channel.id));
      const added = ids.filter((id) => !before.some(({ channel }) => channel.id === id));
      const takeBack = write(prepared, []);
      return () => {
        takeBack();
        writeFile(before, added);
      };
    },
  };
}

function wants(channel: Channel, { type, severity }: Pick<EventRecord, 'type' | 'severity'>): boolean {
  return severityRank(severity) >= severityRank(channel.minSeverity) && channel.eventTypes.includes(type);
}

function windowMsOf(
  channel: Channel,
  kind: AnyChannelKind | null,
  event: Pick<EventRecord, 'severity'>,
): number {
  const batches = kind !== null && kind.limits.maxBatch > 1 && channel.batch.upTo > 1;
  return batches && event.severity !== 'critical' ? channel.batch.windowSeconds * 1_000 : 0;
}

function knownKind(kind: AnyChannelKind): KnownKind {
  return { kind, schema: z.toJSONSchema(kind.config, { io: 'input' }) };
}

function kindView({ kind, schema }: KnownKind): ChannelKindView {
  const { id: _, ...initial } = newChannel(kind, 'new', kind.label);
  return {
    kind: kind.kind,
    label: kind.label,
    description: kind.description,
    docsUrl: kind.docsUrl,
    configSchema: asConfig(schema),
    initial,
    maxBatch: kind.limits.maxBatch,
    forWorkflows: kind.forWorkflows === 'only',
  };
}

function newChannel(kind: AnyChannelKind, id: string, name: string): Channel {
  return channelSchema.parse({ id, kind: kind.kind, name, ...kind.initial });
}

function environmentId({ kind }: AnyChannelKind): string {
  return `${environmentPrefix}${kind}`;
}

function fresh(kind: AnyChannelKind): StoredChannel {
  const name = `${kind.label} (environment)`;
  return { channel: newChannel(kind, environmentId(kind), name), ...switchedByHand };
}

/** `Ops room #1` becomes ops-room-1, or ops-room-1-2 when that is taken. */
function freeId(name: string, taken: readonly string[]): string {
  const words = name
    .normalize('NFKD')
    .toLowerCase()
    .match(/[a-z0-9]+/g) ?? ['channel'];
  const plain = words.join('-').slice(0, 50).replace(/-$/, '');
  // Ids of the environment stay free for it.
  const slug = plain.startsWith(environmentPrefix) ? `channel-${plain}` : plain;
  const next = (number: number): string => {
    const id = number === 1 ? slug : `${slug}-${number}`;
    return taken.includes(id) ? next(number + 1) : id;
  };
  return next(1);
}

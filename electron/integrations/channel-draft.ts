import { isDeepStrictEqual } from 'node:util';
import { type Channel, channelSchema, secretMask } from '../../shared/channel.ts';
import { AppError } from '../../shared/errors.ts';
import { plainHost } from '../http/address-guard.ts';
import {
  asConfig,
  dotted,
  type FieldPath,
  holdsSecret,
  leavesOf,
  mapLeaves,
  maskedConfig,
  schemaAt,
  valueAt,
  withoutValueAt,
  withValueAt,
} from './config-fields.ts';
import {
  type ConfiguredChannel,
  type EnvironmentField,
  fieldErrors,
  type KnownKind,
  secretKey,
  sentenceOf,
} from './configured-channel.ts';

/** A channel as it goes into the file, and its secrets by the names they are kept under. */
export interface Prepared {
  channel: Channel;
  secrets: Readonly<Record<string, string>>;
  /** Masks in it stand for secrets that are not known here. */
  lacksSecrets: boolean;
}

export interface DraftParts {
  kinds: ReadonlyMap<string, KnownKind>;
  /** What it replaces: masks in the draft stand for its secrets. */
  old: ConfiguredChannel | null;
  environment: readonly EnvironmentField[];
  /** Names that other channels have. */
  takenNames: readonly string[];
  /** Secrets that nobody knows are left open, as after an import. */
  mayLackSecrets?: boolean;
}

/** Checks what somebody wants saved. Throws AppError channel.invalid with every wrong field, or channel.locked. */
export function prepareChannel(draft: unknown, parts: DraftParts): Prepared {
  const channel = commonPart(draft);
  const known = parts.kinds.get(channel.kind);
  if (known === undefined) throw invalid({ kind: `There is no kind of channel named "${channel.kind}".` });
  const fields: Record<string, string> = {};
  if (parts.old !== null && parts.old.channel.kind !== channel.kind) {
    fields.kind = 'The kind of a channel stays. Add another channel instead.';
  }
  if (parts.takenNames.some((name) => name.toLowerCase() === channel.name.toLowerCase())) {
    fields.name = 'Another channel has this name. Choose another one.';
  }
  const { maxBatch } = known.kind.limits;
  if (channel.batch.upTo > maxBatch) {
    fields['batch.upTo'] =
      maxBatch === 1
        ? 'This kind of channel takes one event a message.'
        : `At most ${maxBatch} events a message.`;
  }

  const unlocked = withoutLocked(channel.config, parts);
  const moved = goesElsewhere(unlocked, parts.old, known);
  const open: FieldPath[] = [];
  const config = asConfig(
    mapLeaves(known.schema, unlocked, ({ value, path, secret }) => {
      if (!secret || value !== secretMask) return value;
      const kept = moved ? null : oldSecretAt(path, unlocked, parts.old, known);
      if (kept === null) open.push(path);
      return kept ?? value;
    }),
  );
  const complaints = configErrors(known, config, parts.environment);
  for (const [path, complaint] of Object.entries(complaints)) {
    const isOpen = open.some(
      (at) => dotted(at) === path || dotted(at).startsWith(path === '' ? '' : `${path}.`),
    );
    if (!isOpen) fields[path === '' ? 'config' : `config.${path}`] = complaint;
  }
  if (!parts.mayLackSecrets) {
    const complaint = moved
      ? 'It was kept for another host. Type it again.'
      : 'This secret is not known here. Type it again.';
    for (const path of open) fields[`config.${dotted(path)}`] = complaint;
  }
  if (Object.keys(fields).length > 0) throw invalid(fields, known);

  const secrets = leavesOf(known.schema, config).filter(
    (leaf) => holdsSecret(leaf) && leaf.value !== secretMask,
  );
  return {
    channel: { ...channel, config: maskedConfig(known.schema, config) },
    secrets: Object.fromEntries(
      secrets.map(({ path, value }) => [secretKey(channel.id, path), String(value)]),
    ),
    lacksSecrets: open.length > 0,
  };
}

function commonPart(draft: unknown): Channel {
  const common = channelSchema.safeParse(draft);
  if (common.success) return common.data;
  throw invalid(Object.fromEntries(common.error.issues.map(({ path, message }) => [dotted(path), message])));
}

/** Without the fields that the environment gives: they may come back as they were shown, but not changed. */
function withoutLocked(config: Channel['config'], { old, environment }: DraftParts): Record<string, unknown> {
  return environment.reduce<Record<string, unknown>>((rest, { path, source }) => {
    const given = valueAt(config, path);
    if (given !== undefined && !isDeepStrictEqual(given, valueAt(old?.masked, path))) {
      const field = `config.${dotted(path)}`;
      throw new AppError('channel.locked', `This field is given by ${source}. Change it there.`, {
        field,
        fields: { [field]: `Given by ${source}.` },
      });
    }
    return withoutValueAt(rest, path);
  }, config);
}

/**
 * Whether the channel is to go to another host than before. Secrets that were kept do not go along: whoever leads
 * them somewhere, by the form or by a file to import, must know them.
 */
function goesElsewhere(config: unknown, old: ConfiguredChannel | null, { schema }: KnownKind): boolean {
  return leavesOf(schema, config).some(
    ({ value, path }) =>
      schemaAt(schema, path)?.destination === true &&
      value !== secretMask &&
      placeOf(value) !== placeOf(valueAt(old?.channel.config, path)),
  );
}

/** Scheme, host and port of a URL; the name of a host as it is compared. */
function placeOf(value: unknown): string {
  const text = String(value).trim();
  const url = /^https?:/i.test(text) ? URL.parse(text) : null;
  return url === null ? plainHost(text) : url.origin;
}

/** The secret that a mask stands for. In a list that became shorter nobody can tell which one that is. */
function oldSecretAt(
  path: FieldPath,
  config: unknown,
  old: ConfiguredChannel | null,
  { schema }: KnownKind,
): string | null {
  const before = old?.channel.config;
  const isShorter = path.some((_, depth) => {
    const list = valueAt(config, path.slice(0, depth));
    const oldList = valueAt(before, path.slice(0, depth));
    return Array.isArray(list) && Array.isArray(oldList) && list.length < oldList.length;
  });
  if (isShorter) return null;
  const found = leavesOf(schema, before).find(
    (leaf) => holdsSecret(leaf) && dotted(leaf.path) === dotted(path),
  );
  return typeof found?.value === 'string' ? found.value : null;
}

function configErrors(
  { kind, schema }: KnownKind,
  config: Record<string, unknown>,
  environment: readonly EnvironmentField[],
): Record<string, string> {
  const whole = environment.reduce((object, { path, value }) => withValueAt(object, path, value), config);
  const parsed = kind.config.safeParse(whole);
  return parsed.success ? {} : fieldErrors(parsed.error, whole, schema);
}

function invalid(fields: Readonly<Record<string, string>>, known?: KnownKind): AppError {
  const [[path, message] = ['', '']] = Object.entries(fields);
  const sentence =
    known !== undefined && path.startsWith('config.')
      ? sentenceOf({ [path.slice('config.'.length)]: message }, known.schema)
      : message;
  return new AppError('channel.invalid', `The channel cannot be saved: ${sentence}`, { field: path, fields });
}

import { createHash } from 'node:crypto';
import type { z } from 'zod';
import { type Channel, secretMask, switchedOffByHand } from '../../shared/channel.ts';
import { AppError } from '../../shared/errors.ts';
import type { Lane } from '../delivery/sender.ts';
import type { Environment } from '../store/environment.ts';
import type { SecretStore } from '../store/secret-store.ts';
import type { AnyChannelKind } from './channels/channel.ts';
import {
  asConfig,
  dotted,
  holdsSecret,
  type JsonSchema,
  leavesOf,
  mapLeaves,
  maskedConfig,
  schemaAt,
  valueAt,
  withValueAt,
} from './config-fields.ts';
import { redactorOf } from './redact.ts';

/** A kind of channel with its schema as forms and this registry read it. */
export interface KnownKind {
  kind: AnyChannelKind;
  schema: JsonSchema;
}

/** A channel ready to be sent to. Its config holds secrets: it never goes to a screen as it is. */
export interface ConfiguredChannel {
  channel: Channel;
  /** Null when this version of the program does not know it. */
  kind: AnyChannelKind | null;
  /** As the kind parsed it; null while something is missing. */
  config: unknown;
  closed: Lane['closed'];
  /** Deliveries are taken in for it: it is complete, or lacks nothing but the key to its secrets. */
  takesIn: boolean;
  target: string;
  /** A digest of what limits are counted by: one target, one key. No secret. */
  rateKey: string;
  locked: Readonly<Record<string, string>>;
  fromEnvironment: boolean;
  masked: Readonly<Channel['config']>;
  secrets: readonly string[];
  /** Masks its secrets in any text. */
  redact(text: string): string;
}

/** A field of a config that the environment gives. */
export interface EnvironmentField {
  path: readonly string[];
  value: unknown;
  /** `SLACK_WEBHOOK_URL (environment)`. */
  source: string;
}

/** The fields that the environment gives to a kind, in the order of the kind; none when its first name is not set. */
export function environmentFields({ kind, schema }: KnownKind, environment: Environment): EnvironmentField[] {
  const fields = Object.entries(kind.environment);
  const [first] = fields;
  if (first === undefined || environment.get(first[1]) === null) return [];
  return fields.flatMap(([field, name]) => {
    const set = environment.get(name);
    if (set === null) return [];
    const path = field.split('.');
    return [{ path, value: typed(schemaAt(schema, path), set.value), source: `${name} (${set.source})` }];
  });
}

/** A text of the environment as the field wants it; what does not fit stays text, and the schema says so. */
function typed(schema: JsonSchema | null, text: string): unknown {
  switch (schema?.type) {
    case 'number':
    case 'integer':
      return /^\d+$/.test(text) ? Number(text) : text;
    case 'boolean':
      return text === 'true' || text === '1' ? true : text === 'false' || text === '0' ? false : text;
    case 'array':
      return text
        .split(',')
        .map((part) => part.trim())
        .filter((part) => part !== '');
    default:
      return text;
  }
}

/** The name a secret of a channel is kept under. */
export function secretKey(channelId: string, path: readonly string[]): string {
  return `channel.${channelId}.${dotted(path)}`;
}

export interface ResolveParts {
  known: KnownKind | null;
  /** As it is stored: masks stand where secrets are kept. */
  channel: Channel;
  disabledReason: string | null;
  environment: readonly EnvironmentField[];
  secrets: Pick<SecretStore, 'get'>;
}

/** Puts a channel together: what is stored, its secrets, what the environment gives. */
export function resolveChannel(parts: ResolveParts): ConfiguredChannel {
  const { known, channel, environment } = parts;
  if (known === null) return unknownKind(channel);
  const { kind, schema } = known;
  const { config, lock, lacking } = withSecrets(known, channel, parts.secrets);
  const whole = environment.reduce<Record<string, unknown>>(
    (object, { path, value }) => withValueAt(object, path, value),
    config,
  );

  const leaves = leavesOf(schema, whole);
  const secrets = leaves.filter(holdsSecret).map(({ value }) => value);
  const names = leaves.flatMap(({ value, secret }) => (typeof value === 'string' && !secret ? [value] : []));
  const redact = redactorOf(secrets, names);

  const parsed = kind.config.safeParse(whole);
  const missing = parsed.success
    ? lacking
    : redact(complaintOf(fieldErrors(parsed.error, whole, schema), { known, whole, environment }));
  const problem = lock ?? missing;
  const closed = closedBecause(channel, parts.disabledReason, problem);
  return {
    channel: { ...channel, config: asConfig(whole) },
    kind,
    config: parsed.success && problem === null ? parsed.data : null,
    closed,
    takesIn: problem === null || lock !== null,
    target: parsed.success && problem === null ? redact(kind.target(parsed.data)) : '',
    rateKey: parsed.success && problem === null ? rateKeyOf(kind, parsed.data) : unknownKey(channel),
    locked: Object.fromEntries(environment.map(({ path, source }) => [dotted(path), source])),
    fromEnvironment: environment.length > 0,
    masked: maskedConfig(schema, whole),
    secrets,
    redact,
  };
}

function unknownKind(channel: Channel): ConfiguredChannel {
  const reason = `This version of the program knows no channels of the kind "${channel.kind}". Update it, or remove the channel.`;
  return {
    channel,
    kind: null,
    config: null,
    closed: { condition: 'disabled', reason },
    takesIn: false,
    target: '',
    rateKey: unknownKey(channel),
    locked: {},
    fromEnvironment: false,
    // Nobody knows which of its fields are secrets; those of a kind that was known once are masks in the file.
    masked: {},
    secrets: [],
    redact: redactorOf([]),
  };
}

/** Limit keys hold secrets: what is kept and compared is a digest of them. */
function rateKeyOf(kind: AnyChannelKind, config: unknown): string {
  const digest = createHash('sha256')
    .update(`${kind.kind}\n${kind.limitKey(config)}`)
    .digest('base64url');
  return `${kind.kind}:${digest.slice(0, 16)}`;
}

function unknownKey({ kind, id }: Channel): string {
  return `${kind}:${id}`;
}

/**
 * Puts secrets where the masks are. A secret that cannot be read, or that an import left open, is a problem of its
 * channel only: without it the channel would go unsigned, or without its login.
 */
function withSecrets({ schema }: KnownKind, channel: Channel, secrets: ResolveParts['secrets']) {
  let lock = null as string | null;
  let lacking = null as string | null;
  const config = asConfig(
    mapLeaves(schema, channel.config, ({ value, path, secret }) => {
      if (!secret || value !== secretMask) return value;
      try {
        const secret = secrets.get(secretKey(channel.id, path));
        if (secret === null) lacking ??= `${titleOf(schema, path) ?? 'A secret'} is needed.`;
        return secret ?? undefined;
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        lock = error.message;
        return undefined;
      }
    }),
  );
  return { config, lock, lacking };
}

function closedBecause(
  channel: Channel,
  disabledReason: string | null,
  problem: string | null,
): Lane['closed'] {
  if (!channel.enabled) return { condition: 'disabled', reason: disabledReason ?? switchedOffByHand };
  return problem === null ? null : { condition: 'incomplete', reason: problem };
}

/** What is wrong with a config, by dotted path within it. */
export function fieldErrors(error: z.ZodError, config: unknown, schema: JsonSchema): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const issue of error.issues) {
    const { path, message, code } = issue;
    const isMissing = code === 'invalid_type' && valueAt(config, path) === undefined;
    // What is wrong with a key is told one level below.
    const said = code === 'invalid_key' ? (issue.issues[0]?.message ?? message) : message;
    fields[dotted(path)] ??= isMissing ? `${titleOf(schema, path) ?? 'This'} is needed.` : said;
  }
  return fields;
}

/** The first complaint, with the name of its field as forms show it. */
export function sentenceOf(fields: Readonly<Record<string, string>>, schema: JsonSchema): string {
  const [[path, message] = ['', 'Something is wrong with its settings.']] = Object.entries(fields);
  const title = titleOf(schema, path.split('.')) ?? path;
  return message.startsWith(`${title} `) || path === '' ? message : `${title}: ${message}`;
}

/** The same for a channel as it stands: what the environment gives or could give goes by its name there. */
function complaintOf(
  fields: Readonly<Record<string, string>>,
  {
    known,
    whole,
    environment,
  }: { known: KnownKind; whole: unknown; environment: readonly EnvironmentField[] },
): string {
  const [path = ''] = Object.keys(fields);
  const given = environment.find(({ path: at }) => `${path}.`.startsWith(`${dotted(at)}.`));
  if (given !== undefined) return `${given.source}: ${fields[path]}`;
  const sentence = sentenceOf(fields, known.schema);
  const name = known.kind.environment[path];
  const couldGive = environment.length > 0 && valueAt(whole, path.split('.')) === undefined;
  return couldGive && name !== undefined ? sentence.replace(/\.$/, ` (${name}).`) : sentence;
}

/** The title of a field, or of what it is a part of. */
function titleOf(schema: JsonSchema, path: readonly PropertyKey[]): string | null {
  const title = schemaAt(schema, path)?.title;
  if (typeof title === 'string') return title;
  return path.length === 0 ? null : titleOf(schema, path.slice(0, -1));
}

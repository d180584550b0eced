import { z } from 'zod';
import { type Channel, channelSchema } from '../../shared/channel.ts';
import { AppError } from '../../shared/errors.ts';
import { type Settings, type SettingsPatch, settingsSchema } from '../../shared/settings.ts';
import type { ChannelRegistry } from './channel-registry.ts';

export interface ConfigurationFile {
  /** Settings and channels as JSON; secrets are masked, and what the environment gives is left out. */
  exported(): Uint8Array;
  /**
   * Takes over settings and channels, each channel in place of the one with its id; others stay. All is checked
   * before anything changes. Throws AppError configuration.invalid or storage.*.
   */
  import(bytes: Uint8Array): { channels: number; incomplete: string[] };
}

export interface ConfigurationFileOptions {
  settings: { get(): Settings; set(patch: SettingsPatch): Settings };
  registry: Pick<ChannelRegistry, 'stored' | 'check' | 'restore'>;
}

const format = 'h200-configuration';
const newestVersion = 1;
const maxDepth = 100;

const headSchema = z.object({ format: z.literal(format), version: z.number().int().min(1) });
const fileSchema = z.object({ settings: settingsSchema, channels: z.array(channelSchema).max(1_000) });

/** Reads and writes configurations to carry from one installation to another. */
export function createConfigurationFile({ settings, registry }: ConfigurationFileOptions): ConfigurationFile {
  return {
    exported() {
      const value = { format, version: newestVersion, settings: settings.get(), channels: registry.stored() };
      return new TextEncoder().encode(`${JSON.stringify(value, null, 2)}\n`);
    },
    import(bytes) {
      const file = parse(bytes);
      const prepared = checked(file.channels, registry);
      const before = settings.get();
      settings.set(file.settings);
      try {
        const restored = registry.restore(prepared);
        const incomplete = restored.filter(({ config }) => config === null);
        return { channels: restored.length, incomplete: incomplete.map(({ channel }) => channel.name) };
      } catch (error) {
        settings.set(before);
        throw error;
      }
    },
  };
}

function parse(bytes: Uint8Array): z.output<typeof fileSchema> {
  const value = parseJson(bytes);
  const head = headSchema.safeParse(value);
  if (!head.success)
    throw invalid('This is not a configuration of this program. Choose a file that it exported.');
  if (head.data.version > newestVersion) {
    throw invalid(
      'The configuration was exported by a newer version of this program. Update the program first.',
    );
  }
  const file = fileSchema.safeParse(value);
  if (file.success) return file.data;
  const fields = Object.fromEntries(file.error.issues.map(({ path, message }) => [path.join('.'), message]));
  const [[path, message] = ['', '']] = Object.entries(fields);
  throw invalid(
    `The configuration cannot be used: ${path}: ${message} Correct the file; nothing was changed.`,
    fields,
  );
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(bytes));
    return isTooDeep(value) ? null : value;
  } catch {
    return null;
  }
}

/** Nesting that no configuration has, and that would take the checks of it beyond the stack. */
function isTooDeep(value: unknown): boolean {
  let level = [value];
  for (let depth = 0; depth < maxDepth; depth++) {
    level = level.flatMap((inner) =>
      inner !== null && typeof inner === 'object' ? Object.values(inner) : [],
    );
    if (level.length === 0) return false;
  }
  return true;
}

function checked(channels: readonly Channel[], registry: ConfigurationFileOptions['registry']) {
  const ids = new Set(channels.map(({ id }) => id));
  if (ids.size < channels.length)
    throw invalid('Two channels of the configuration have one id. Correct the file.');
  return channels.flatMap((channel, index) => {
    try {
      return registry.check([channel]);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      const fields = Object.entries(error.fields ?? {}).map(([path, text]) => [
        `channels.${index}.${path}`,
        text,
      ]);
      const message = `The channel "${channel.name}" of the configuration cannot be used. ${error.message} Nothing was changed.`;
      throw invalid(message, Object.fromEntries(fields));
    }
  });
}

function invalid(message: string, fields?: Readonly<Record<string, string>>): AppError {
  return new AppError('configuration.invalid', message, { fields });
}

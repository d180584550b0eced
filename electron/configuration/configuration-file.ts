import { z } from 'zod';
import type { ConfigurationChange } from '../../shared/configuration.ts';
import { AppError } from '../../shared/errors.ts';
import type { Database } from '../store/database.ts';
import type { Upgrade } from '../store/versioned-file.ts';
import type { ConfigurationSection, FileContent, SectionPlan } from './section.ts';

/** What an operator set up here, to carry from one installation to another as JSON. */
export interface ConfigurationFile {
  /** Without any secret. */
  exported(): Uint8Array;
  /** What an import would do. Throws as it does. */
  preview(bytes: Uint8Array): { changes: ConfigurationChange[] };
  /**
   * All of the file or nothing; only a crash between files and database can leave half of it, which the same import
   * again completes. Throws AppError configuration.invalid or storage.*.
   */
  import(bytes: Uint8Array): Promise<{ changes: ConfigurationChange[] }>;
}

export interface ConfigurationFileOptions {
  /** In the order in which they are written and told. */
  sections: readonly ConfigurationSection[];
  database: Pick<Database, 'write'>;
}

const format = 'h200-configuration';
/** The first leads from version 1 to 2; one more for every change of shape. */
const upgrades: readonly Upgrade[] = [
  // Version 1 had settings and channels alone. What a file does not have is left as it is here.
  (file) => file,
];
const newestVersion = upgrades.length + 1;
const maxDepth = 100;

const headSchema = z.looseObject({ format: z.literal(format), version: z.number().int().min(1) });

export function createConfigurationFile({ sections, database }: ConfigurationFileOptions): ConfigurationFile {
  function plan(bytes: Uint8Array): { plans: SectionPlan[]; changes: ConfigurationChange[] } {
    const content = read(bytes);
    const plans = sections
      .filter(({ key }) => content[key] !== undefined)
      .map((section) => section.plan(content[section.key], content));
    const unknown = Object.keys(content).filter((key) => !sections.some((section) => section.key === key));
    const changes = [
      ...plans.flatMap((one) => one.changes),
      ...unknown.map((name): ConfigurationChange => {
        return {
          section: 'unknown',
          name,
          change: 'skipped',
          remark: 'This program does not know what it is.',
        };
      }),
    ];
    return { plans, changes };
  }

  return {
    exported() {
      const content = Object.fromEntries(sections.map(({ key, exported }) => [key, exported()]));
      const text = JSON.stringify({ format, version: newestVersion, ...content }, null, 2);
      return new TextEncoder().encode(`${text}\n`);
    },
    preview: (bytes) => ({ changes: plan(bytes).changes }),
    async import(bytes) {
      const { plans, changes } = plan(bytes);
      const undo: (() => void)[] = [];
      try {
        for (const { writeFiles } of plans) if (writeFiles !== undefined) undo.push(writeFiles());
        await database.write(() => {
          for (const { writeRows } of plans) writeRows?.();
        });
      } catch (error) {
        for (const putBack of undo.toReversed()) putBack();
        throw error;
      }
      for (const { tell } of plans) await tell?.();
      return { changes };
    },
  };
}

/** The sections of a file, in the newest shape. Throws AppError configuration.invalid. */
function read(bytes: Uint8Array): FileContent {
  const head = headSchema.safeParse(parseJson(bytes));
  if (!head.success)
    throw refused('This is not a configuration of this program. Choose a file that it exported.');
  const { format: _, version, ...content } = head.data;
  if (version > newestVersion) {
    throw refused(
      'The configuration was exported by a newer version of this program. Update the program first.',
    );
  }
  return upgrades
    .slice(version - 1)
    .reduce<Record<string, unknown>>((older, upgrade) => upgrade(older), content);
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

function refused(message: string): AppError {
  return new AppError('configuration.invalid', message);
}

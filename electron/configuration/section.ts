import { isDeepStrictEqual } from 'node:util';
import type { z } from 'zod';
import type { ConfigurationChange, ConfigurationSectionName } from '../../shared/configuration.ts';
import { AppError } from '../../shared/errors.ts';

/** The sections of a file as they were read, not checked. */
export type FileContent = Readonly<Record<string, unknown>>;

/** What a section of a file comes to here. Nothing is changed yet. */
export interface SectionPlan {
  changes: readonly ConfigurationChange[];
  /** What lies outside the database, which is written first. What it returns puts back what was there. */
  writeFiles?(): () => void;
  /** Inside the transaction of all sections. */
  writeRows?(): void;
  /** Once all is kept: whoever is to hear of it is told. */
  tell?(): void | Promise<void>;
}

/** One kind of thing that a configuration carries. None of what it exports is secret. */
export interface ConfigurationSection {
  /** Its key in the file. */
  key: string;
  exported(): unknown;
  /** Checks it all against what is here. Throws AppError configuration.invalid. */
  plan(value: unknown, file: FileContent): SectionPlan;
}

/** A section whose value is read by a schema before it is planned. */
export function defineSection<S extends z.ZodType>(section: {
  key: string;
  schema: S;
  exported(): z.input<S>;
  plan(value: z.output<S>, file: FileContent): SectionPlan;
}): ConfigurationSection {
  const { key, schema, exported, plan } = section;
  return {
    key,
    exported,
    plan(value, file) {
      const parsed = schema.safeParse(value);
      if (parsed.success) return plan(parsed.data, file);
      const fields = Object.fromEntries(
        parsed.error.issues.map(({ path, message }) => [[key, ...path].join('.'), message]),
      );
      const [[path, message] = ['', '']] = Object.entries(fields);
      throw invalid(`${path}: ${message} Correct the file; nothing was changed.`, fields);
    },
  };
}

/** What becomes of one thing, by what is here and what the file has. */
export function changeOf(
  section: ConfigurationSectionName,
  name: string,
  { before, after, remark = null }: { before: unknown; after: unknown; remark?: string | null },
): ConfigurationChange {
  const isNew = before === null || before === undefined;
  const change = isNew ? 'added' : isDeepStrictEqual(before, after) ? 'same' : 'changed';
  return { section, name, change, remark };
}

export function skipped(
  section: ConfigurationSectionName,
  name: string,
  remark: string,
): ConfigurationChange {
  return { section, name, change: 'skipped', remark };
}

/** Whether a change is one that is to be written. */
export const isWritten = ({ change }: ConfigurationChange) => change === 'added' || change === 'changed';

export function invalid(message: string, fields?: Readonly<Record<string, string>>): AppError {
  return new AppError('configuration.invalid', `The configuration cannot be used: ${message}`, { fields });
}

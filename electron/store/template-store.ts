import { type Mapping, mappingSchema } from '../../shared/mapping.ts';
import {
  type Template,
  type TemplateSummary,
  templateSchema,
  templateSummarySchema,
} from '../../shared/template.ts';
import type { Database } from './database.ts';

/** A template as a list of Templated's tells of it. */
export interface ListedTemplate {
  summary: TemplateSummary;
  /** Where Templated has its picture; null without one. */
  thumbnailUrl: string | null;
}

/** What is known of a template besides itself. What is left out stays as it was. */
export interface TemplateExtras {
  thumbnailUrl?: string | null;
  /** The mapping that was made with it. */
  mapping?: Mapping | null;
  /** False: it has layers of which nobody said where they are. True when left out. */
  drawable?: boolean;
  /** What is left out of it here, in sentences. None when left out. */
  warnings?: readonly string[];
}

export interface KeptTemplate extends ListedTemplate {
  /** As its layers were read last; null while they were not. */
  template: Template | null;
  mapping: Mapping | null;
  drawable: boolean;
  warnings: string[];
}

/** The operator's own templates, and what was read of Templated's. */
export interface TemplateStore {
  /** In the order of their names. */
  list(): TemplateSummary[];
  /** Null when there is none. */
  find(id: string): KeptTemplate | null;
  /** Keeps a whole template. */
  save(template: Template, extras?: TemplateExtras): Promise<void>;
  /** What `save` writes, inside a transaction. */
  put(template: Template, extras?: TemplateExtras): void;
  /**
   * Takes over what Templated has now and forgets the others. Layers stay as they were read, also of one that changed:
   * its summary is newer then.
   */
  replaceListed(listed: readonly ListedTemplate[]): Promise<void>;
  /** With its mapping. False when there was none. */
  remove(id: string): Promise<boolean>;
}

/** The templates of a data folder. */
export function createTemplateStore(database: Database): TemplateStore {
  const { statement, read, write } = database;

  function put(template: Template, extras: TemplateExtras = {}): void {
    // Checked before it is written: what can't be read again must not get in.
    const { layers, ...rest } = templateSchema.parse(template);
    const { mapping = null, thumbnailUrl = null, drawable = true, warnings = [] } = extras;
    const summary: TemplateSummary = { ...rest, layers: layers.length };
    statement(upsertWhole).run(
      template.id,
      template.source,
      JSON.stringify(summary),
      Date.parse(template.updatedAt),
      thumbnailUrl,
      drawable ? 1 : 0,
      JSON.stringify(warnings),
      mapping === null ? null : JSON.stringify(mappingSchema.parse(mapping)),
      JSON.stringify(template),
    );
  }

  return {
    list() {
      const rows = read(() => statement('SELECT summary FROM templates').all());
      return rows
        .flatMap(({ summary }) => templateSummarySchema.safeParse(JSON.parse(String(summary))).data ?? [])
        .sort((one, other) => one.name.localeCompare(other.name, 'en') || (one.id < other.id ? -1 : 1));
    },
    find(id) {
      const row = read(() => statement('SELECT * FROM templates WHERE id = ?').get(id));
      return row === undefined ? null : readKept(row);
    },
    save: (template, extras) => write(() => put(template, extras)),
    put,
    async replaceListed(listed) {
      await write(() => {
        for (const { summary, thumbnailUrl } of listed) {
          const json = JSON.stringify(templateSummarySchema.parse(summary));
          statement(upsertListed).run(summary.id, json, Date.parse(summary.updatedAt), thumbnailUrl);
        }
        statement(deleteOthers).run(JSON.stringify(listed.map(({ summary }) => summary.id)));
      });
    },
    async remove(id) {
      return write(() => {
        statement('DELETE FROM mappings WHERE template_id = ?').run(id);
        return statement('DELETE FROM templates WHERE id = ?').run(id).changes === 1;
      });
    },
  };
}

/** Null for one that an earlier version wrote otherwise: it is read again from where it lives. */
function readKept(row: Record<string, unknown>): KeptTemplate | null {
  const summary = templateSummarySchema.safeParse(fromJson(row.summary)).data;
  if (summary === undefined) return null;
  return {
    summary,
    thumbnailUrl: row.thumbnail_url === null ? null : String(row.thumbnail_url),
    template: templateSchema.safeParse(fromJson(row.body)).data ?? null,
    mapping: mappingSchema.safeParse(fromJson(row.mapping)).data ?? null,
    drawable: row.drawable === 1,
    warnings: JSON.parse(String(row.warnings)),
  };
}

function fromJson(value: unknown): unknown {
  return value === null ? null : JSON.parse(String(value));
}

const upsertWhole = `
  INSERT INTO templates (id, source, summary, updated_at, thumbnail_url, drawable, warnings, mapping, body)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
  ON CONFLICT (id) DO UPDATE SET source = excluded.source, summary = excluded.summary,
    updated_at = excluded.updated_at, thumbnail_url = coalesce(excluded.thumbnail_url, thumbnail_url),
    drawable = excluded.drawable, warnings = excluded.warnings, mapping = coalesce(excluded.mapping, mapping),
    body = excluded.body`;

const upsertListed = `
  INSERT INTO templates (id, source, summary, updated_at, thumbnail_url) VALUES (?, 'templated', ?, ?, ?)
  ON CONFLICT (id) DO UPDATE SET summary = excluded.summary, thumbnail_url = excluded.thumbnail_url,
    updated_at = excluded.updated_at
  WHERE source = 'templated'`;

/** The operator's own mappings of theirs stay: a template that comes back finds its own. */
const deleteOthers = `
  DELETE FROM templates WHERE source = 'templated' AND id NOT IN (SELECT value FROM json_each(?))`;

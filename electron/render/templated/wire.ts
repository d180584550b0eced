import { AppError } from '../../../shared/errors.ts';
import {
  maxTemplateSide,
  minTemplateSide,
  type RenderFormat,
  type Template,
  templateIdSchema,
} from '../../../shared/template.ts';
import { TemplatedError } from './templated-error.ts';
import { layersFromWire, layerToWire, type WireLayer } from './wire-layers.ts';
import { colourOf, firstOf, momentOf, numberOf, recordOf, textOf, wordsOf } from './wire-values.ts';

/** A template of the account, with what there is besides. */
export interface ReadTemplate {
  template: Template;
  thumbnailUrl: string | null;
  /** As Templated counts them; null when it does not say. */
  layerCount: number | null;
  /** False: without layers, or without where they are, it cannot be drawn here. */
  drawable: boolean;
  /** What is left out of it here, in sentences. */
  warnings: string[];
}

/** A render as Templated has it. */
export interface RemoteRender {
  id: string;
  state: 'pending' | 'completed' | 'failed';
  /** Where the file is, for a while. */
  url: string | null;
  /** Why it failed, in Templated's words. */
  error: string | null;
  width: number | null;
  height: number | null;
  format: RenderFormat | null;
  templateId: string | null;
  /** What we called it. */
  externalId: string | null;
  createdAt: string | null;
}

export interface Account {
  used: number;
  of: number;
  plan: string | null;
}

export interface RemoteFolder {
  id: string;
  name: string;
}

type WireRecord = Readonly<Record<string, unknown>>;

/**
 * The template of an answer, `layers` from it, from its first page, or as they were asked for by themselves. Throws
 * templated.badAnswer, or template.invalid for one of a size that is not drawn here.
 */
export function templateFromWire(value: unknown, layers?: readonly unknown[]): ReadTemplate {
  const wire = objectOf(value, 'a template');
  const id = idOf(wire, 'a template');
  const name = (wordsOf(wire.name) ?? 'Untitled').slice(0, 200);
  const canvas = { width: sideOf(wire.width, name), height: sideOf(wire.height, name) };
  const pages = Array.isArray(wire.pages) ? wire.pages : [];
  const listed = layers ?? layersIn(wire) ?? layersIn(recordOf(pages[0]));
  const read = layersFromWire(listed ?? [], canvas);
  const warnings = pages.length > 1 ? [`Only the first of its ${pages.length} pages is used.`] : [];
  const template: Template = {
    id,
    source: 'templated',
    builtIn: false,
    name,
    description: (textOf(wire.description) ?? '').slice(0, 2_000),
    tags: tagsOf(wire.tags),
    folder: folderOf(wire),
    ...canvas,
    background: colourOf(firstOf(wire, 'background', 'background_color')) ?? '#ffffff',
    cells: 1,
    layers: read.layers.slice(0, 500),
    updatedAt:
      momentOf(firstOf(wire, 'updatedAt', 'updated_at')) ??
      momentOf(firstOf(wire, 'createdAt', 'created_at')) ??
      new Date(0).toISOString(),
  };
  return {
    template,
    thumbnailUrl: wordsOf(firstOf(wire, 'thumbnail', 'thumbnailUrl', 'thumbnail_url')) ?? null,
    layerCount: numberOf(firstOf(wire, 'layersCount', 'layers_count')) ?? listed?.length ?? null,
    drawable: listed !== undefined && read.placed,
    warnings: [...warnings, ...read.warnings],
  };
}

function layersIn(wire: WireRecord | undefined): readonly unknown[] | undefined {
  return Array.isArray(wire?.layers) && wire.layers.length > 0 ? wire.layers : undefined;
}

/** The body that makes a template, or changes the fields given. */
export function templateToWire(
  template: Partial<Pick<Template, 'name' | 'description' | 'width' | 'height' | 'background' | 'layers'>>,
): Record<string, unknown> {
  const { layers, ...fields } = template;
  return { ...fields, ...(layers && { layers: layers.map((layer): WireLayer => layerToWire(layer)) }) };
}

/** The render of an answer or of a webhook, in any of the vendor's dialects. Throws templated.badAnswer. */
export function renderFromWire(value: unknown): RemoteRender {
  const wire = objectOf(value, 'a render');
  const url = wordsOf(firstOf(wire, 'url', 'render_url', 'image_url')) ?? null;
  return {
    id: idOf({ ...wire, id: firstOf(wire, 'id', 'render_id') }, 'a render'),
    state: stateOf(wire, url),
    url,
    error: wordsOf(firstOf(wire, 'error', 'message')) ?? null,
    width: numberOf(wire.width) ?? null,
    height: numberOf(wire.height) ?? null,
    format: formatFromWire(wire.format),
    templateId: wordsOf(firstOf(wire, 'templateId', 'template_id', 'template')) ?? null,
    externalId: wordsOf(firstOf(wire, 'externalId', 'external_id')) ?? null,
    createdAt: momentOf(firstOf(wire, 'createdAt', 'created_at')) ?? null,
  };
}

const ended: Readonly<Record<string, RemoteRender['state']>> = {
  completed: 'completed',
  complete: 'completed',
  success: 'completed',
  done: 'completed',
  failed: 'failed',
  error: 'failed',
};

/** In either case, and absent where the answer was waited for. */
function stateOf(wire: WireRecord, url: string | null): RemoteRender['state'] {
  const word = wordsOf(wire.status)?.toLowerCase();
  if (word === undefined) return wire.success === false ? 'failed' : url === null ? 'pending' : 'completed';
  return Object.hasOwn(ended, word) ? (ended[word] ?? 'pending') : 'pending';
}

/** Templated's word for a format. */
export function formatToWire(format: RenderFormat): string {
  return format === 'jpeg' ? 'jpg' : format;
}

function formatFromWire(value: unknown): RenderFormat | null {
  const word = wordsOf(value)?.toLowerCase();
  if (word === 'jpg' || word === 'jpeg') return 'jpeg';
  return word === 'png' || word === 'webp' || word === 'pdf' ? word : null;
}

/** What of the plan is used up. Throws templated.badAnswer. */
export function accountFromWire(value: unknown): Account {
  const wire = objectOf(value, 'an account');
  const used = numberOf(firstOf(wire, 'apiUsage', 'api_usage'));
  const of = numberOf(firstOf(wire, 'apiQuota', 'api_quota'));
  if (used === undefined || of === undefined) throw badAnswer('an account without its quota');
  return { used, of, plan: wordsOf(wire.plan) ?? wordsOf(recordOf(wire.plan)?.name) ?? null };
}

/** The folder of an answer. Throws templated.badAnswer. */
export function folderFromWire(value: unknown): RemoteFolder {
  const wire = objectOf(value, 'a folder');
  return { id: idOf(wire, 'a folder'), name: wordsOf(wire.name) ?? 'Untitled' };
}

/** Where an uploaded file or a merged PDF is. Throws templated.badAnswer. */
export function urlFromWire(value: unknown, what: string): string {
  const url = wordsOf(firstOf(objectOf(value, what), 'url', 'image_url', 'render_url'));
  if (url === undefined) throw badAnswer(`${what} without its address`);
  return url;
}

/** The list of an answer. Throws templated.badAnswer. */
export function listFromWire(value: unknown, what: string): readonly unknown[] {
  if (!Array.isArray(value)) throw badAnswer(`something else where ${what} was to be`);
  return value;
}

function objectOf(value: unknown, what: string): WireRecord {
  const record = recordOf(value);
  if (record === undefined) throw badAnswer(`something else where ${what} was to be`);
  const error = wordsOf(record.error);
  if (error !== undefined && firstOf(record, 'id', 'render_id') === undefined) {
    throw badAnswer(`an error where ${what} was to be (“${error.slice(0, 200)}”)`);
  }
  return record;
}

function idOf(wire: WireRecord, what: string): string {
  const id = templateIdSchema.safeParse(wordsOf(wire.id)).data;
  // Names of our own templates must not come from outside.
  if (id === undefined || /^(local|own):/.test(id)) throw badAnswer(`${what} without a usable id`);
  return id;
}

/** An answer that nobody can use: worth another try, as a proxy in between may have given it. */
export function badAnswer(words: string): TemplatedError {
  const message = `Templated answered ${words}. Try again; if that does not help, check the address of Templated in the settings.`;
  return new TemplatedError('templated.badAnswer', message, { reason: 'badAnswer', retryable: true });
}

function sideOf(value: unknown, name: string): number {
  const side = Math.round(numberOf(value) ?? Number.NaN);
  if (side >= minTemplateSide && side <= maxTemplateSide) return side;
  throw new AppError(
    'template.invalid',
    `The template “${name}” of Templated has no size between ${minTemplateSide} and ${maxTemplateSide} pixels. Change its size there.`,
  );
}

function tagsOf(value: unknown): string[] {
  const words = (Array.isArray(value) ? value : []).flatMap(
    (tag) => wordsOf(tag) ?? wordsOf(recordOf(tag)?.name) ?? [],
  );
  return [...new Set(words.map((word) => word.slice(0, 50)))].slice(0, 50);
}

function folderOf(wire: WireRecord): string | null {
  const folder = wire.folder;
  const words =
    wordsOf(recordOf(folder)?.name) ??
    wordsOf(folder) ??
    wordsOf(firstOf(wire, 'folderName', 'folderId', 'folder_id'));
  return words?.slice(0, 200) ?? null;
}

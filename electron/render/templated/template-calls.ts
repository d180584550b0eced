import { AppError } from '../../../shared/errors.ts';
import type { Template } from '../../../shared/template.ts';
import type { Call, Connection, Question } from './connection.ts';
import { TemplatedError } from './templated-error.ts';
import {
  folderFromWire,
  listFromWire,
  type ReadTemplate,
  type RemoteFolder,
  templateFromWire,
  templateToWire,
} from './wire.ts';

/** What can be asked of Templated about templates. */
export interface TemplateCalls {
  /** A page of the account's templates, from page 0; `skipped` says in sentences what is left out of it. */
  list(
    options?: Call & {
      query?: string;
      tags?: readonly string[];
      folderId?: string;
      page?: number;
      limit?: number;
    },
  ): Promise<{ templates: ReadTemplate[]; skipped: string[] }>;
  /** With its layers, those of its first page where it has several. Throws template.unknown. */
  get(id: string, options?: Call): Promise<ReadTemplate>;
  create(
    template: Pick<Template, 'name' | 'description' | 'width' | 'height' | 'background' | 'layers'>,
    options?: Call,
  ): Promise<ReadTemplate>;
  /** Replaces the fields given, `layers` all together. */
  update(
    id: string,
    template: Partial<Parameters<TemplateCalls['create']>[0]>,
    options?: Call,
  ): Promise<ReadTemplate>;
  clone(id: string, name?: string, options?: Call): Promise<ReadTemplate>;
  remove(id: string, options?: Call): Promise<void>;
  folders(options?: Call): Promise<RemoteFolder[]>;
}

/** The service gives no more at once. */
export const mostPerPage = 100;

export function createTemplateCalls({ ask, askJson }: Connection): TemplateCalls {
  async function templateOf(question: Question): Promise<ReadTemplate> {
    return templateFromWire(await askJson(question));
  }

  return {
    async list({ query, tags, folderId, page = 0, limit = mostPerPage, signal } = {}) {
      const value = await askJson({
        method: 'GET',
        path: folderId === undefined ? '/templates' : `/folder/${encodeURIComponent(folderId)}/templates`,
        query: {
          query: query || undefined,
          tags: tags?.length ? tags.join(',') : undefined,
          page: String(page),
          limit: String(Math.min(limit, mostPerPage)),
        },
        signal,
      });
      return readAll(listFromWire(value, 'a list of templates'));
    },
    async get(id, call = {}) {
      const path = `/template/${encodeURIComponent(id)}`;
      const notFound = unknownTemplate(id);
      const query = { includeLayers: 'true', includePages: 'true' };
      const value = await askJson({ method: 'GET', path, query, notFound, ...call });
      const read = templateFromWire(value);
      if (read.drawable || read.template.layers.length > 0) return read;
      // Versions that leave the layers out tell their names by themselves.
      const layers = await askJson({
        method: 'GET',
        path: `${path}/layers`,
        query: { includeLockedLayers: 'true' },
        notFound,
        ...call,
      });
      return templateFromWire(value, listFromWire(layers, 'a list of layers'));
    },
    create: (template, call) =>
      templateOf({ method: 'POST', path: '/template', body: templateToWire(template), ...call }),
    update: (id, template, call) =>
      templateOf({
        method: 'PUT',
        path: `/template/${encodeURIComponent(id)}`,
        query: { replaceLayers: template.layers === undefined ? undefined : 'true' },
        body: templateToWire(template),
        notFound: unknownTemplate(id),
        ...call,
      }),
    clone: (id, name, call) =>
      templateOf({
        method: 'POST',
        path: `/template/${encodeURIComponent(id)}/clone`,
        body: name === undefined ? {} : { name },
        notFound: unknownTemplate(id),
        ...call,
      }),
    async remove(id, call) {
      const path = `/template/${encodeURIComponent(id)}`;
      await ask({ method: 'DELETE', path, notFound: unknownTemplate(id), ...call });
    },
    async folders(call) {
      const value = await askJson({ method: 'GET', path: '/folders', ...call });
      return listFromWire(value, 'a list of folders').map(folderFromWire);
    },
  };
}

/** One that cannot be used must not hide the others. */
function readAll(values: readonly unknown[]): { templates: ReadTemplate[]; skipped: string[] } {
  const templates: ReadTemplate[] = [];
  const skipped: string[] = [];
  for (const value of values) {
    try {
      templates.push(templateFromWire(value));
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      skipped.push(error.message);
    }
  }
  return { templates, skipped };
}

/** 404 of a template. */
export function unknownTemplate(id: string): TemplatedError {
  const message = `Templated knows no template ${id} (404). Refresh the gallery and choose another.`;
  return new TemplatedError('template.unknown', message, {
    reason: 'notFound',
    retryable: false,
    status: 404,
  });
}

import { randomUUID } from 'node:crypto';
import { jsonAnswer, type LocalAnswer } from './local-server.ts';
import { no, type Parsed, pageOf } from './templated-request.ts';
import type { WireTemplate } from './templated-templates.ts';

/** What the templates of an account know of it. */
export interface TemplateRoutesOptions {
  dialect: 'new' | 'old';
  templates: WireTemplate[];
  thumbnailOf: (template: WireTemplate) => string;
  now: () => number;
}

/** Templates of the stand-in: listed, read, made, changed, cloned, deleted. */
export function createTemplateRoutes(options: TemplateRoutesOptions): (request: Parsed) => LocalAnswer {
  const { dialect, templates, thumbnailOf, now } = options;

  function templateAnswer(template: WireTemplate, query: URLSearchParams): Record<string, unknown> {
    const { layers, pages, ...rest } = template;
    return {
      ...rest,
      layersCount: layers.length,
      thumbnail: thumbnailOf(template),
      user: { id: 'u1', name: 'Mark Doe' },
      ...(query.get('includeLayers') === 'true' && {
        layers: dialect === 'new' ? layers : layers.map(inPixels),
      }),
      ...(query.get('includePages') === 'true' && pages && { pages }),
    };
  }

  function answerTemplates({ method, path, query, json }: Parsed): LocalAnswer {
    if (method === 'GET' && path === '/templates') return jsonAnswer(200, listOf(templates, query));
    const folderId = /^\/folder\/([^/]+)\/templates$/.exec(path)?.[1];
    if (folderId !== undefined) {
      return jsonAnswer(
        200,
        listOf(
          templates.filter((template) => template.folderId === folderId),
          query,
        ),
      );
    }
    if (method === 'POST' && path === '/template') return created(json);
    const [, id, rest = ''] = /^\/template\/([^/]+)(\/\w+)?$/.exec(path) ?? [];
    const template = templates.find((other) => other.id === id);
    if (template === undefined) return no(404, 'Template not found');
    switch (`${method} ${rest}`) {
      case 'GET ':
        return jsonAnswer(200, templateAnswer(template, query));
      case 'GET /layers':
        return jsonAnswer(
          200,
          template.layers.map(({ layer, type, description = '' }) => ({ layer, type, description })),
        );
      case 'GET /pages':
        return jsonAnswer(200, template.pages ?? []);
      case 'PUT ':
        return changed(template, json, query);
      case 'POST /clone': {
        const name: unknown = Object(json).name;
        const copy = {
          ...structuredClone(template),
          id: randomUUID(),
          name: typeof name === 'string' ? name : `${template.name} (copy)`,
        };
        templates.push(copy);
        return jsonAnswer(200, templateAnswer(copy, query));
      }
      case 'DELETE ':
        templates.splice(templates.indexOf(template), 1);
        return { status: 204 };
      default:
        return no(404, 'Not found');
    }
  }

  function listOf(all: readonly WireTemplate[], query: URLSearchParams) {
    const text = query.get('query')?.toLowerCase() ?? '';
    const tags = query.get('tags')?.split(',') ?? [];
    const found = all.filter((template) => {
      return template.name.toLowerCase().includes(text) && tags.every((tag) => template.tags.includes(tag));
    });
    return pageOf(found, query).map((template) => templateAnswer(template, query));
  }

  function created(json: unknown): LocalAnswer {
    const wrong = wrongIn(json);
    if (wrong !== null) return no(400, wrong);
    const at = new Date(now()).toISOString();
    const usual = { description: '', background: '#ffffff', tags: [], folderId: null };
    const template: WireTemplate = {
      ...usual,
      ...Object(json),
      id: randomUUID(),
      createdAt: at,
      updatedAt: at,
    };
    templates.push(template);
    return jsonAnswer(200, templateAnswer(template, new URLSearchParams({ includeLayers: 'true' })));
  }

  function changed(template: WireTemplate, json: unknown, query: URLSearchParams): LocalAnswer {
    const wrong = wrongIn({ ...template, ...Object(json) });
    if (wrong !== null) return no(400, wrong);
    const { layers, ...fields }: Partial<WireTemplate> = Object(json);
    Object.assign(template, fields, { updatedAt: new Date(now()).toISOString() });
    if (layers !== undefined && query.get('replaceLayers') === 'true') template.layers = layers;
    else if (layers !== undefined) {
      for (const layer of layers) {
        const old = template.layers.find((other) => other.layer === layer.layer);
        if (old) Object.assign(old, layer);
        else template.layers.push(layer);
      }
    }
    return jsonAnswer(200, templateAnswer(template, new URLSearchParams({ includeLayers: 'true' })));
  }

  return answerTemplates;
}

/** Older versions write lengths with their unit. */
function inPixels(layer: Record<string, unknown>): Record<string, unknown> {
  const lengths = ['x', 'y', 'width', 'height'].flatMap((side) =>
    typeof layer[side] === 'number' ? [[side, `${layer[side]}px`]] : [],
  );
  return { ...layer, ...Object.fromEntries(lengths) };
}

function wrongIn(json: unknown): string | null {
  const { name, width, height, layers }: Partial<Record<string, unknown>> = Object(json);
  if (typeof name !== 'string' || name === '') return 'Template name is required';
  const isSide = (side: unknown) => typeof side === 'number' && side >= 100 && side <= 5_000;
  if (!isSide(width) || !isSide(height)) return 'Width and height must be between 100 and 5000';
  const isLayer = (layer: unknown) => {
    const { layer: named, type, html }: Partial<Record<string, unknown>> = Object(layer);
    return (
      typeof named === 'string' &&
      ['text', 'image', 'shape', 'rating'].includes(String(type)) &&
      (type !== 'shape' || typeof html === 'string')
    );
  };
  return Array.isArray(layers) && layers.every(isLayer) ? null : 'Every layer needs a name and a type';
}

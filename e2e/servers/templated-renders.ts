import { randomUUID } from 'node:crypto';
import type { RenderFormat } from '../../shared/template.ts';
import { jsonAnswer, type LocalAnswer } from './local-server.ts';
import type { createDrawing } from './templated-drawing.ts';
import { bodyOf, no, type Parsed, pageOf } from './templated-request.ts';
import type { WireTemplate } from './templated-templates.ts';

/** A render that was asked for, and paid. */
export interface ServedRender {
  id: string;
  externalId: string | null;
  templateId: string;
  body: RenderBody;
  state: 'pending' | 'completed' | 'failed';
}

export interface RenderBody {
  template?: string;
  templates?: string[];
  layers?: Record<string, Record<string, unknown>>;
  pages?: { page: string; layers?: Record<string, Record<string, unknown>> }[];
  format?: string;
  scale?: number;
  width?: number;
  height?: number;
  background?: string;
  transparent?: boolean;
  name?: string;
  external_id?: string;
  async?: boolean;
  webhook_url?: string;
}

/** With what only the server knows of it. */
export interface StoredRender extends ServedRender {
  format: RenderFormat;
  width: number;
  height: number;
  createdAt: number;
  pollsLeft: number;
  error: string | null;
  file: Uint8Array | null;
}

/** https://templated.io/docs/ : what a layer can be told. */
const layerProperties = new Set(
  'layer type group order locked description text image_url video_url color color_2 background fill stroke hide x y width height rotation opacity object_fit filter border_width border_color border_radius font_family font_family_2 font_size font_weight letter_spacing line_height horizontal_align vertical_align text_stroke_width text_stroke_color autofit link barcode_format rating html animation'.split(
    ' ',
  ),
);
const formats: Readonly<Record<string, RenderFormat>> = { jpg: 'jpeg', png: 'png', webp: 'webp', pdf: 'pdf' };
/** What the renders of an account know of it. */
export interface RenderRoutesOptions {
  dialect: 'new' | 'old';
  polls: number;
  templates: readonly WireTemplate[];
  renders: StoredRender[];
  credits: { spent: number; quota: number };
  unknownProperties: Set<string>;
  drawing: ReturnType<typeof createDrawing>;
  /** Why none is made at the moment. */
  trouble: () => { blocked: boolean; failure: string | null };
  linkOf: (render: StoredRender) => string;
  now: () => number;
}

/** Renders of the stand-in: made, looked up, listed, deleted, merged, in the words of either dialect. */
export function createRenderRoutes(options: RenderRoutesOptions): (request: Parsed) => Promise<LocalAnswer> {
  const { dialect, polls, templates, renders, credits, unknownProperties, drawing, trouble, linkOf, now } =
    options;

  function renderAnswer(render: StoredRender): Record<string, unknown> {
    const { id, width, height, state, externalId, templateId, createdAt, body, error } = render;
    const template = templates.find((one) => one.id === templateId);
    const iso = new Date(createdAt).toISOString();
    const url = render.file === null || state !== 'completed' ? null : linkOf(render);
    if (dialect === 'old') {
      const createdText = iso.slice(0, 19).replace('T', ' ');
      return {
        id,
        render_url: url,
        status: state,
        template: templateId,
        externalId,
        created_at: createdText,
        ...(error && { error }),
      };
    }
    return {
      id,
      url,
      width,
      height,
      status: state.toUpperCase(),
      format: body.format ?? 'jpg',
      templateId,
      templateName: template?.name ?? null,
      name: body.name ?? null,
      externalId,
      createdAt: iso,
      ...(error && { error }),
    };
  }

  /** Both bodies that are seen. */
  function tell(render: StoredRender): void {
    if (render.body.webhook_url === undefined) return;
    const { id, state, error } = render;
    const short = state === 'completed' ? { url: linkOf(render) } : { error };
    const body =
      dialect === 'new'
        ? renderAnswer(render)
        : { success: state === 'completed', render_id: id, status: state.toUpperCase(), ...short };
    // Nobody repeats it: no policy of repeating is known.
    fetch(render.body.webhook_url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }).catch(() => undefined);
  }

  async function finish(
    render: StoredRender,
    layers: WireTemplate['layers'],
    template: WireTemplate,
  ): Promise<void> {
    const { body } = render;
    try {
      const { failure } = trouble();
      if (failure !== null) throw new Error(failure);
      const background = body.transparent ? 'transparent' : (body.background ?? template.background);
      const { width, height } = template;
      render.file = await drawing.draw({
        width,
        height,
        background,
        scale: body.scale ?? 1,
        format: render.format,
        layers,
      });
      render.state = 'completed';
    } catch (error) {
      render.state = 'failed';
      render.error = error instanceof Error ? error.message : 'Render failed';
    }
    tell(render);
  }

  async function createRenders(body: RenderBody): Promise<LocalAnswer> {
    const ids = body.templates ?? (body.template === undefined ? [] : [body.template]);
    if (ids.length === 0) return no(400, 'No template specified.');
    const found = ids.flatMap((id) => templates.find((template) => template.id === id) ?? []);
    if (found.length < ids.length) return no(404, 'Template not found');
    const format = formats[body.format ?? 'jpg'];
    if (format === undefined) return no(422, `Format ${body.format} is not supported`);
    const sheets = found.flatMap((template) => sheetsOf(template, body));
    if (trouble().blocked) return no(403, 'Your account is blocked.');
    if (credits.spent + sheets.length > credits.quota)
      return no(403, 'API quota exceeded. Upgrade your plan to continue.');
    credits.spent += sheets.length;
    const made = sheets.map(({ template, layers }) => {
      for (const layer of layers)
        for (const name of Object.keys(layer)) if (!layerProperties.has(name)) unknownProperties.add(name);
      const scale = body.scale ?? 1;
      const render: StoredRender = {
        id: randomUUID(),
        externalId: body.external_id ?? null,
        templateId: template.id,
        body,
        state: 'pending',
        format,
        width: Math.round(template.width * scale),
        height: Math.round(template.height * scale),
        createdAt: now(),
        pollsLeft: body.async ? polls : 0,
        error: null,
        file: null,
      };
      renders.unshift(render);
      return { render, done: finish(render, layers, template) };
    });
    if (!body.async) await Promise.all(made.map(({ done }) => done));
    const answers = made.map(({ render }) =>
      body.async
        ? { id: render.id, status: 'processing', message: 'Your render is being processed.' }
        : renderAnswer(render),
    );
    const several = body.pages !== undefined || body.templates !== undefined;
    return jsonAnswer(dialect === 'old' || body.async ? 202 : 200, several ? answers : answers[0]);
  }

  async function answerRenders({ method, path, query, json }: Parsed): Promise<LocalAnswer> {
    if (method === 'POST' && path === '/render') return await createRenders(bodyOf(json));
    const mergePath = dialect === 'new' ? '/render/merge' : '/renders/merge';
    if (method === 'POST' && path === mergePath) return await mergeRenders(json);
    if (method === 'GET' && path === '/renders') {
      const asked = query.get('externalId');
      const found = renders.filter((render) => asked === null || render.externalId === asked);
      return jsonAnswer(200, pageOf(found, query).map(renderAnswer));
    }
    const [, one, id] = /^\/(renders?)\/([^/]+)$/.exec(path) ?? [];
    const render = renders.find((other) => other.id === id);
    if (render === undefined) return no(404, 'Render not found');
    if (method === 'DELETE' && one === 'render') {
      renders.splice(renders.indexOf(render), 1);
      return dialect === 'new' ? { status: 204 } : jsonAnswer(200, { message: 'Render deleted' });
    }
    if (method !== 'GET' || one !== (dialect === 'new' ? 'render' : 'renders')) return no(404, 'Not found');
    if (render.pollsLeft > 0) {
      render.pollsLeft -= 1;
      return jsonAnswer(200, renderAnswer({ ...render, state: 'pending' }));
    }
    return jsonAnswer(200, renderAnswer(render));
  }

  async function mergeRenders(json: unknown): Promise<LocalAnswer> {
    const body: { ids?: string[]; host?: boolean } = Object(json);
    const files = (body.ids ?? []).flatMap((id) => {
      const render = renders.find((other) => other.id === id);
      return render?.file ? [{ bytes: render.file, format: render.format }] : [];
    });
    if (files.length === 0 || files.length < (body.ids ?? []).length) return no(404, 'Render not found');
    if (credits.spent + 1 > credits.quota)
      return no(403, 'API quota exceeded. Upgrade your plan to continue.');
    credits.spent += 1;
    const bytes = await drawing.merge(files);
    if (!body.host || dialect === 'old')
      return { headers: { 'content-type': 'application/pdf' }, body: bytes };
    const merged: StoredRender = {
      id: `merged-${randomUUID()}`,
      externalId: null,
      templateId: '',
      body: { format: 'pdf' },
      state: 'completed',
      format: 'pdf',
      width: 0,
      height: 0,
      createdAt: now(),
      pollsLeft: 0,
      error: null,
      file: bytes,
    };
    renders.push(merged);
    return jsonAnswer(200, { url: linkOf(merged) });
  }

  return answerRenders;
}

/** The layers of each sheet, with what the request wants of them instead. */
function sheetsOf(template: WireTemplate, { layers = {}, pages }: RenderBody) {
  if (pages === undefined) {
    const own = template.pages?.[0]?.layers ?? template.layers;
    return [{ template, layers: own.map((layer) => overridden(layer, layers)) }];
  }
  return pages.map(({ page, layers: wanted = {} }) => {
    const own = template.pages?.find((other) => other.page === page)?.layers ?? template.layers;
    return { template, layers: own.map((layer) => overridden(layer, wanted)) };
  });
}

function overridden(layer: Record<string, unknown>, overrides: Record<string, Record<string, unknown>>) {
  return { ...layer, ...overrides[String(layer.layer)] };
}

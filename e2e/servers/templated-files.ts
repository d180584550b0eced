import { randomUUID } from 'node:crypto';
import { jsonAnswer, type LocalAnswer } from './local-server.ts';
import type { createDrawing, Upload } from './templated-drawing.ts';
import type { StoredRender } from './templated-renders.ts';
import { no, type Parsed } from './templated-request.ts';
import type { WireTemplate } from './templated-templates.ts';

export interface StoredUpload extends Upload {
  id: string;
}

/** What the files of an account know of it. */
export interface FileRoutesOptions {
  templates: readonly WireTemplate[];
  renders: readonly StoredRender[];
  uploads: StoredUpload[];
  drawing: ReturnType<typeof createDrawing>;
  urlOfUpload: (id: string) => string;
  /** Whether a link to a render still leads somewhere. */
  isGood: (query: URLSearchParams) => boolean;
  now: () => number;
}

const maxUploadBytes = 2 * 1024 * 1024;

/** As S3 says it of a signed link. */
const expired: LocalAnswer = {
  status: 403,
  headers: { 'content-type': 'application/xml' },
  body: '<Error><Code>AccessDenied</Code><Message>Request has expired</Message></Error>',
};

/** Files of the stand-in: pictures handed over, renders behind links that expire, thumbnails. */
export function createFileRoutes(options: FileRoutesOptions) {
  const { templates, renders, uploads, drawing, urlOfUpload, isGood, now } = options;

  async function upload({ request }: Parsed): Promise<LocalAnswer> {
    const form = await new Response(new Uint8Array(request.bytes), {
      headers: { 'content-type': request.headers['content-type'] ?? '' },
    })
      .formData()
      .catch(() => null);
    const file = form?.get('file');
    if (!(file instanceof File)) return no(400, 'No file was sent.');
    if (file.size > maxUploadBytes) return no(400, 'File is too large. Maximum size is 2MB.');
    const format = /^image\/(jpeg|png|webp)$/.exec(file.type)?.[1];
    if (format !== 'jpeg' && format !== 'png' && format !== 'webp')
      return no(400, 'Only JPG, PNG and WebP are supported.');
    const id = randomUUID();
    uploads.push({ id, bytes: new Uint8Array(await file.arrayBuffer()), format });
    return jsonAnswer(200, {
      id,
      name: file.name,
      url: urlOfUpload(id),
      createdAt: new Date(now()).toISOString(),
    });
  }

  /** Files need no key: their link is the permission. */
  async function fileAt(request: Parsed): Promise<LocalAnswer | null> {
    return renderFile(request) ?? uploadedFile(request) ?? (await thumbnailAt(request));
  }

  function renderFile({ path, query }: Parsed): LocalAnswer | null {
    const [, id] = /^\/files\/([\w-]+)\.\w+$/.exec(path) ?? [];
    if (id === undefined) return null;
    const render = renders.find((other) => other.id === id);
    if (!isGood(query) || !render?.file) return expired;
    return {
      headers: { 'content-type': `${render.format === 'pdf' ? 'application' : 'image'}/${render.format}` },
      body: render.file,
    };
  }

  function uploadedFile({ path }: Parsed): LocalAnswer | null {
    const found = uploads.find(({ id }) => path === `/uploads/${id}`);
    return found ? { headers: { 'content-type': `image/${found.format}` }, body: found.bytes } : null;
  }

  async function thumbnailAt({ path }: Parsed): Promise<LocalAnswer | null> {
    const id = /^\/thumbnails\/([\w-]+)\.png$/.exec(path)?.[1];
    const template = templates.find((other) => other.id === id);
    if (template === undefined) return null;
    const { width, height, background, layers } = template;
    const bytes = await drawing.draw({ width, height, background, layers, scale: 0.25, format: 'png' });
    return { headers: { 'content-type': 'image/png' }, body: bytes };
  }

  return { upload, fileAt };
}

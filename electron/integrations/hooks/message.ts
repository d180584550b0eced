import { z } from 'zod';
import { alertIdSchema, alertNoteSchema, labelsSchema, newAlertSchema } from '../../../shared/alert.ts';
import { AppError } from '../../../shared/errors.ts';
import type { HookMessageType } from '../../../shared/hook.ts';
import type { NamedAlert } from './alert-actions.ts';

/** The kinds of body that are read at all. */
export type BodyKind = 'json' | 'form' | 'picture';

/** What a sender wants, once it was understood. */
export type HookMessage =
  | { type: 'photo.analyze'; from: { url: string } | { name: string | null; bytes: Uint8Array } }
  | { type: 'alert.raise'; alert: z.output<typeof raisedSchema> }
  | { type: 'alert.acknowledge' | 'alert.resolve'; named: NamedAlert; note: string }
  | { type: 'render.report'; externalId: string | null; remoteId: string | null };

const jsonBytes = 1_000_000;
/** Borders and headers of a form around its photo. */
const formBytes = 64_000;

/** By the content type; null for one that is not read. */
export function bodyKindOf(contentType: string): BodyKind | null {
  const type = contentType.split(';', 1)[0]?.trim().toLowerCase() ?? '';
  if (type === 'application/json' || /^application\/[\w.-]+\+json$/.test(type)) return 'json';
  if (type === 'multipart/form-data') return 'form';
  return type.startsWith('image/') || type === 'application/octet-stream' ? 'picture' : null;
}

/** The most bytes of a body. */
export function mostBytesOf(kind: BodyKind, maxPhotoMegabytes: number): number {
  if (kind === 'json') return jsonBytes;
  return maxPhotoMegabytes * 1_000_000 + (kind === 'form' ? formBytes : 0);
}

const urlSchema = z.string().min(1).max(4_096);
const idSchema = z.string().min(1).max(200);

/** An analysis is not the sender's to name. */
const raisedSchema = newAlertSchema.omit({ analysisId: true });

const namedSchema = z
  .object({
    id: alertIdSchema.optional(),
    labels: labelsSchema.optional(),
    note: alertNoteSchema.default(''),
  })
  .refine(({ id, labels }) => (id === undefined) !== (labels === undefined), {
    message: 'Name the alert by its id or by its labels.',
  });

const messageSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('photo.analyze'), data: z.object({ url: urlSchema }) }),
  z.object({ type: z.literal('alert.raise'), data: raisedSchema }),
  z.object({ type: z.enum(['alert.acknowledge', 'alert.resolve']), data: namedSchema }),
  z.object({
    type: z.literal('render.report'),
    data: z
      .object({ id: idSchema.optional(), externalId: idSchema.optional() })
      .refine(({ id, externalId }) => (id ?? externalId) !== undefined, {
        message: 'Name the render by id or externalId.',
      }),
  }),
]);

/** What Templated posts to `webhook_url`: a whole render, or in older texts `success` and `render_id`. */
const templatedSchema = z
  .object({
    id: idSchema.optional(),
    render_id: idSchema.optional(),
    externalId: idSchema.nullish(),
    external_id: idSchema.nullish(),
    status: z.string(),
  })
  .refine(({ id, render_id }) => (id ?? render_id) !== undefined);

/**
 * Reads a body. `allows` decides between what has the same shape: Templated can't be told to send a type. Throws
 * AppError call.invalid.
 */
export async function readMessage(
  kind: BodyKind,
  contentType: string,
  body: Buffer<ArrayBuffer>,
  allows: readonly HookMessageType[],
): Promise<HookMessage> {
  if (kind === 'picture') return { type: 'photo.analyze', from: { name: null, bytes: body } };
  if (kind === 'form') return { type: 'photo.analyze', from: await photoIn(body, contentType) };
  const json = parseJson(body);
  if (allows.includes('render.report')) {
    const report = templatedSchema.safeParse(json);
    if (report.success) {
      const { id, render_id, externalId, external_id } = report.data;
      const ours = externalId ?? external_id ?? null;
      return { type: 'render.report', externalId: ours, remoteId: id ?? render_id ?? null };
    }
  }
  const message = messageSchema.safeParse(json);
  if (!message.success) throw invalid(message.error);
  return understood(message.data);
}

function understood(message: z.infer<typeof messageSchema>): HookMessage {
  switch (message.type) {
    case 'photo.analyze':
      return { type: message.type, from: message.data };
    case 'alert.raise':
      return { type: message.type, alert: message.data };
    case 'alert.acknowledge':
    case 'alert.resolve': {
      const { id, labels, note } = message.data;
      return { type: message.type, named: id === undefined ? { labels: labels ?? {} } : { id }, note };
    }
    case 'render.report': {
      const { id, externalId } = message.data;
      return { type: message.type, externalId: externalId ?? null, remoteId: id ?? null };
    }
  }
}

/** The first file of a form. */
async function photoIn(body: Buffer<ArrayBuffer>, contentType: string) {
  const form = await new Response(body, { headers: { 'content-type': contentType } })
    .formData()
    .catch((cause: unknown) => {
      throw new AppError('call.invalid', 'The form cannot be read. Send multipart/form-data.', { cause });
    });
  const file = [...form.values()].find((value) => value instanceof File);
  if (file === undefined)
    throw new AppError('call.invalid', 'The form holds no file. Put the photo into one.');
  return { name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) };
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    // Neither the text nor the complaint about it goes on: it may hold anything.
    throw new AppError('call.invalid', 'The body is not valid JSON.');
  }
}

function invalid({ issues: [issue] }: z.ZodError): AppError {
  const field = issue?.path.join('.') ?? '';
  if (field === '' || field === 'type') {
    const message =
      'The body says in "type" what is wanted, and in "data" the rest; docs/n8n/README.md lists the types.';
    return new AppError('call.invalid', message, { field: 'type' });
  }
  const message = (issue?.message ?? '').replace(/\.$/, '');
  return new AppError('call.invalid', `The value of "${field}" is not valid: ${message}.`, { field });
}

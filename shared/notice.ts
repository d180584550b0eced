import { z } from 'zod';
import {
  type EventData,
  type EventRecord,
  type EventType,
  eventIdSchema,
  eventTypeSchema,
  severitySchema,
} from './event.ts';

/** What people are told of an event: the same words in every channel and on the screen. Plain text, no markup. */
export const noticeSchema = z.object({
  /** The id of its event. */
  id: eventIdSchema,
  type: eventTypeSchema,
  severity: severitySchema,
  title: z.string(),
  text: z.string(),
  /** Key data, in the order to be shown. */
  facts: z.array(z.object({ label: z.string(), value: z.string() })),
  occurredAt: z.iso.datetime(),
  /** The analysis whose picture tells more; null without one. */
  analysisId: z.string().nullable(),
  /** The render that is told of; its picture goes before that of the analysis. */
  renderId: z.string().nullable(),
  /** The alerts that it is about; empty for what has no life. */
  alertIds: z.array(z.string()),
  /** Notices with the same thread belong together, as mails of one alert do. */
  thread: z.string(),
});
export type Notice = z.infer<typeof noticeSchema>;

/** Events that people read in the inbox; the others are for workflows. */
export const inboxEventTypes: readonly EventType[] = [
  'rule_triggered',
  'error_occurred',
  'system_alert',
  'batch_completed',
  'model_updated',
];

type Words = Pick<Notice, 'title' | 'text' | 'facts' | 'thread'> & {
  analysisId?: string | undefined;
  renderId?: string | undefined;
  alertIds?: readonly string[] | undefined;
};

const wording: { [T in EventType]: (data: EventData<T>) => Words } = {
  mug_detected: (data) => ({
    title: `${countOf(data.mug_count, 'mug')} found in ${nameOf(data)}`,
    text: data.mug_count === 0 ? 'No mug was found in this photo.' : '',
    facts: factsOf({
      Photo: nameOf(data),
      Mugs: data.mug_count,
      'Best score':
        data.confidence_scores.length === 0 ? undefined : percent(Math.max(...data.confidence_scores)),
      Took: `${data.processing_time.toFixed(2)} s`,
    }),
    thread: `photo-${data.image_id}`,
    analysisId: data.analysis_id,
  }),
  positioning_analyzed: (data) => ({
    title: `Positions measured in ${nameOf(data)}`,
    text: data.recommendations.join(' '),
    facts: factsOf({
      Photo: nameOf(data),
      Mugs: data.mugs.length,
      Zone: data.mug_position?.zone,
      Offset: data.mug_position
        ? `${Math.round(data.mug_position.offset_x)} px right, ${Math.round(data.mug_position.offset_y)} px down`
        : undefined,
      Confidence: percent(data.confidence),
    }),
    thread: `photo-${data.image_id}`,
    analysisId: data.analysis_id,
  }),
  rule_triggered: (data) => ({
    title: `Rule "${data.rule_name}": ${{ pass: 'passed', fail: 'failed', unknown: 'cannot tell' }[data.verdict]}`,
    text: data.advice ?? '',
    facts: factsOf({ Photo: data.image_name, ...data.measured }),
    thread: `rule-${data.rule_id}`,
    analysisId: data.analysis_id,
  }),
  error_occurred: (data) => ({
    title: data.image_name === undefined ? `Error in ${data.component}` : `${data.image_name} failed`,
    text: data.message,
    facts: factsOf({ Part: data.component, Code: data.code, Photo: data.image_name, ...data.details }),
    thread: `error-${data.code}`,
  }),
  system_alert: (data) => ({
    title: data.title,
    text: data.message,
    facts: factsOf(data.details),
    thread: `alert-${data.group ?? data.title}`,
    analysisId: data.analysis_id,
    alertIds: data.alert_ids,
  }),
  batch_completed: (data) => ({
    title: `Batch finished: ${data.succeeded} of ${countOf(data.total, 'photo')}`,
    text: data.failed === 0 ? '' : `${countOf(data.failed, 'photo')} failed.`,
    facts: factsOf({
      Photos: data.total,
      Succeeded: data.succeeded,
      Failed: data.failed,
      Took: `${Math.round(data.duration)} s`,
      'Mugs found': data.mugs_found,
      Verdicts: data.verdicts && verdictsText(data.verdicts),
    }),
    thread: `batch-${data.batch_id}`,
    renderId: data.contact_sheet,
  }),
  model_updated: (data) => ({
    title: `Model in use: ${data.model_name}`,
    text: '',
    facts: factsOf({
      Model: data.model_id,
      Before: data.previous_model_id,
      'SHA-256': data.sha256.slice(0, 12),
    }),
    thread: 'models',
  }),
  render_completed: (data) => ({
    title: `Picture ready: ${data.template_name}`,
    text: data.message ?? '',
    facts: factsOf({
      Photo: data.image_name,
      Template: data.template_name,
      'Drawn by': data.provider === 'templated' ? 'Templated' : 'this machine',
      Size: `${data.width} × ${data.height} px, ${data.format.toUpperCase()}`,
    }),
    thread: `render-${data.render_id}`,
    analysisId: data.analysis_id,
    renderId: data.render_id,
  }),
  render_requested: (data) => ({
    title: [data.template_name ?? 'A picture', data.image_name]
      .filter((part) => part !== undefined)
      .join(': '),
    text: '',
    facts: [],
    thread: `render-${data.render_id}`,
    renderId: data.render_id,
  }),
};

/** The words for an event. */
export function noticeOf<T extends EventType>(event: EventRecord<T>): Notice {
  const { analysisId, renderId, alertIds = [], ...words } = wording[event.type](event.data);
  const { id, type, severity, occurredAt } = event;
  return {
    id,
    type,
    severity,
    occurredAt,
    ...words,
    analysisId: analysisId ?? null,
    renderId: renderId ?? null,
    alertIds: [...alertIds],
  };
}

function nameOf(data: { image_id: string; image_name?: string | undefined }): string {
  return data.image_name ?? `photo ${data.image_id.slice(0, 8)}`;
}

function countOf(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

function verdictsText({ pass, review, fail }: { pass: number; review: number; fail: number }): string {
  return `${pass} passed, ${review} to review, ${fail} failed`;
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}

/** More key data than this helps nobody, and would only make messages slow to write. */
const mostFacts = 100;
const longestFactChars = 2_000;

function factsOf(values: Readonly<Record<string, unknown>>): Notice['facts'] {
  const given = Object.entries(values).filter(([, value]) => value !== undefined);
  const facts = given.slice(0, mostFacts).map(([label, value]) => ({ label, value: shortened(value) }));
  const left = given.length - facts.length;
  return left === 0 ? facts : [...facts, { label: 'And', value: countOf(left, 'further value') }];
}

function shortened(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length <= longestFactChars ? text : `${text.slice(0, longestFactChars - 1).toWellFormed()}…`;
}

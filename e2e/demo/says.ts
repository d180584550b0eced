import { severities } from '../../shared/event.ts';
import { noticeOf } from '../../shared/notice.ts';
import { severityLook } from '../../shared/severity.ts';

type NoticedEvent = Parameters<typeof noticeOf>[0];
type Envelope = Omit<NoticedEvent, 'type' | 'occurredAt'> & {
  event_type: NoticedEvent['type'];
  timestamp: string;
};

/** What a body for n8n says, in a few words; of a batch how many events there are of each type. */
export function n8nSays(body: string): string {
  const message: Envelope | { events: Envelope[] } = JSON.parse(body);
  if ('events' in message) {
    const byType = Map.groupBy(message.events, (event) => event.event_type);
    const counts = [...byType].map(([type, events]) => `${events.length} ${type}`);
    return `${message.events.length} events in one request: ${counts.join(', ')}`;
  }
  const { event_type: type, timestamp: occurredAt, ...event } = message;
  return `[${event.severity}] ${type}: ${noticeOf({ ...event, type, occurredAt }).title}`;
}

/** What a webhook's body in the usual shape says. */
export function webhookSays(body: string): string {
  const { severity, title } = JSON.parse(body);
  return severity === undefined ? title : `[${severity}] ${title}`;
}

/** The first line of a message to Slack. */
export function slackSays(body: string): string {
  return inWords(String(JSON.parse(body).text).split('\n')[0] ?? '');
}

/** The titles of a message to Discord, which comes as JSON or, with a picture, as a form that holds it. */
export function discordSays(body: string): string {
  const json = body.startsWith('{') ? body : (/^\{".*\}\r?$/m.exec(body)?.[0] ?? '{}');
  const embeds: { title?: string }[] = JSON.parse(json).embeds ?? [];
  const picture = body.startsWith('{') ? '' : ' (with its picture)';
  // Discord shows what stands behind a backslash as it is.
  return embeds.map(({ title = '' }) => inWords(title.replace(/\\(\W)/g, '$1'))).join('; ') + picture;
}

/** `❌ Mug 3 …` as `[error] Mug 3 …`. */
function inWords(text: string): string {
  const severity = severities.find((one) => text.startsWith(severityLook[one].emoji));
  return severity === undefined
    ? text
    : `[${severity}] ${text.slice(severityLook[severity].emoji.length).trim()}`;
}

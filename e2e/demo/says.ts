import { severities } from '../../shared/event.ts';
import { noticeOf } from '../../shared/notice.ts';
import { severityLook } from '../../shared/severity.ts';

/** What a body for n8n says, in a few words: `[error] Mug 3 …`, or several of these. */
export function n8nSays(body: string): string {
  const message = JSON.parse(body);
  const envelopes = message.events ?? [message];
  const titles = envelopes.map(({ event_type: type, severity, timestamp, ...event }: Envelope) => {
    const { title } = noticeOf({ ...event, type, severity, occurredAt: timestamp });
    return `[${severity}] ${type}: ${title}`;
  });
  return message.events ? `${titles.length} events in one request: ${titles.join('; ')}` : titles.join();
}

type Envelope = Omit<Parameters<typeof noticeOf>[0], 'type' | 'occurredAt'> & {
  event_type: Parameters<typeof noticeOf>[0]['type'];
  timestamp: string;
};

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
  const json = body.startsWith('{') ? body : (/^\{"embeds".*\}\r?$/m.exec(body)?.[0] ?? '{}');
  const embeds: { title?: string }[] = JSON.parse(json).embeds ?? [];
  const picture = body.startsWith('{') ? '' : ' (with its picture)';
  return embeds.map(({ title = '' }) => inWords(title)).join('; ') + picture;
}

/** `❌ Mug 3 …` as `[error] Mug 3 …`. */
function inWords(text: string): string {
  const severity = severities.find((one) => text.startsWith(severityLook[one].emoji));
  return severity === undefined
    ? text
    : `[${severity}] ${text.slice(severityLook[severity].emoji.length).trim()}`;
}

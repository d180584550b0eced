import type { Alert } from '../../shared/alert.ts';
import type { EventData, Severity } from '../../shared/event.ts';

/** What a message says of one alert. */
export type SpokenAlert = Pick<
  Alert,
  | 'id'
  | 'severity'
  | 'state'
  | 'labels'
  | 'title'
  | 'message'
  | 'details'
  | 'analysisId'
  | 'raisedAt'
  | 'count'
> & { endedAt: string | null };

/** Why a message is written now. */
export type Occasion = 'new' | 'ended' | 'repeat' | 'escalated' | 'reminder';

/** What one message is about: of each list the first few, worst first, and how many there are in all. */
export interface Spoken {
  occasion: Occasion;
  firing: readonly SpokenAlert[];
  firingCount: number;
  ended: readonly SpokenAlert[];
  endedCount: number;
  /** Of the alerts that are open. */
  ids: readonly string[];
  severity: Severity;
  /** Nobody has acknowledged some of them. */
  isOpen: boolean;
  groupId: string | null;
  /** A sentence before all others. */
  preface?: string;
}

/** So many alerts are named in one message. */
export const namedAtMost = 5;
const longestTitle = 300;
const longestMessage = 20_000;

const prefixes: Readonly<Record<Occasion, string>> = {
  new: '',
  ended: 'Resolved: ',
  repeat: 'Still firing: ',
  escalated: 'Escalated: ',
  reminder: 'Still open: ',
};

/** The event that says it. */
export function alertEventOf(spoken: Spoken): { severity: Severity; data: EventData<'system_alert'> } {
  const { occasion, firing, firingCount, ended, endedCount, ids, severity, isOpen, groupId } = spoken;
  const isOver = firingCount === 0;
  const [first] = isOver ? ended : firing;
  const count = isOver ? endedCount : firingCount;
  const subject = count === 1 ? (first?.title ?? '') : `${count} alerts: ${first?.title ?? ''}`;
  const only = count === 1 ? first : undefined;
  const paragraphs = [
    spoken.preface ?? '',
    only === undefined ? linesOf(firing, firingCount, isOver) : isOver ? overWords(only) : only.message,
    isOver && only === undefined ? endedLines(ended, endedCount) : '',
    !isOver && endedCount > 0 ? `Resolved meanwhile:\n${endedLines(ended, endedCount)}` : '',
  ];
  return {
    severity: isOver ? 'success' : severity,
    data: {
      title: cut(`${prefixes[occasion]}${subject}`, longestTitle),
      message: cut(paragraphs.filter((text) => text !== '').join('\n\n'), longestMessage),
      details: {
        ...(only === undefined ? commonLabels(isOver ? ended : firing) : { ...only.details, ...only.labels }),
        ...(only !== undefined && only.count > 1 && { times: only.count }),
      },
      status: isOver ? 'resolved' : isOpen ? 'firing' : 'acknowledged',
      alert_ids: [...ids],
      count,
      ...(groupId !== null && { group: groupId }),
      ...(first?.analysisId && { analysis_id: first.analysisId }),
    },
  };
}

function linesOf(alerts: readonly SpokenAlert[], count: number, isOver: boolean): string {
  if (isOver) return '';
  const lines = alerts.map(({ severity, title, message }) =>
    message === '' ? `• ${severity}: ${title}` : `• ${severity}: ${title}. ${firstLine(message)}`,
  );
  return withRest(lines, count - alerts.length);
}

function endedLines(alerts: readonly SpokenAlert[], count: number): string {
  return withRest(
    alerts.map((alert) => `• ${alert.title} (${lasted(alert)})`),
    count - alerts.length,
  );
}

function overWords(alert: SpokenAlert): string {
  return `It is over after ${lasted(alert)}.`;
}

function withRest(lines: readonly string[], left: number): string {
  return [...lines, ...(left > 0 ? [`and ${left} more`] : [])].join('\n');
}

function lasted({ raisedAt, endedAt }: SpokenAlert): string {
  return durationWords(Date.parse(endedAt ?? raisedAt) - Date.parse(raisedAt));
}

/** `40 s`, `12 min`, `3 h 5 min`. */
export function durationWords(ms: number): string {
  const seconds = Math.round(ms / 1_000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const rest = minutes % 60;
  return rest === 0 ? `${Math.floor(minutes / 60)} h` : `${Math.floor(minutes / 60)} h ${rest} min`;
}

function commonLabels(alerts: readonly SpokenAlert[]): Record<string, string> {
  const [first, ...others] = alerts;
  return Object.fromEntries(
    Object.entries(first?.labels ?? {}).filter(([name, value]) =>
      others.every(({ labels }) => labels[name] === value),
    ),
  );
}

function firstLine(text: string): string {
  return cut(text.split('\n', 1)[0] ?? '', 200);
}

function cut(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most - 1).toWellFormed()}…`;
}

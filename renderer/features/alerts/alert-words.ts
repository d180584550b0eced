import type { Alert, AlertState, TimelineEntry } from '../../../shared/alert.ts';
import { spanText } from '../../ui/words.ts';

/** The states as people call them. */
export const stateWords: Readonly<Record<AlertState, string>> = {
  firing: 'Firing',
  acknowledged: 'Acknowledged',
  resolved: 'Resolved',
  expired: 'Expired',
};

/** The name of an alert as words: "ChannelDown" → "Channel down". */
export function nameText(alertname: string): string {
  const words = alertname
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .replaceAll(/[_-]+/g, ' ')
    .trim();
  const [first = '', ...others] = words.split(' ');
  return [first.charAt(0).toUpperCase() + first.slice(1), ...others.map(lowered)].join(' ');
}

/** Abbreviations stay as they are. */
const lowered = (word: string) => (/^[A-Z\d]+$/.test(word) ? word : word.toLowerCase());

/** The labels beside the name, which stands elsewhere. */
export const shownLabels = ({ labels }: Pick<Alert, 'labels'>) =>
  Object.entries(labels).filter(([name]) => name !== 'alertname');

/** What a step of an alert's life is called. */
export const timelineWords: Readonly<Record<TimelineEntry['kind'], string>> = {
  fired: 'Raised',
  repeated: 'Raised again',
  worsened: 'Became worse',
  routed: 'Routed',
  suppressed: 'Not told',
  sent: 'Told',
  delivered: 'Arrived',
  failed: 'Did not arrive',
  escalated: 'Escalated',
  reminded: 'Reminded',
  acknowledged: 'Acknowledged',
  unacknowledged: 'Acknowledgement taken back',
  resolved: 'Resolved',
  expired: 'Expired',
  note: 'Note',
};

/** "in 4 min", "now"; `now` is milliseconds. */
export function untilText(iso: string, now: number): string {
  const seconds = (Date.parse(iso) - now) / 1_000;
  return seconds < 1 ? 'now' : `in ${spanText(seconds)}`;
}

/** How long an alert was, or has been, open: "12 min". */
export function openFor({ raisedAt, ended }: Alert, now: number): string {
  return spanText(((ended === null ? now : Date.parse(ended.at)) - Date.parse(raisedAt)) / 1_000);
}

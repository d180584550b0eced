import { create } from 'zustand';
import type { Alert, Labels, RouteExplanation } from '../../../shared/alert.ts';
import { toAppError } from '../../../shared/errors.ts';
import type { EventType, Severity } from '../../../shared/event.ts';
import { core } from '../../core.ts';
import { useAlerting } from './alerting-draft.ts';

interface Explain {
  severity: Severity;
  type: EventType;
  /** Lines of `name=value`. */
  labels: readonly string[];
  /** As a field of date and time has it; empty: now. */
  at: string;
  answer: RouteExplanation | null;
  /** The moment the answer is about, in milliseconds. */
  answeredFor: number;
  /** Why there is no answer. */
  reason: string | null;
}

/** Where would this go, and why: what is asked, and what the core answered. */
export const useExplain = create<Explain>(() => ({
  severity: 'error',
  type: 'system_alert',
  labels: ['alertname=Threshold', 'source=monitoring'],
  at: '',
  answer: null,
  answeredFor: 0,
  reason: null,
}));

/** The labels of lines of `name=value`; what is no such line is left out. */
export const labelsOf = (lines: readonly string[]): Labels =>
  Object.fromEntries(
    lines.flatMap((line) => {
      const [, name, value] = /^\s*([a-zA-Z_]\w*)\s*=\s*(.*)$/.exec(line) ?? [];
      return name === undefined || value === undefined ? [] : [[name, value.trim()]];
    }),
  );

/** Asks about an alert that there is. */
export const askAbout = ({ severity, labels }: Alert) =>
  useExplain.setState({
    severity,
    type: 'system_alert',
    labels: Object.entries(labels).map(([name, value]) => `${name}=${value}`),
    at: '',
  });

/** Only the answer to the latest question counts. */
let question = 0;
const calmMs = 150;

async function ask(): Promise<void> {
  const mine = ++question;
  const { severity, type, labels, at } = useExplain.getState();
  const { draft } = useAlerting.getState();
  if (draft === null) return;
  const given = Date.parse(at);
  const moment = Number.isNaN(given) ? Date.now() : given;
  try {
    const answer = await core.call('routes.explain', {
      severity,
      type,
      labels: { ...labelsOf(labels) },
      alerting: draft,
      at: new Date(moment).toISOString(),
    });
    if (mine === question) useExplain.setState({ answer, answeredFor: moment, reason: null });
  } catch (error) {
    if (mine === question) useExplain.setState({ answer: null, reason: toAppError(error).message });
  }
}

/** Asks again whenever the question or the routes become others; returns what ends that. */
export function followExplain(): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(ask, calmMs);
  };
  soon();
  const stops = [
    useAlerting.subscribe((now, before) => now.draft !== before.draft && soon()),
    useExplain.subscribe((now, before) => {
      const same = (['severity', 'type', 'labels', 'at'] as const).every(
        (name) => now[name] === before[name],
      );
      if (!same) soon();
    }),
    core.listen('silence.changed', soon),
    core.listen('channels.changed', soon),
  ];
  return () => {
    clearTimeout(timer);
    for (const stop of stops) stop();
  };
}

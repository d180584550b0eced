import { userInfo } from 'node:os';
import { type Alert, type AlertState, newAlertSchema, openAlertStates } from '../../shared/alert.ts';
import type { CallOutput } from '../../shared/contract.ts';
import { severitySchema } from '../../shared/event.ts';
import { exitStatus, UsageError } from './exit-status.ts';
import { leftOverLines, localTime, readChannels } from './left-over.ts';
import { complaint, parseData } from './notify.ts';
import { type Paint, paintForTerminal } from './report.ts';
import { tableOf } from './table.ts';
import { tryForMs, waitFor } from './wait.ts';
import { type Core, withCore } from './with-core.ts';

interface CommonOptions {
  json?: true;
  dataFolder?: string;
}

export interface RaiseOptions extends CommonOptions {
  name: string;
  title?: string;
  message: string;
  severity: string;
  label: string[];
  /** JSON of an object. */
  data?: string;
  /** Minutes. */
  expires?: number;
}

export interface AlertListOptions extends CommonOptions {
  state: string[];
  all?: true;
  minSeverity?: string;
  text?: string;
  label: string[];
  limit: number;
}

export interface ByHandOptions extends CommonOptions {
  note: string;
  who?: string;
}

const mostAtOnce = 1_000;

/** The command `alert raise`; gives the exit status. */
export async function raiseAlert(options: RaiseOptions): Promise<number> {
  const { name, title = name, message, severity, data, expires } = options;
  const given = labelsOf(options.label);
  if (given.alertname !== undefined) throw new UsageError('Give the alertname with --name, not as a label.');
  const alert = newAlertSchema.safeParse({
    labels: { source: 'operator', ...given, alertname: name },
    severity,
    title,
    message,
    details: parseData(data),
    ...(expires !== undefined && { expiresAt: new Date(Date.now() + expires * 60_000).toISOString() }),
  });
  if (!alert.success) throw new UsageError(complaint(alert.error));
  return withCore(options, async (core) => {
    const raised = await core.call('alerts.raise', alert.data);
    await core.write(options.json ? `${JSON.stringify(raised)}\n` : alertsReport([raised]));
    await sayWhatFollows(core, raised);
    return exitStatus.ok;
  });
}

/** The command `alert list`, newest first; gives the exit status. */
export function listAlerts(options: AlertListOptions): Promise<number> {
  return withCore(options, async (core) => {
    const filter = {
      states: statesOf(options),
      ...(options.minSeverity !== undefined && { minSeverity: severitySchema.parse(options.minSeverity) }),
      ...(options.text !== undefined && { text: options.text }),
      ...(options.label.length > 0 && { labels: labelsOf(options.label) }),
    };
    const found: Alert[] = [];
    let cursor: string | undefined;
    do {
      const limit = Math.min(options.limit - found.length, mostAtOnce);
      const page: CallOutput<'alerts.list'> = await core.call('alerts.list', { ...filter, limit, cursor });
      found.push(...page.items);
      cursor = page.nextCursor ?? undefined;
      if (options.json) {
        await core.write(page.items.map((alert) => `${JSON.stringify(alert)}\n`).join(''));
      }
    } while (found.length < options.limit && cursor !== undefined && !core.signal.aborted);
    if (!options.json) await core.write(alertsReport(found));
    if (found.length === 0 && !core.signal.aborted) core.say('There are no such alerts.');
    return exitStatus.ok;
  });
}

/** The command `alert ack`; gives the exit status. */
export function acknowledgeAlerts(ids: readonly string[], options: ByHandOptions): Promise<number> {
  return byHand('alerts.acknowledge', 'acknowledged', ids, options);
}

/** The command `alert resolve`; gives the exit status. */
export function resolveAlerts(ids: readonly string[], options: ByHandOptions): Promise<number> {
  return byHand('alerts.resolve', 'resolved', ids, options);
}

function byHand(
  call: 'alerts.acknowledge' | 'alerts.resolve',
  done: string,
  ids: readonly string[],
  { note, who = userInfo().username, ...options }: ByHandOptions,
): Promise<number> {
  return withCore(options, async (core) => {
    const { changed } = await core.call(call, { ids: [...ids], who, note });
    await core.write(options.json ? `${JSON.stringify({ changed })}\n` : `${changed} ${done}\n`);
    const left = new Set(ids).size - changed;
    if (left > 0) core.say(`${left} ${left === 1 ? 'was' : 'were'} ${done} already, or had ended.`);
    return exitStatus.ok;
  });
}

/** When it leaves; what is on its way already gets its chance where nothing else delivers. */
async function sayWhatFollows(core: Core, { id, suppressed }: Alert): Promise<void> {
  const { app, call, signal, say } = core;
  if (suppressed !== null) say(suppressed.why);
  if (!app.delivers()) return say('It is recorded. The running program tells it.');
  const isDone = async () =>
    (await call('alerts.get', { id })).deliveries.every(({ endedAt }) => endedAt !== null);
  await waitFor(isDone, { app, limitMs: tryForMs, signal });
  const { deliveries, groups } = await call('alerts.get', { id });
  const channels = await readChannels(core);
  for (const line of leftOverLines(deliveries, { channels, now: Date.now(), anotherDelivers: false })) {
    say(line);
  }
  const waiting = groups.flatMap(({ lastSentAt, nextAt }) => (lastSentAt === null ? (nextAt ?? []) : []));
  const [first] = waiting.toSorted();
  if (first !== undefined && suppressed === null) {
    say(`It is told with others of its kind at ${localTime(first)}, when the program runs.`);
  }
}

function statesOf({ state, all }: AlertListOptions): AlertState[] | undefined {
  if (state.length > 0) return state as AlertState[];
  return all ? undefined : [...openAlertStates];
}

function labelsOf(given: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    given.map((text) => [text.slice(0, text.indexOf('=')), text.slice(text.indexOf('=') + 1)]),
  );
}

/** A table row for each alert; nothing for none. */
function alertsReport(alerts: readonly Alert[], paint: Paint = paintForTerminal): string {
  if (alerts.length === 0) return '';
  const rows = alerts.map(({ id, state, severity, raisedAt, count, title, labels, ...alert }) => [
    id,
    state,
    severity,
    localTime(raisedAt),
    `${count}`,
    title,
    Object.entries(labels)
      .map(([name, value]) => `${name}=${value}`)
      .join(' '),
    alert.suppressed?.why ?? alert.ended?.note ?? alert.acknowledged?.who ?? '',
  ]);
  const headings = ['alert', 'state', 'severity', 'raised', 'times', 'title', 'labels', 'remark'];
  return tableOf([headings, ...rows], paint);
}

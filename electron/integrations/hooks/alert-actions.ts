import type { z } from 'zod';
import type { Alert, Labels, newAlertSchema } from '../../../shared/alert.ts';
import { AppError } from '../../../shared/errors.ts';
import type { Done } from './actions.ts';

/** An alert as a sender names it: by the id that it got, or by the labels that it gave. */
export type NamedAlert = { id: string } | { labels: Labels };

type RaisedAlert = z.output<typeof newAlertSchema>;

/** What can be done with alerts, as the calls of the contract do it. */
export interface AlertCalls {
  /** Throws AppError call.invalid. */
  raise(alert: RaisedAlert): Promise<Alert>;
  /** Open ones with all of these labels. */
  open(labels: Labels): Promise<readonly Alert[]>;
  /** Each answers how many it changed. Throws AppError notFound. */
  acknowledge(id: string, by: { who: string; note: string }): Promise<number>;
  resolve(id: string, by: { who: string; note: string }): Promise<number>;
}

/** What hooks do with alerts. Labels say which hook an alert came by: one cannot be taken for that of another. */
export function createAlertActions(calls: AlertCalls) {
  async function idOf(named: NamedAlert, hook: string): Promise<string | null> {
    if ('id' in named) return named.id;
    const labels = labelsOf(named.labels, hook);
    const open = await calls.open(labels);
    return open.find((alert) => Object.keys(alert.labels).length === Object.keys(labels).length)?.id ?? null;
  }

  const byOf = (hook: string, note: string) => ({ who: `hook ${hook}`, note });

  return {
    async raise(alert: RaisedAlert, hook: string): Promise<Done> {
      const { id, count } = await calls.raise({ ...alert, labels: labelsOf(alert.labels, hook) });
      const outcome =
        count === 1 ? 'An alert was raised.' : `It was open already: raised ${count} times now.`;
      return { state: 'done', outcome, alertId: id };
    },
    async acknowledge(named: NamedAlert, note: string, hook: string): Promise<Done> {
      const id = await idOf(named, hook);
      if (id === null) throw new AppError('notFound', 'No alert with exactly these labels is open.');
      const changed = await calls.acknowledge(id, byOf(hook, note));
      const outcome = changed === 0 ? 'The alert was not firing any more.' : 'The alert was acknowledged.';
      return { state: 'done', outcome, alertId: id };
    },
    /** What has ended, or never began, is as the sender wants it. */
    async resolve(named: NamedAlert, note: string, hook: string): Promise<Done> {
      const id = await idOf(named, hook);
      if (id === null) return { state: 'done', outcome: 'No such alert was open.' };
      const changed = await calls.resolve(id, byOf(hook, note));
      const outcome = changed === 0 ? 'The alert had ended before.' : 'The alert was resolved.';
      return { state: 'done', outcome, alertId: id };
    },
  };
}

function labelsOf(given: Labels, hook: string): Record<string, string> {
  return { ...given, source: 'hook', hook };
}

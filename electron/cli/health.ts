import { AppError } from '../../shared/errors.ts';
import type { Health, HealthStatus } from '../../shared/health.ts';
import { type Paint, paintForTerminal } from './report.ts';
import { tableOf } from './table.ts';
import { type Core, withCore } from './with-core.ts';

/** What the command ends with. */
export const healthStatus: Readonly<Record<HealthStatus, number>> = { healthy: 0, degraded: 1, down: 2 };

interface HealthOptions {
  json?: true;
  dataFolder?: string;
}

/** The command `health`; gives the exit status. */
export async function health(options: HealthOptions): Promise<number> {
  try {
    return await withCore(options, async (core) => {
      if (core.app.delivers()) await lookAtAll(core);
      else core.say('The program runs already: this is how it does.');
      const found = await core.call('health.get', {});
      await core.write(reportOf(found, options));
      return healthStatus[found.status];
    });
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    // What keeps the program from starting is no part of it: everything is down.
    console.error(`error: ${error.message} (${error.code})`);
    process.stdout.write(reportOf({ status: 'down', since: new Date().toISOString(), parts: [] }, options));
    return healthStatus.down;
  }
}

const reportOf = (found: Health, { json }: HealthOptions) =>
  json ? `${JSON.stringify(found)}\n` : healthReport(found);

/** Nobody else has looked lately. What is wrong with a part is said by the part. */
async function lookAtAll({ app, call }: Core): Promise<void> {
  const inference = app.startInference().catch(() => undefined);
  const { parts } = await call('health.get', {});
  // Twice: one failed look alone is not believed.
  const twice = async (id: string) => {
    const { lastCheck } = await call('health.check', { id });
    if (lastCheck?.ok === false) await call('health.check', { id });
  };
  await Promise.all([inference, ...parts.flatMap(({ id, checkable }) => (checkable ? [twice(id)] : []))]);
}

/** A line for the whole, and a table row for each part. */
export function healthReport({ status, parts }: Health, paint: Paint = paintForTerminal): string {
  const colour = { healthy: 'green', degraded: 'yellow', down: 'red' } as const;
  if (parts.length === 0) return `${paint(colour[status], status)}\n`;
  const rows = parts.map(({ label, target, state, reason, figures, lastCheck }) => [
    label,
    target,
    state,
    figures.responseMs === null ? '–' : `${Math.round(figures.responseMs.p95)} ms`,
    figures.successRate === null ? '–' : `${Math.round(figures.successRate * 100)} %`,
    figures.queueDepth === null ? '–' : `${figures.queueDepth}`,
    reason ?? lastCheck?.detail ?? '',
  ]);
  const headings = ['part', 'target', 'state', 'p95', 'succeeded', 'waiting', 'why'];
  return `${paint(colour[status], status)}\n${tableOf([headings, ...rows], paint)}`;
}

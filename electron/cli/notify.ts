import type { z } from 'zod';
import { manualNoticeSchema } from '../../shared/contract.ts';
import type { Delivery } from '../../shared/delivery.ts';
import { channelIdsOf } from './channel-names.ts';
import { deliveriesReport, lineOf } from './deliveries-report.ts';
import { exitStatus, UsageError } from './exit-status.ts';
import { leftOverLines, readChannels } from './left-over.ts';
import { catchUp, tryForMs, waitFor } from './wait.ts';
import { type Core, withCore } from './with-core.ts';

export interface NotifyOptions {
  severity: string;
  title: string;
  message: string;
  channel: string[];
  /** JSON of an object. */
  data?: string;
  wait?: true;
  /** Seconds that `wait` waits. */
  timeout: number;
  json?: true;
  dataFolder?: string;
}

/** The command `notify`; gives the exit status. */
export async function notify(options: NotifyOptions): Promise<number> {
  const { title, message, severity, data } = options;
  const notice = manualNoticeSchema.safeParse({ title, message, severity, data: parseData(data) });
  if (!notice.success) throw new UsageError(complaint(notice.error));

  return withCore(options, async (core) => {
    const channelIds = await channelIdsOf(core, options.channel);
    const sent = await core.call('notices.send', { ...notice.data, channelIds });
    const deliveries = await follow(core, sent.deliveries, options);
    const channels = await readChannels(core);
    const now = Date.now();
    await core.write(
      options.json
        ? `${JSON.stringify({ eventId: sent.eventId, deliveries: deliveries.map((one) => lineOf(one, channels)) })}\n`
        : deliveriesReport(deliveries, channels, now),
    );
    sayWhatIsLeft(core, deliveries, leftOverLines(deliveries, { channels, now, anotherDelivers: false }));
    const allThere = deliveries.length > 0 && deliveries.every(({ state }) => state === 'delivered');
    return options.wait && !allThere ? exitStatus.notDelivered : exitStatus.ok;
  });
}

/**
 * The deliveries as they are once they have ended, or at the end of the patience. Where nothing else delivers, what
 * was due for the same channels before gets its chance too.
 */
async function follow(
  core: Core,
  recorded: readonly Delivery[],
  { wait, timeout }: NotifyOptions,
): Promise<Delivery[]> {
  const { app, call, signal, say } = core;
  if (!wait && !app.delivers()) return [...recorded];
  const startedAt = performance.now();
  const look = () =>
    Promise.all(recorded.map(async ({ id }) => (await call('deliveries.get', { id })).delivery));
  const limitMs = wait ? timeout * 1_000 : tryForMs;
  const isDone = async () => (await look()).every(({ endedAt }) => endedAt !== null);
  const done = await waitFor(isDone, { app, limitMs, signal });
  if (!done && wait && !signal.aborted) say(`Not everything was delivered within ${timeout} s.`);
  const limit = tryForMs - (performance.now() - startedAt);
  if (app.delivers() && limit > 0)
    await catchUp(core, [...new Set(recorded.map(({ channelId }) => channelId))], limit);
  return look();
}

function sayWhatIsLeft(
  { app, say }: Core,
  deliveries: readonly Delivery[],
  linesForNextStart: readonly string[],
): void {
  if (deliveries.length === 0) {
    say('The notice is in the inbox. No channel takes it: none is switched on for this severity.');
    return;
  }
  if (deliveries.every(({ endedAt }) => endedAt !== null)) return;
  if (app.delivers()) for (const line of linesForNextStart) say(line);
  else say('It is recorded. The running program delivers it.');
}

/** The object that a text is. Throws UsageError. */
export function parseData(text: string | undefined): unknown {
  if (text === undefined) return {};
  try {
    const data: unknown = JSON.parse(text);
    if (typeof data === 'object' && data !== null && !Array.isArray(data)) return data;
  } catch {
    // Said below.
  }
  throw new UsageError(
    'What follows --data is no JSON of an object. An example: --data \'{"line": 3}\'. For another data folder use --data-folder.',
  );
}

/** The first thing that is wrong with what was typed. */
export function complaint({ issues: [issue] }: z.ZodError): string {
  return `${issue?.path.join('.') ?? 'The input'}: ${issue?.message ?? 'not valid'}`;
}

import type { z } from 'zod';
import { manualNoticeSchema } from '../../shared/contract.ts';
import type { Delivery } from '../../shared/delivery.ts';
import { channelIdsOf, channelNames } from './channel-names.ts';
import { exitStatus, UsageError } from './exit-status.ts';
import { type Paint, paintForTerminal } from './report.ts';
import { tableOf } from './table.ts';
import { waitFor } from './wait.ts';
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

/** Without `--wait`, and when nothing else would deliver it, it is tried for so long. */
const tryForMs = 10_000;

/** The command `notify`; gives the exit status. */
export async function notify(options: NotifyOptions): Promise<number> {
  const { title, message, severity, data } = options;
  const notice = manualNoticeSchema.safeParse({ title, message, severity, data: parseData(data) });
  if (!notice.success) throw new UsageError(complaint(notice.error));

  return withCore({ ...(options.dataFolder && { data: options.dataFolder }) }, async (core) => {
    const channelIds = await channelIdsOf(core, options.channel);
    const sent = await core.call('notices.send', { ...notice.data, channelIds });
    const deliveries = await follow(core, sent.deliveries, options);
    const nameOf = await channelNames(core);
    await core.write(
      options.json
        ? `${JSON.stringify({ eventId: sent.eventId, deliveries: deliveries.map((one) => lineOf(one, nameOf)) })}\n`
        : deliveriesReport(deliveries, nameOf),
    );
    sayWhatIsLeft(core, deliveries);
    const allThere = deliveries.length > 0 && deliveries.every(({ state }) => state === 'delivered');
    return options.wait && !allThere ? exitStatus.notDelivered : exitStatus.ok;
  });
}

/** The deliveries as they are once they have ended, or at the end of the patience. */
async function follow(
  { app, call, signal, say }: Core,
  recorded: readonly Delivery[],
  { wait, timeout }: NotifyOptions,
): Promise<Delivery[]> {
  if (!wait && !app.delivers()) return [...recorded];
  const look = () =>
    Promise.all(recorded.map(async ({ id }) => (await call('deliveries.get', { id })).delivery));
  const limitMs = wait ? timeout * 1_000 : tryForMs;
  const isDone = async () => (await look()).every(({ endedAt }) => endedAt !== null);
  const done = await waitFor(isDone, { app, limitMs, signal });
  if (!done && wait && !signal.aborted) say(`Not everything was delivered within ${timeout} s.`);
  return look();
}

function sayWhatIsLeft({ app, say }: Core, deliveries: readonly Delivery[]): void {
  if (deliveries.length === 0) {
    say('The notice is in the inbox. No channel takes it: none is switched on for this severity.');
    return;
  }
  if (deliveries.every(({ endedAt }) => endedAt !== null)) return;
  say(
    app.delivers()
      ? 'What is left is recorded and goes out when the program is next started.'
      : 'It is recorded. The running program delivers it.',
  );
}

function parseData(text: string | undefined): unknown {
  if (text === undefined) return {};
  try {
    const data: unknown = JSON.parse(text);
    if (typeof data === 'object' && data !== null && !Array.isArray(data)) return data;
  } catch {
    // Said below.
  }
  throw new UsageError('What follows --data is no JSON of an object. An example: --data \'{"line": 3}\'');
}

/** The first thing that is wrong with what was typed. */
export function complaint({ issues: [issue] }: z.ZodError): string {
  return `${issue?.path.join('.') ?? 'The input'}: ${issue?.message ?? 'not valid'}`;
}

/** What a script wants to know of a delivery. */
export function lineOf(delivery: Delivery, nameOf: (id: string) => string) {
  return { ...delivery, channel: nameOf(delivery.channelId) };
}

/** A table row for each delivery; nothing for none. */
export function deliveriesReport(
  deliveries: readonly Delivery[],
  nameOf: (id: string) => string,
  paint: Paint = paintForTerminal,
): string {
  if (deliveries.length === 0) return '';
  const rows = deliveries.map((delivery) => [
    delivery.id,
    nameOf(delivery.channelId),
    delivery.state,
    delivery.severity,
    delivery.createdAt.slice(0, 19).replace('T', ' '),
    delivery.title,
    [delivery.reason, delivery.explanation].filter((text) => text !== null).join(': '),
  ]);
  return tableOf(
    [['delivery', 'channel', 'state', 'severity', 'recorded (UTC)', 'title', 'why'], ...rows],
    paint,
  );
}

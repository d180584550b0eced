import { type DeliveryFilter, deliveryFilterSchema } from '../../shared/delivery.ts';
import { channelIdsOf, channelNames } from './channel-names.ts';
import { exitStatus, UsageError } from './exit-status.ts';
import { complaint, deliveriesReport, lineOf } from './notify.ts';
import { waitFor } from './wait.ts';
import { type Core, withCore } from './with-core.ts';

export interface FilterOptions {
  channel?: string;
  state: string[];
  type?: string;
  minSeverity?: string;
  text?: string;
  from?: string;
  to?: string;
  json?: true;
  data?: string;
}

/** How long replayed deliveries are tried here when no other program would deliver them. */
const tryForMs = 10_000;
const mostAtOnce = 1_000;

/** The command `deliveries list`, newest first; gives the exit status. */
export function listDeliveries(options: FilterOptions & { limit: number }): Promise<number> {
  return withCore(options, async (core) => {
    const filter = await filterOf(core, options);
    const nameOf = await channelNames(core);
    let left = options.limit;
    let cursor: string | undefined;
    const all = [];
    do {
      const page = await core.call('deliveries.list', {
        ...filter,
        limit: Math.min(left, mostAtOnce),
        cursor,
      });
      left -= page.items.length;
      cursor = page.nextCursor ?? undefined;
      if (options.json) {
        await core.write(page.items.map((item) => `${JSON.stringify(lineOf(item, nameOf))}\n`).join(''));
      } else all.push(...page.items);
    } while (left > 0 && cursor !== undefined && !core.signal.aborted);
    if (!options.json) await core.write(deliveriesReport(all, nameOf));
    return exitStatus.ok;
  });
}

/** The command `deliveries replay`; gives the exit status. */
export function replayDeliveries(ids: readonly string[], options: FilterOptions): Promise<number> {
  return withCore(options, async (core) => {
    const filter = await filterOf(core, options);
    if ((ids.length === 0) === (Object.keys(filter).length === 0)) {
      throw new UsageError(
        'Say which deliveries: either by their ids, or by a filter such as --state failed for all dead letters.',
      );
    }
    const { replayed } = await core.call(
      'deliveries.replay',
      ids.length > 0 ? { ids: [...ids] } : { filter },
    );
    await core.write(options.json ? `${JSON.stringify({ replayed })}\n` : `${replayed} replayed\n`);
    if (replayed > 0) await deliver(core);
    return exitStatus.ok;
  });
}

async function deliver({ app, call, signal, say }: Core): Promise<void> {
  if (!app.delivers()) {
    say('The running program delivers them.');
    return;
  }
  const isDone = async () => {
    const { counts } = await call('deliveries.list', { limit: 1 });
    return counts.waiting + counts.sending === 0;
  };
  const done = await waitFor(isDone, { app, limitMs: tryForMs, signal });
  if (!done) say('What is left goes out when the program is next started.');
}

/** The filter as the core wants it; channels by their names. Throws UsageError. */
async function filterOf(core: Core, options: FilterOptions): Promise<DeliveryFilter> {
  const { channel, state, type, minSeverity, text } = options;
  const [channelId] = (await channelIdsOf(core, channel === undefined ? [] : [channel])) ?? [];
  const given = {
    channelId,
    states: state.length === 0 ? undefined : state,
    eventType: type,
    minSeverity,
    text,
    from: timeOf(options.from),
    to: timeOf(options.to),
  };
  const known = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  const filter = deliveryFilterSchema.safeParse(known);
  if (!filter.success) throw new UsageError(complaint(filter.error));
  return filter.data;
}

/** Any date that the language reads: `2026-05-01`, `2026-05-01T12:00`. */
function timeOf(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const time = Date.parse(text);
  if (Number.isNaN(time)) throw new UsageError(`"${text}" is not a time. Write it like 2026-05-01T12:00.`);
  return new Date(time).toISOString();
}

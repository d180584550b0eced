import { type Delivery, type DeliveryFilter, deliveryFilterSchema } from '../../shared/delivery.ts';
import { AppError } from '../../shared/errors.ts';
import { channelIdsOf } from './channel-names.ts';
import { deliveriesReport, lineOf } from './deliveries-report.ts';
import { exitStatus, UsageError } from './exit-status.ts';
import { leftOverLines, readChannels, takesSome } from './left-over.ts';
import { complaint } from './notify.ts';
import { tryForMs, waitFor } from './wait.ts';
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
  dataFolder?: string;
}

const mostAtOnce = 1_000;
const noneFound = 'There are no such deliveries.';

/** The command `deliveries list`, newest first; gives the exit status. */
export function listDeliveries(options: FilterOptions & { limit: number }): Promise<number> {
  return withCore(options, async (core) => {
    const filter = await filterOf(core, options);
    const channels = await readChannels(core);
    let left = options.limit;
    let cursor: string | undefined;
    let isNone = true;
    const all: Delivery[] = [];
    do {
      const page = await core.call('deliveries.list', {
        ...filter,
        limit: Math.min(left, mostAtOnce),
        cursor,
      });
      left -= page.items.length;
      isNone &&= page.items.length === 0;
      cursor = page.nextCursor ?? undefined;
      if (options.json) {
        await core.write(page.items.map((item) => `${JSON.stringify(lineOf(item, channels))}\n`).join(''));
      } else all.push(...page.items);
    } while (left > 0 && cursor !== undefined && !core.signal.aborted);
    if (!options.json) await core.write(deliveriesReport(all, channels, Date.now()));
    if (isNone && !core.signal.aborted) core.say(noneFound);
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
    const watched = ids.length > 0 ? await named(core, ids) : await found(core, filter);
    const { replayed } = await core.call(
      'deliveries.replay',
      ids.length > 0 ? { ids: [...ids] } : { filter },
    );
    await core.write(options.json ? `${JSON.stringify({ replayed })}\n` : `${replayed} replayed\n`);
    if (replayed > 0) await follow(core, watched);
    else core.say(watched.length > 0 ? 'They are being sent already.' : noneFound);
    return exitStatus.ok;
  });
}

/** The ids, each of a delivery that is kept. Throws AppError notFound, before anything is replayed. */
async function named({ call }: Core, ids: readonly string[]): Promise<string[]> {
  for (const id of ids) {
    await call('deliveries.get', { id }).catch((cause: unknown) => {
      const isUnknown = cause instanceof AppError && ['notFound', 'call.invalid'].includes(cause.code);
      if (!isUnknown) throw cause;
      const message = `There is no delivery "${id}". "deliveries list" shows those that are kept.`;
      throw new AppError('notFound', message, { cause });
    });
  }
  return [...ids].slice(0, mostAtOnce);
}

async function found({ call }: Core, filter: DeliveryFilter): Promise<string[]> {
  const { items } = await call('deliveries.list', { ...filter, limit: mostAtOnce });
  return items.map(({ id }) => id);
}

/** Tries for a while where nothing else would, and says what comes next. */
async function follow(core: Core, ids: readonly string[]): Promise<void> {
  const { app, call, signal, say } = core;
  const look = () => Promise.all(ids.map(async (id) => (await call('deliveries.get', { id })).delivery));
  const before = await readChannels(core);
  const isDone = async () =>
    (await look()).every(({ endedAt, channelId }) => endedAt !== null || !takesSome(before.get(channelId)));
  const delivers = app.delivers();
  if (delivers) await waitFor(isDone, { app, limitMs: tryForMs, signal });
  const deliveries = await look();
  const channels = await readChannels(core);
  if (delivers) {
    const ended = Map.groupBy(
      deliveries.filter(({ endedAt }) => endedAt !== null),
      ({ state }) => state,
    );
    for (const [state, { length }] of ended) say(`${length} ${state}.`);
  }
  for (const line of leftOverLines(deliveries, { channels, now: Date.now(), anotherDelivers: !delivers })) {
    say(line);
  }
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

import { join } from 'node:path';
import { type Comparison, type Contender, compare } from './compare.ts';
import { measureLatencies } from './latency.ts';
import { quantile } from './load.ts';

/** A body as the webhook channel sends it, so that the peers carry the same bytes. */
const body = JSON.stringify({
  type: 'system_alert',
  timestamp: '2026-11-22T10:00:00.000Z',
  id: 'evt_0123456789abcdef0123456789abcdef',
  severity: 'info',
  title: 'Mug too far right',
  message:
    'The mug on the left stands 18 mm too far right of the middle of the frame. Move it left, then photograph again.',
  data: { title: 'Mug too far right', message: 'x'.repeat(200), details: {} },
});

/** Sends at the same time: what the webhook channel allows itself; the peers get as many. */
const concurrency = 16;

/** Speed of telling: recorded and delivered a second beside bare undici and BullMQ, and how soon one is on its way. */
export async function benchDelivery(
  folder: string,
  print: (line: string) => void,
  options: { messages: number; rounds: number; flood: number },
): Promise<void> {
  for (const durability of ['FULL', 'NORMAL'] as const) {
    const { messages, rounds } = options;
    printComparison(
      await compare(folder, durability, { messages, rounds, concurrency, body }),
      options,
      print,
    );
  }
  const { criticalMs, stillWaiting, overheadMs, inAppMs } = await measureLatencies(
    join(folder, 'latency'),
    options.flood,
  );
  print(`From the call to the head at a server on this machine, milliseconds`);
  print(
    `  critical, ${options.flood} info waiting   ${spread(criticalMs)}  (p99 under 50 wanted; ${stillWaiting} waited at the end)`,
  );
  for (const [kind, took] of overheadMs) print(`  ${kind.padEnd(32)}${spread(took)}  (under 20 wanted)`);
  print(`  live event at a listening page  ${spread(inAppMs)}  (under 10 wanted)\n`);
}

function printComparison(
  { durability, deliveredPerSecond, recordedPerSecond, recordP99Ms }: Comparison,
  { messages, rounds }: { messages: number; rounds: number },
  print: (line: string) => void,
): void {
  print(`Durable delivery, synchronous ${durability}, ${messages} messages, ${rounds} rounds`);
  print('                      delivered/s   recorded/s   one record, p99');
  for (const [name, rates] of deliveredPerSecond) {
    const recorded = median(recordedPerSecond.get(name) ?? []).toFixed(0);
    const p99 = median(recordP99Ms.get(name) ?? []).toFixed(1);
    print(
      `  ${name.padEnd(18)}${median(rates).toFixed(0).padStart(13)}${recorded.padStart(13)}${p99.padStart(15)} ms`,
    );
  }
  print(
    `  ratio outbox / raw undici, same durability   ${ratio(deliveredPerSecond, 'raw undici')}  (at least 0.5 wanted)`,
  );
  if (deliveredPerSecond.has('BullMQ')) {
    print(
      `  ratio outbox / BullMQ on Redis               ${ratio(deliveredPerSecond, 'BullMQ')}  (above 1 wanted)\n`,
    );
  } else print('  BullMQ: no redis-server here (apt install redis-server)\n');
}

/** Round by round, because neighbours in time suffer alike. */
function ratio(rates: Map<Contender, number[]>, other: Contender): string {
  const others = rates.get(other) ?? [];
  const ratios = (rates.get('outbox') ?? []).map((rate, round) => rate / (others[round] ?? Number.NaN));
  const sorted = ratios.sort((a, b) => a - b);
  return `${quantile(sorted, 0.5).toFixed(2)}  (${sorted[0]?.toFixed(2)} to ${sorted.at(-1)?.toFixed(2)})`;
}

function spread(sorted: readonly number[]): string {
  return `p50 ${quantile(sorted, 0.5).toFixed(1)}   p99 ${quantile(sorted, 0.99).toFixed(1)}`;
}

function median(values: readonly number[]): number {
  return quantile(
    [...values].sort((a, b) => a - b),
    0.5,
  );
}

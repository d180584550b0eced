import { alert, delivered, openTestOutbox, request } from './test-outbox.ts';

/**
 * Run by outbox-crash.test.ts until it is killed: publishes, claims and settles as fast as it can, and says on
 * stdout what it was promised, a line each.
 */
const [path = '', prefix = '', epoch = '1'] = process.argv.slice(2);
const { outbox } = openTestOutbox({ path });
const say = (line: string) => process.stdout.write(`${line}\n`);
await outbox.takeBack(Number(epoch));

async function publishOn(): Promise<void> {
  for (let index = 0; ; index++) {
    const event = { ...alert(`${index}`), id: `${prefix}_${index}_${Math.random().toString(36).slice(2)}` };
    const { deliveries } = await outbox.publish(event, [
      { channelId: 'mail', windowMs: 0 },
      { channelId: 'slack', windowMs: 0 },
    ]);
    for (const { id } of deliveries) say(`published ${id}`);
  }
}

async function sendOn(channelId: string): Promise<void> {
  for (;;) {
    const claims = await outbox.claim([request(channelId, { epoch: Number(epoch), atMost: 5, upTo: 3 })]);
    await outbox.settle(claims.map((claim) => delivered(claim, Number(epoch))));
    for (const { parts } of claims) for (const { deliveryId } of parts) say(`delivered ${deliveryId}`);
  }
}

await Promise.all([publishOn(), publishOn(), publishOn(), sendOn('mail'), sendOn('slack')]);

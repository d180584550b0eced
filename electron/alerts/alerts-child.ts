import { openTestAlerts } from './test-alerts.ts';

/** Run by alerts-crash.test.ts until it is killed: raises alerts as fast as it can, and says on stdout which. */
const [path = '', run = ''] = process.argv.slice(2);
const box = await openTestAlerts({ path });
box.system.attend();

for (let index = 0; ; index += 1) {
  const severity = index % 5 === 0 ? 'critical' : 'error';
  const raised = await Promise.all(
    ['a', 'b'].map((label) =>
      box.raise(`Run${run}_${severity}_${Math.floor(index / 20)}`, {
        severity,
        labels: { index: `${index}`, label },
      }),
    ),
  );
  for (const { id } of raised) process.stdout.write(`${id}\n`);
  await box.advance(1_000);
}

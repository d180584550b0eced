/**
 * npm run torture [-- --notices 20000 --kills 200 --seed 1]
 * Tries to make the outbox lose something, and prints what it counted. Ends with status 1 when anything was lost.
 */
import { parseArgs } from 'node:util';
import { type TortureReport, torture } from './run.ts';

const { values } = parseArgs({
  options: {
    notices: { type: 'string', default: '20000' },
    kills: { type: 'string', default: '200' },
    seed: { type: 'string', default: '1' },
  },
});

const report = await torture({
  notices: Number(values.notices),
  kills: Number(values.kills),
  seed: Number(values.seed),
  onProgress: ({ acknowledged, kills }) => {
    if (kills % 20 === 0) process.stderr.write(`${kills} kills, ${acknowledged} notices acknowledged\n`);
  },
});
process.stdout.write(tableOf(report));
if (!isClean(report)) process.exitCode = 1;

function isClean({ channels, leftOver, notices, acknowledged }: TortureReport): boolean {
  return (
    acknowledged === notices &&
    leftOver === 0 &&
    channels.every(({ lost, underTwoIds }) => lost === 0 && underTwoIds === 0) &&
    channels.every(({ channel, outOfOrder }) => channel !== 'ordered' || outOfOrder === 0)
  );
}

function tableOf(report: TortureReport): string {
  const lines = [
    `${report.acknowledged} of ${report.notices} notices written, to ${report.channels.length} channels, seed ${values.seed}`,
    `  kills with SIGKILL        ${report.kills}`,
    `  lives on a full disk      ${report.fullDisks}   (${report.refused} publishes refused and tried again)`,
    `  clock jumps               ${report.clockJumps}`,
    `  closed ports              ${report.closedPorts}`,
    `  answers                   ${wordsOf(report.answers)}`,
    `  dead letters replayed     ${wordsOf(report.deadLetters) || 'none'}`,
    `  left over                 ${report.leftOver}`,
    `  time                      ${report.tookSeconds.toFixed(0)} s, drained ${report.drainSeconds.toFixed(1)} s after the last notice`,
    `  largest memory            ${report.largestMegabytes.toFixed(0)} MB`,
    '',
    'channel    lost  duplicates (same id)  under two ids  out of order',
    ...report.channels.map(({ channel, lost, duplicates, underTwoIds, outOfOrder }) =>
      [
        channel.padEnd(9),
        String(lost).padStart(6),
        String(duplicates).padStart(22),
        String(underTwoIds).padStart(15),
        (channel === 'ordered' ? String(outOfOrder) : 'not asked').padStart(14),
      ].join(''),
    ),
  ];
  return `${lines.join('\n')}\n`;
}

function wordsOf(answers: Readonly<Record<string, number>>): string {
  return Object.entries(answers)
    .map(([name, count]) => `${count} × ${name}`)
    .join(', ');
}

import { expect, test } from 'vitest';
import { torture } from './run.ts';

test('nothing acknowledged is lost when the process is killed again and again in the middle of it', async () => {
  const report = await torture({ notices: 400, kills: 8, seed: 7 });

  expect(report.kills).toBe(8);
  expect(report.acknowledged).toBe(400);
  expect(report.leftOver).toBe(0);
  for (const channel of report.channels) expect(channel).toMatchObject({ lost: 0, underTwoIds: 0 });
  expect(report.channels.find(({ channel }) => channel === 'ordered')).toMatchObject({ outOfOrder: 0 });
}, 180_000);

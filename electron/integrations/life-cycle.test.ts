import { expect, test } from 'vitest';
import { eventDataSchemas } from '../../shared/event.ts';
import type { EarlierRun } from './health-history.ts';
import { createLifeCycle } from './life-cycle.ts';
import type { NewEvent } from './publisher.ts';

const earlier: EarlierRun = { version: '1.0.0', startedAt: 0, seenAt: 60_000, endedWell: true, isOwn: false };

async function titlesOf(run: EarlierRun | null, tellsEach = false): Promise<string[]> {
  const told: NewEvent[] = [];
  const notifier = {
    async tell(event: NewEvent) {
      eventDataSchemas[event.type].parse(event.data);
      told.push(event);
      return undefined as never;
    },
  };
  const life = createLifeCycle({ notifier, version: '1.1.0', tellsEach: () => tellsEach });
  await life.started(run);
  await life.stopping();
  return told.map(({ data }) => ('title' in data ? data.title : ''));
}

test.each<[string, EarlierRun | null, boolean, string[]]>([
  ['the very first start', null, false, []],
  ['a start like every day', { ...earlier, version: '1.1.0' }, false, []],
  ['an update', earlier, false, ['The program was updated to 1.1.0']],
  [
    'a crash',
    { ...earlier, version: '1.1.0', endedWell: false },
    false,
    ['The program ended without a word'],
  ],
  [
    'a crash before an update',
    { ...earlier, endedWell: false },
    false,
    ['The program ended without a word', 'The program was updated to 1.1.0'],
  ],
  [
    'a start and a stop where each is to be told',
    { ...earlier, version: '1.1.0' },
    true,
    ['The program was started', 'The program was stopped'],
  ],
])('%s', async (_case, run, tellsEach, expected) => {
  expect(await titlesOf(run, tellsEach)).toEqual(expected);
});

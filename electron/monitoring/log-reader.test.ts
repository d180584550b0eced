import { appendFileSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { beforeEach, describe, expect, it, test } from 'vitest';
import { metricsCalls } from '../../shared/metrics-calls.ts';
import { createLog } from '../log.ts';
import { linesBackwards } from './lines-backwards.ts';
import { createLogFiles, namesOf } from './log-files.ts';
import { createLogReader, type LogReader } from './log-reader.ts';

let folder: string;
let reader: LogReader;
beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), 'h200-logs-')), 'logs');
  reader = createLogReader({ folder, related: (id) => (id === 'photo' ? ['photo', 'event'] : [id]) });
});

const query = (asked: object = {}) => reader.query(metricsCalls['logs.query'].input.parse(asked));
const messages = async (asked: object = {}) => (await query(asked)).entries.map(({ message }) => message);
const line = (time: number, msg: string, more: object = {}) =>
  `${JSON.stringify({ level: 30, time, ...more, msg })}\n`;

describe('the log', () => {
  it('is read newest first, with level, text, time and ids', async () => {
    const files = createLogFiles({ folder });
    const log = createLog({ level: 'silent', files });
    log.info({ photoId: 'photo', analysisId: 'analysis', mugs: 2 }, 'Photo analysed');
    log.warn({ eventId: 'event', channelId: 'ops' }, 'An attempt failed');
    log.error({ err: new Error('Überlauf') }, 'Something broke');
    expect(await messages()).toEqual(['Something broke', 'An attempt failed', 'Photo analysed']);
    expect(await messages({ level: 'warn' })).toEqual(['Something broke', 'An attempt failed']);
    expect(await messages({ text: 'überlauf' })).toEqual(['Something broke']);
    expect(await messages({ correlationId: 'photo' })).toEqual(['An attempt failed', 'Photo analysed']);
    const [, attempt, photo] = (await query()).entries;
    expect(attempt).toMatchObject({ level: 'warn', ids: { eventId: 'event', channelId: 'ops' }, fields: {} });
    expect(photo).toMatchObject({ level: 'info', ids: { photoId: 'photo' }, fields: { mugs: 2 } });
    expect(await messages({ to: new Date(0).toISOString() })).toEqual([]);
    expect(await messages({ from: new Date(Date.now() + 60_000).toISOString() })).toEqual([]);
    files.close();
  });

  it('of nothing is empty, and a line cut off by a crash is passed over', async () => {
    expect(await query()).toEqual({ entries: [], nextCursor: null });
    const files = createLogFiles({ folder });
    files.write(line(1, 'whole'));
    appendFileSync(join(folder, namesOf(folder)[0] ?? ''), '{"level":30,"time":2,"msg":"cut o');
    expect(await messages()).toEqual(['whole']);
    files.close();
  });

  it('is paged without gaps or doubles over files of several programs, while more is written', async () => {
    const first = createLogFiles({ folder, now: () => new Date(1_000) });
    const second = createLogFiles({ folder, now: () => new Date(2_000) });
    const all = Array.from({ length: 200 }, (_, index) => `entry ${index}`);
    for (const [index, message] of all.entries())
      (index % 3 === 0 ? first : second).write(line(5_000 + index, message));
    const read: string[] = [];
    let cursor: string | null | undefined;
    do {
      const page = await query({ limit: 7, ...(cursor && { cursor }) });
      read.push(...page.entries.map(({ message }) => message));
      cursor = page.nextCursor;
      second.write(line(9_000, 'later'));
    } while (cursor !== null);
    expect(read).toEqual(all.toReversed());
    for (const files of [first, second]) files.close();
  });

  it('refuses a cursor that is not one of its own', async () => {
    await expect(query({ cursor: 'nonsense' })).rejects.toMatchObject({
      code: 'call.invalid',
      field: 'cursor',
    });
  });
});

describe('the files of the log', () => {
  it('never grow beyond their size and number, and the newest are kept', async () => {
    const files = createLogFiles({ folder, maxBytes: 2_000, maxFiles: 3 });
    for (let index = 0; index < 500; index += 1) files.write(line(index, `entry ${index}`));
    const names = readdirSync(folder);
    expect(names).toHaveLength(3);
    for (const name of names) expect(statSync(join(folder, name)).size).toBeLessThanOrEqual(2_000);
    expect((await messages({ limit: 1 }))[0]).toBe('entry 499');
    files.close();
  });

  it('are there at once, and one that was thrown away hurts nobody', () => {
    const files = createLogFiles({ folder, maxBytes: 100 });
    files.write(line(1, 'first'));
    expect(statSync(join(folder, namesOf(folder)[0] ?? '')).size).toBeGreaterThan(0);
    rmSync(folder, { recursive: true });
    for (let index = 0; index < 5; index += 1) files.write(line(2, 'goes on'));
    expect(namesOf(folder).length).toBeGreaterThan(0);
    files.close();
  });

  it('that cannot be written are no reason to fail, and listeners hear all the same', () => {
    const files = createLogFiles({ folder: '/dev/null/logs' });
    const heard: string[] = [];
    files.listen((text) => heard.push(text));
    files.write(line(1, 'heard'));
    expect(heard).toHaveLength(1);
  });
});

test('lines backwards are the lines, whatever they are made of, from any of them on', async () => {
  const path = join(mkdtempSync(join(tmpdir(), 'h200-lines-')), 'file');
  const text = fc.string({ unit: 'grapheme', maxLength: 40 }).map((of) => JSON.stringify(of));
  const long = fc.integer({ min: 60_000, max: 140_000 }).map((length) => 'ü'.repeat(length / 2));
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.oneof({ weight: 20, arbitrary: text }, { weight: 1, arbitrary: long }), {
        minLength: 1,
        maxLength: 30,
      }),
      async (lines) => {
        rmSync(path, { force: true });
        appendFileSync(path, lines.map((of) => `${of}\n`).join(''));
        const read = [];
        for await (const one of linesBackwards(path)) read.push(one);
        expect(read.map((one) => one.text)).toEqual(lines.toReversed());
        const middle = read[Math.floor(read.length / 2)];
        const rest = [];
        for await (const one of linesBackwards(path, middle?.offset)) rest.push(one.text);
        expect(rest).toEqual(
          read.filter(({ offset }) => offset < (middle?.offset ?? 0)).map((one) => one.text),
        );
      },
    ),
    { numRuns: 50 },
  );
});

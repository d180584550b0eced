import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { createLog } from '../log.ts';
import { forkNode } from '../pipeline/fork-node.ts';
import { createRenderProcess } from './render-process.ts';
import type { RenderProcess } from './render-protocol.ts';
import { drawJobOf, textLayer } from './test-jobs.ts';

const log = createLog({ level: 'silent' });
const running: RenderProcess[] = [];

function misbehaving(timeoutMs?: number): RenderProcess & { starts: () => number } {
  let starts = 0;
  const fork = forkNode(join(import.meta.dirname, 'misbehaving-render-child.ts'));
  const process_ = createRenderProcess({
    fork: () => {
      starts += 1;
      return fork();
    },
    log,
    ...(timeoutMs !== undefined && { timeoutMs }),
  });
  running.push(process_);
  return { ...process_, starts: () => starts };
}

/** What the stand-in answers. */
async function look(
  process_: RenderProcess,
  path: string,
  options?: { urgent?: boolean; signal?: AbortSignal },
) {
  const answer: unknown = await process_.ask('inspectDesign', { path }, options);
  return answer as { pid: number; seen: string[] };
}

afterEach(async () => {
  await Promise.all(running.splice(0).map((process_) => process_.stop()));
});

describe('the render process', () => {
  it('starts no child before the first request, and one child for all of them', async () => {
    const process_ = misbehaving();
    expect(process_.starts()).toBe(0);
    const [first, second] = await Promise.all([look(process_, 'a'), look(process_, 'b')]);
    expect(second.pid).toBe(first.pid);
    expect(process_.starts()).toBe(1);
  });

  it('takes what somebody looks at before everything that waits', async () => {
    const process_ = misbehaving();
    const [, , , last] = await Promise.all([
      look(process_, 'in hand'),
      look(process_, 'second'),
      look(process_, 'third'),
      look(process_, 'urgent', { urgent: true }),
    ]);
    expect(last.seen).toEqual(['in hand', 'urgent']);
    expect((await look(process_, 'end')).seen).toEqual(['in hand', 'urgent', 'second', 'third', 'end']);
  });

  it('blames a death on the request in hand and gives the others to a new child', async () => {
    const process_ = misbehaving();
    const before = await look(process_, 'before');
    const dying = look(process_, 'dies');
    const after = look(process_, 'after');
    await expect(dying).rejects.toMatchObject({
      code: 'render.crashed',
      message: expect.stringContaining('with status 3'),
    });
    expect((await after).pid).not.toBe(before.pid);
    expect((await after).seen).toEqual(['after']);
  });

  it('survives a child that is killed', async () => {
    const process_ = misbehaving();
    await expect(look(process_, 'is killed')).rejects.toMatchObject({ code: 'render.crashed' });
    expect((await look(process_, 'after')).seen).toEqual(['after']);
  });

  it('kills a child that takes too long and goes on with a new one', async () => {
    const process_ = misbehaving(700);
    const hanging = look(process_, 'hangs');
    const after = look(process_, 'after');
    await expect(hanging).rejects.toMatchObject({ code: 'render.timedOut' });
    expect((await after).seen).toEqual(['after']);
    expect(process_.starts()).toBe(2);
  });

  it('passes on the error that the child reports', async () => {
    await expect(look(misbehaving(), 'is empty')).rejects.toMatchObject({ code: 'design.empty' });
  });

  it('takes back a request that waits when it is cancelled, and one in hand finds nobody', async () => {
    const process_ = misbehaving(2_000);
    const [inHand, waiting] = [new AbortController(), new AbortController()];
    const silent = look(process_, 'is silent', { signal: inHand.signal });
    const second = look(process_, 'second', { signal: waiting.signal });
    inHand.abort();
    waiting.abort();
    await expect(silent).rejects.toMatchObject({ code: 'cancelled' });
    await expect(second).rejects.toMatchObject({ code: 'cancelled' });
    expect((await look(process_, 'third')).seen).toEqual(['third']);
    await expect(look(process_, 'x', { signal: waiting.signal })).rejects.toMatchObject({
      code: 'cancelled',
    });
  });

  it('refuses what it has and whatever comes when it is stopped', async () => {
    const process_ = misbehaving();
    const all = [look(process_, 'is silent'), look(process_, 'waiting')];
    const refused = Promise.all(all.map((one) => expect(one).rejects.toMatchObject({ code: 'cancelled' })));
    await process_.stop();
    await refused;
    await expect(look(process_, 'late')).rejects.toMatchObject({ code: 'cancelled' });
  });

  it('draws in a real child, urgent or not, and reports its errors', async () => {
    const process_ = createRenderProcess({
      fork: forkNode(join(import.meta.dirname, 'render-child.ts')),
      log,
    });
    running.push(process_);
    const outPath = join(mkdtempSync(join(tmpdir(), 'render-')), 'out.png');
    const drawn = await process_.ask('draw', drawJobOf([textLayer({ text: 'Hello' })], { outPath }));
    expect(drawn).toMatchObject({ width: 200, height: 200, pages: 1, warnings: [] });
    expect(readFileSync(outPath).length).toBe(drawn.bytes);
    const missing = process_.ask('inspectDesign', { path: join(outPath, 'nothing') });
    await expect(missing).rejects.toMatchObject({ code: 'notFound' });
  });
});

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { addAnalyses, openRenderingCore } from '../../e2e/rendering-core.ts';
import { startTemplatedServer, type TemplatedServer } from '../../e2e/servers/templated.ts';
import { seededRandom } from '../../e2e/torture/random.ts';
import type { CallInput } from '../../shared/contract.ts';
import type { Render } from '../../shared/render.ts';

const childFile = new URL('../../e2e/rendering-child.ts', import.meta.url).pathname;
const pictures = 50;
/** Of the moments at which it is killed; another one with H200_SEED. */
const seed = Number(process.env.H200_SEED ?? 20_260_122);

let dataDir: string;
let child: ChildProcess | null;
let server: TemplatedServer | null;

beforeEach(() => {
  dataDir = join(mkdtempSync(join(tmpdir(), 'h200-render-crash-')), 'data');
  child = null;
  server = null;
});
afterEach(async () => {
  child?.kill('SIGKILL');
  await server?.close();
  rmSync(dataDir, { recursive: true, force: true });
});

/** Records the work, and ends before any of it is done. */
async function order(env: Record<string, string>, more: Partial<CallInput<'renders.batch'>>): Promise<void> {
  const analysisIds = await addAnalyses(dataDir, pictures);
  const { app, client } = openRenderingCore(dataDir, { env });
  const { batch } = await client.call('renders.batch', { analysisIds, ...more });
  expect(batch).toMatchObject({ total: pictures, counts: { completed: 0 } });
  await app.stop();
}

/** Lets a core work until it is done or killed, or until `enough` says so to a line of its; true when it is done. */
async function work(
  env: Record<string, string>,
  enough: (line: string) => boolean = () => false,
): Promise<boolean> {
  const working = spawn(process.execPath, [childFile, dataDir], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...env },
  });
  child = working;
  const gone = once(working, 'exit');
  let isDone = false;
  for await (const line of createInterface({ input: working.stdout })) {
    isDone = line === 'done';
    if (isDone || enough(line)) break;
  }
  working.kill('SIGKILL');
  await gone;
  return isDone;
}

async function allRenders(): Promise<Render[]> {
  const { app, client } = openRenderingCore(dataDir);
  const { renders } = await client.call('renders.list', { limit: 500 });
  await app.stop();
  return renders;
}

/** Every file is whole, and there is one for each and nothing else that claims to be one. */
function checkFiles(renders: readonly Render[]): void {
  const dir = join(dataDir, 'renders');
  for (const { id, result } of renders) {
    const bytes = readFileSync(join(dir, `${id}.png`));
    expect(bytes.length).toBe(result?.bytes);
    expect(bytes.subarray(-8, -4).toString('latin1')).toBe('IEND');
  }
  const files = readdirSync(dir).filter((name) => name.endsWith('.png'));
  expect(files).toHaveLength(renders.length);
}

test('a batch of 50 at Templated survives being killed again and again, and nothing is paid twice', async () => {
  const random = seededRandom(seed);
  const templated = await startTemplatedServer({ quota: 1_000 });
  server = templated;
  let requestsLeft = Number.POSITIVE_INFINITY;
  templated.plan(({ method, path }) => {
    requestsLeft -= 1;
    // Killed while it waits for an answer, which may be that of a render that is paid just now.
    if (requestsLeft === 0) child?.kill('SIGKILL');
    const isOrder = method === 'POST' && path.endsWith('/render');
    // Paid, and the answer gets lost without anybody being killed.
    return isOrder && random() < 0.1 ? { taken: true, reset: true } : undefined;
  });
  const env = { TEMPLATED_BASE_URL: templated.baseUrl, TEMPLATED_API_KEY: templated.key };
  const [template] = templated.templates;
  const templateId = template?.id ?? '';
  const mapping = {
    templateId,
    frame: 'photo',
    fit: 'cover',
    layers: [{ layer: 'title', text: '{{photo_name}}' }],
  } as const;
  await order(env, {
    templateId,
    provider: 'templated',
    mapping: { ...mapping, layers: [...mapping.layers] },
  });

  let kills = 0;
  for (;;) {
    requestsLeft = 8 + Math.floor(random() * 30);
    if (await work(env)) break;
    kills += 1;
  }

  const renders = await allRenders();
  expect(renders.map(({ state }) => state)).toEqual(Array(pictures).fill('completed'));
  expect(kills).toBeGreaterThanOrEqual(4);
  expect(Math.max(...renders.map(({ attempts }) => attempts))).toBeGreaterThan(1);
  expect(templated.credits.spent).toBe(pictures);
  expect(new Set(templated.renders.map(({ externalId }) => externalId)).size).toBe(pictures);
  expect(renders.every(({ result }) => result?.usedProvider === 'templated' && !result.reused)).toBe(true);
  checkFiles(renders);
}, 180_000);

test('a batch of 50 on this machine survives it too, and every picture is whole', async () => {
  const random = seededRandom(seed);
  await order({}, { templateId: 'local:overlay-card', scale: 0.3 });
  let kills = 0;
  let completed = 0;
  for (;;) {
    const until = completed + 2 + Math.floor(random() * 8);
    const isDone = await work({}, (line) => {
      completed = Number(/^completed (\d+)$/.exec(line)?.[1] ?? completed);
      return completed >= until;
    });
    if (isDone) break;
    kills += 1;
  }
  const renders = await allRenders();
  expect(renders.map(({ state }) => state)).toEqual(Array(pictures).fill('completed'));
  expect(kills).toBeGreaterThanOrEqual(3);
  checkFiles(renders);
}, 180_000);

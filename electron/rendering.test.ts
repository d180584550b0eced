import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  addAnalyses,
  openRenderingCore,
  type RenderingCoreOptions,
  untilEnded,
} from '../e2e/rendering-core.ts';
import { startTemplatedServer, type TemplatedServer } from '../e2e/servers/templated.ts';
import { startWebhookReceiver } from '../e2e/servers/webhook.ts';
import type { Client } from '../shared/client.ts';
import type { CallInput } from '../shared/contract.ts';
import type { Render, RenderCounts } from '../shared/render.ts';
import type { App } from './app.ts';
import { systemClock } from './delivery/clock.ts';

let dataDir: string;
let apps: App[];
let server: TemplatedServer;
let analysisIds: string[];
let templateId: string;
let env: Record<string, string>;

beforeEach(async () => {
  dataDir = join(mkdtempSync(join(tmpdir(), 'h200-rendering-')), 'data');
  apps = [];
  server = await startTemplatedServer({ quota: 1_000 });
  env = { TEMPLATED_BASE_URL: server.baseUrl, TEMPLATED_API_KEY: server.key };
  templateId = server.templates[0]?.id ?? '';
  analysisIds = await addAnalyses(dataDir, 5);
});
afterEach(async () => {
  for (const app of apps) await app.stop();
  await server.close();
  rmSync(dataDir, { recursive: true, force: true });
});

async function open(more: Partial<RenderingCoreOptions> = {}): Promise<{ app: App; client: Client }> {
  const core = openRenderingCore(dataDir, { env, ...more });
  apps.push(core.app);
  await core.app.start();
  return core;
}

/** Cards that differ by what they say of each photo: no two are equal. */
const cards = (more: Partial<CallInput<'renders.batch'>> = {}): CallInput<'renders.batch'> => ({
  templateId,
  analysisIds,
  mapping: {
    templateId,
    frame: 'photo',
    fit: 'cover',
    layers: [
      { layer: 'photo', picture: { kind: 'photo' } },
      { layer: 'title', text: '{{photo_name}}' },
    ],
  },
  ...more,
});

async function rendersOf(client: Client, batchId: string): Promise<Render[]> {
  return (await client.call('renders.list', { batchId })).renders;
}

async function draw(client: Client, more: Partial<CallInput<'renders.batch'>> = {}): Promise<Render[]> {
  const { batch } = await client.call('renders.batch', cards(more));
  return untilEnded(client, await rendersOf(client, batch.id));
}

/** What `look` finds, looked for again at every such event. */
async function until<T>(
  client: Client,
  event: 'renderer.changed' | 'render.changed' | 'render.progressed' | 'delivery.changed',
  look: () => Promise<T | undefined>,
): Promise<T> {
  for (;;) {
    const changed = new Promise<void>((resolve) => {
      const stop = client.listen(event, () => {
        stop();
        resolve();
      });
    });
    const found = await look();
    if (found !== undefined) return found;
    await changed;
  }
}

/** Resolves when it holds of Templated's state. */
const untilRenderer = (client: Client, condition: string) =>
  until(client, 'renderer.changed', async () => {
    const { renderers } = await client.call('renderers.list', {});
    return renderers.find((one) => one.provider === 'templated' && one.condition === condition);
  });

/** Resolves with a render once it is as far as that. */
const untilDrawn = (client: Client, id: string, isEnough: (render: Render) => boolean) =>
  until(client, 'render.changed', async () => {
    const render = await client.call('renders.get', { id });
    return isEnough(render) ? render : undefined;
  });

/** Resolves with the counts of a batch once they are enough. */
const untilProgress = (client: Client, batchId: string, isEnough: (counts: RenderCounts) => boolean) =>
  until(client, 'render.progressed', async () => {
    const { batches } = await client.call('renders.batches', {});
    return batches.find(({ id, counts }) => id === batchId && isEnough(counts))?.counts;
  });

/** Resolves once what was sent again is there. */
const untilDelivered = (client: Client, renders: readonly Render[]) =>
  until(client, 'delivery.changed', async () => {
    const all = await Promise.all(
      renders.map(({ deliveryId }) => client.call('deliveries.get', { id: deliveryId })),
    );
    return all.every(({ delivery }) => delivery.state === 'delivered') || undefined;
  });

const posts = () =>
  server.requests.filter(({ method, path }) => method === 'POST' && path.endsWith('/render'));

describe('a batch', () => {
  it('is drawn by Templated, one credit each, and told of as it goes on', async () => {
    const { client } = await open();
    const toldOfAll = new Promise<void>((resolve) => {
      client.listen('render.progressed', ({ counts, total }) => counts.completed === total && resolve());
    });
    const renders = await draw(client);
    expect(renders.map(({ state, result }) => [state, result?.usedProvider, result?.fallbackReason])).toEqual(
      analysisIds.map(() => ['completed', 'templated', null]),
    );
    expect(server.credits.spent).toBe(5);
    await toldOfAll;
    const { batches } = await client.call('renders.batches', {});
    expect(batches).toMatchObject([{ total: 5, counts: { completed: 5 } }]);
  });

  it('passes over photos that are gone, and those that get no template', async () => {
    const { client } = await open();
    await client.call('settings.set', {
      render: {
        choices: [{ when: [{ value: 'photo_name', is: '=', to: 'mug-1.jpg' }], templateId: null }],
        otherwise: 'local:overlay-card',
      },
    });
    const { batch, skipped } = await client.call('renders.batch', {
      analysisIds: [...analysisIds, 'nobody'],
    });
    expect([batch.total, skipped]).toEqual([4, 2]);
    expect((await client.call('renders.create', { analysisIds: ['ana-1'] })).renders).toEqual([]);
    await expect(client.call('renders.create', { analysisIds: ['nobody'] })).rejects.toMatchObject({
      code: 'notFound',
    });
  });

  it('draws each photo with each of several templates, as one batch with one progress', async () => {
    const { client } = await open();
    const templateIds = [templateId, 'local:overlay-card'];
    const { batch } = await client.call('renders.batch', cards({ templateId: undefined, templateIds }));
    expect(batch.total).toBe(10);
    const renders = await untilEnded(client, await rendersOf(client, batch.id));
    expect(renders.filter(({ state }) => state === 'completed')).toHaveLength(10);
    const own = renders.filter((render) => render.templateId === 'local:overlay-card');
    expect(own.map(({ request }) => request.mapping?.templateId)).toEqual(
      analysisIds.map(() => 'local:overlay-card'),
    );
  });

  it('can be cancelled, and what was cancelled drawn after all', async () => {
    server.plan(({ method }) => (method === 'POST' ? { status: 503 } : undefined));
    const { client } = await open();
    const { batch } = await client.call('renders.batch', cards({ provider: 'templated' }));
    await server.received(1);
    await client.call('renders.cancel', { batchId: batch.id });
    const renders = await untilEnded(client, await rendersOf(client, batch.id));
    expect(renders.map(({ state }) => state)).toEqual(analysisIds.map(() => 'cancelled'));
    server.plan(null);
    expect(await client.call('renders.retry', { batchId: batch.id })).toEqual({ retried: 5 });
    const again = await untilEnded(client, renders);
    expect(again.map(({ state }) => state)).toEqual(analysisIds.map(() => 'completed'));
    expect(server.credits.spent).toBe(5);
  });

  it('that is cancelled ends with what is in hand', async () => {
    const { client } = await open();
    const own = { templateId: 'local:overlay-card', mapping: undefined, format: 'pdf' as const };
    const many = Array.from({ length: 40 }, (_, index) => analysisIds[index % 5] ?? '');
    const { batch } = await client.call('renders.batch', cards({ ...own, analysisIds: many }));
    const before = await untilProgress(client, batch.id, ({ completed }) => completed > 0);
    expect(before.rendering).toBeLessThanOrEqual(2);
    await client.call('renders.cancel', { batchId: batch.id });
    const renders = await untilEnded(client, (await rendersOf(client, batch.id)).slice(0, 40));
    expect(renders.filter(({ state }) => state === 'cancelled').length).toBeGreaterThan(20);
  });

  it('is told of also where another process draws it', async () => {
    await open();
    const { client } = await open();
    const own = { templateId: 'local:overlay-card', mapping: undefined };
    const { batch } = await client.call('renders.batch', cards(own));
    const counts = await untilProgress(client, batch.id, ({ completed }) => completed === 5);
    expect(counts.waiting).toBe(0);
    const renders = await untilEnded(client, await rendersOf(client, batch.id));
    expect(renders).toHaveLength(5);
  });

  it('is deleted with its files, also while it is drawn', async () => {
    const { client } = await open();
    const drawn = await draw(client, { templateId: 'local:overlay-card', mapping: undefined });
    expect(readdirSync(join(dataDir, 'renders'))).toHaveLength(5);
    const { batch } = await client.call('renders.batch', {
      templateId: 'local:overlay-card',
      analysisIds,
      scale: 0.2,
    });
    expect(await client.call('renders.delete', { batchId: batch.id })).toEqual({ deleted: 5 });
    expect(await client.call('renders.delete', { ids: drawn.map(({ id }) => id) })).toEqual({ deleted: 5 });
    // What was in hand comes to its end, and leaves nothing either: a later one proves it.
    const [later] = await draw(client, {
      templateId: 'local:overlay-card',
      mapping: undefined,
      analysisIds: ['ana-0'],
    });
    expect(readdirSync(join(dataDir, 'renders'))).toEqual([`${later?.id}.png`]);
  });
});

describe('a fallback', () => {
  it('draws here when Templated cannot be reached, and the result says why', async () => {
    const { client } = await open();
    await draw(client, { analysisIds: ['ana-4'] });
    server.plan(({ path }) => (path.includes('/render') ? { status: 503 } : undefined));
    const renders = await draw(client, { format: 'jpeg' });
    for (const { state, result } of renders) {
      expect([state, result?.usedProvider]).toEqual(['completed', 'local']);
      expect(result?.fallbackReason).toMatch(/^Templated (failed \(503\)|is left alone)/);
    }
    expect(server.credits.spent).toBe(1);
  });

  it('is no way out of what Templated refuses', async () => {
    const { client } = await open();
    server.failRenders('Layer title is not there');
    const [render] = await draw(client, { analysisIds: ['ana-0'] });
    expect(render).toMatchObject({ state: 'failed', result: null });
    expect(render?.explanation).toContain('Layer title is not there');
    server.failRenders(null);
    expect(await client.call('renders.retry', { ids: [render?.id ?? ''] })).toEqual({ retried: 1 });
    const [again] = await untilEnded(client, [{ id: render?.id ?? '' }]);
    expect(again).toMatchObject({ state: 'completed', result: { usedProvider: 'templated' } });
  });

  it('is said as well where there is no key any more', async () => {
    await draw((await open()).client, { analysisIds: ['ana-4'] });
    await apps.at(-1)?.stop();
    const { client } = await open({ env: {} });
    const [render] = await draw(client, { analysisIds: ['ana-0'] });
    expect(render?.result).toMatchObject({
      usedProvider: 'local',
      fallbackReason: 'There was no key for Templated.',
    });
    // Of a template of this program's own it is none.
    const [own] = await draw(client, {
      templateId: 'local:overlay-card',
      mapping: undefined,
      analysisIds: ['ana-0'],
    });
    expect(own?.result).toMatchObject({ usedProvider: 'local', fallbackReason: null });
  });

  it('is not taken by who asks for Templated alone', async () => {
    server.plan(({ path }) => (path.includes('/render') ? { status: 503 } : undefined));
    const { client } = await open();
    const { renders } = await client.call(
      'renders.create',
      cards({ provider: 'templated', analysisIds: ['ana-0'] }),
    );
    await server.received(2);
    const { state, result } = await client.call('renders.get', { id: renders[0]?.id ?? '' });
    expect([state === 'completed', result]).toEqual([false, null]);
    await expect(
      client.call('renders.create', { templateId: 'local:overlay-card', analysisIds, provider: 'templated' }),
    ).rejects.toMatchObject({ code: 'template.unknown' });
  });
});

describe('the order of the renderers', () => {
  it('is asked again when Templated is not wanted any more: what waits for it is drawn here', async () => {
    server.plan(({ path }) => (path.includes('/render') ? { status: 503 } : undefined));
    const { client } = await open();
    await client.call('settings.set', { render: { order: 'templatedOnly' } });
    const { batch } = await client.call('renders.batch', cards());
    await untilRenderer(client, 'held');
    await client.call('settings.set', { render: { order: 'localOnly' } });
    const renders = await untilEnded(client, await rendersOf(client, batch.id));
    expect(renders.map(({ state, result }) => [state, result?.usedProvider, result?.fallbackReason])).toEqual(
      analysisIds.map(() => ['completed', 'local', 'By now the settings let only this machine draw.']),
    );
    expect(server.credits.spent).toBe(0);
  });

  it('does not keep Templated from drawing what was asked of it by name', async () => {
    const { client } = await open();
    await client.call('settings.set', { render: { order: 'localOnly' } });
    const [render] = await draw(client, { provider: 'templated', analysisIds: ['ana-0'] });
    expect(render?.result).toMatchObject({ usedProvider: 'templated', fallbackReason: null });
  });
});

describe('a used up quota', () => {
  it('holds the lane, is told once, and is asked for before anything is ordered again', async () => {
    server.credits.quota = 2;
    const first = await open();
    const { batch } = await first.client.call('renders.batch', cards({ provider: 'templated' }));
    const state = await untilRenderer(first.client, 'held');
    expect(state.reason).toMatch(/asked us to wait 60 min/);
    await apps.pop()?.stop();

    /** An hour later, in another run. */
    const clock = { ...systemClock, now: () => Date.now() + 3_700_000 };
    const ordered = posts().length;
    const asked = () => server.requests.filter(({ path }) => path.endsWith('/account')).length;
    const second = await open({ clock });
    await untilRenderer(second.client, 'held');
    expect([asked() > 0, posts().length]).toEqual([true, ordered]);
    const { notices } = await second.client.call('notices.list', {});
    expect(notices.map(({ title }) => title)).toEqual(['Templated: the credits are used up']);
    await apps.pop()?.stop();

    server.credits.quota = 1_000;
    const third = await open({ clock: { ...systemClock, now: () => Date.now() + 7_500_000 } });
    const renders = await untilEnded(third.client, await rendersOf(third.client, batch.id));
    expect(renders.map((one) => one.state)).toEqual(analysisIds.map(() => 'completed'));
    expect(server.credits.spent).toBe(5);
  });

  it('is over at once when the account is asked and has room again', async () => {
    server.credits.quota = 2;
    const { client } = await open();
    const { batch } = await client.call('renders.batch', cards({ provider: 'templated' }));
    await untilRenderer(client, 'held');
    server.credits.quota = 1_000;
    await client.call('renderers.list', { ask: true });
    const renders = await untilEnded(client, await rendersOf(client, batch.id));
    expect(renders.map((one) => one.state)).toEqual(analysisIds.map(() => 'completed'));
    expect(server.credits.spent).toBe(5);
  });

  it('is over at once with another key', async () => {
    server.credits.quota = 2;
    const { client } = await open({ env: { TEMPLATED_BASE_URL: server.baseUrl } });
    await client.call('renderers.setKey', { key: server.key });
    const { batch } = await client.call('renders.batch', cards({ provider: 'templated' }));
    await untilRenderer(client, 'held');
    server.credits.quota = 1_000;
    await client.call('renderers.setKey', { key: server.key });
    const renders = await untilEnded(client, await rendersOf(client, batch.id));
    expect(renders.map((one) => one.state)).toEqual(analysisIds.map(() => 'completed'));
  });

  it('does not keep what was paid before', async () => {
    server.credits.quota = 1;
    // Paid, and neither the answer comes nor can it be looked for.
    server.plan(({ method, path }) => {
      if (method === 'POST' && path.endsWith('/render')) return { taken: true, reset: true };
      return path.includes('/renders?') ? { status: 503 } : undefined;
    });
    const first = await open();
    const one = cards({ provider: 'templated', analysisIds: ['ana-0'] });
    const { renders } = await first.client.call('renders.create', one);
    const id = renders[0]?.id ?? '';
    await untilDrawn(first.client, id, ({ attempts }) => attempts === 1);
    server.plan(null);
    await first.client.call('renders.create', { ...one, analysisIds: ['ana-1'] });
    await untilRenderer(first.client, 'held');
    await apps.pop()?.stop();

    const later = await open({ clock: { ...systemClock, now: () => Date.now() + 3_700_000 } });
    const drawn = await untilDrawn(later.client, id, ({ attempts }) => attempts === 2);
    expect([drawn.state, server.credits.spent]).toEqual(['completed', 1]);
  });

  it('lets this machine draw where that is allowed, and is told once all the same', async () => {
    server.credits.quota = 2;
    const { client } = await open();
    const renders = await draw(client);
    const reasons = renders.flatMap(({ result }) => result?.fallbackReason ?? []);
    expect(reasons).toHaveLength(3);
    expect(reasons[0]).toMatch(/credits of the Templated account are used up/);
    const { notices } = await client.call('notices.list', {});
    expect(notices).toHaveLength(1);
    const { renderers } = await client.call('renderers.list', { ask: true });
    expect(renderers[0]).toMatchObject({
      provider: 'templated',
      condition: 'healthy',
      quota: { used: 2, of: 2 },
    });
  });
});

it('an equal picture is taken from what was made before, whoever drew it', async () => {
  const { client } = await open();
  await draw(client);
  const again = await draw(client);
  expect(again.map(({ result }) => result?.reused)).toEqual(analysisIds.map(() => true));
  expect(server.credits.spent).toBe(5);
  const other = await draw(client, { scale: 0.5, analysisIds: ['ana-0'] });
  expect([other[0]?.result?.reused, server.credits.spent]).toEqual([false, 6]);
  const local = { templateId: 'local:overlay-card', mapping: undefined, scale: 0.2, analysisIds: ['ana-0'] };
  const [one] = await draw(client, local);
  const [two] = await draw(client, local);
  expect([one?.result?.reused, two?.result?.reused]).toEqual([false, true]);
  // Without its file there is nothing to take.
  for (const name of readdirSync(join(dataDir, 'renders'))) rmSync(join(dataDir, 'renders', name));
  const [three] = await draw(client, local);
  expect(three?.result?.reused).toBe(false);
  expect(existsSync(join(dataDir, 'renders', `${three?.id}.png`))).toBe(true);
});

it('a finished picture is told of once, and again by hand with words', async () => {
  const receiver = await startWebhookReceiver();
  try {
    const { client } = await open();
    const channel = await client.call('channels.save', {
      kind: 'webhook',
      name: 'Workflows',
      eventTypes: ['render_completed'],
      config: { url: `${receiver.url}/hook` },
    });
    const [render] = await draw(client, {
      templateId: 'local:overlay-card',
      mapping: undefined,
      analysisIds: ['ana-0'],
    });
    await receiver.received(1);
    // Drawing it once more is not a second picture.
    await client.call('deliveries.replay', { ids: [render?.deliveryId ?? ''] });
    const id = render?.id ?? '';
    const sent = await client.call('renders.send', {
      id,
      channelIds: [channel.channel.id],
      message: 'Look at this',
    });
    expect(sent.deliveries).toHaveLength(1);
    const bodies = (await receiver.received(2)).map(({ body }) => JSON.parse(body));
    expect(bodies.map(({ type, data }) => [type, data.render_id, data.message])).toEqual([
      ['render_completed', id, undefined],
      ['render_completed', id, 'Look at this'],
    ]);
  } finally {
    await receiver.close();
  }
});

it('a file is shown in its folder only where somebody sits in front of it', async () => {
  const shown: string[] = [];
  const { client } = await open({ showFile: (path) => shown.push(path) });
  const own = { templateId: 'local:overlay-card', mapping: undefined, analysisIds: ['ana-0'] };
  const [render] = await draw(client, own);
  const id = render?.id ?? '';
  expect(await client.call('renders.openFolder', { id })).toEqual({ opened: true });
  expect(shown).toEqual([join(dataDir, 'renders', `${id}.png`)]);
  await apps.pop()?.stop();
  const elsewhere = await open();
  expect(await elsewhere.client.call('renders.openFolder', { id })).toEqual({ opened: false });
});

it('a contact sheet takes as many photos as it has cells, and says which of all they are', async () => {
  const { client } = await open();
  const { template } = await client.call('templates.get', { id: 'local:contact-sheet' });
  const many = Array.from({ length: template.cells + 1 }, (_, index) => analysisIds[index % 5] ?? '');
  const sheets = { templateId: template.id, mapping: undefined, analysisIds: many, scale: 0.2 };
  const pages = (await draw(client, sheets)).toSorted((one, other) => (one.id < other.id ? -1 : 1));
  expect(pages.map(({ state, request }) => [state, request.analysisIds.length, request.sheet])).toMatchObject(
    [
      ['completed', template.cells, { photoNumber: 1, pageNumber: 1, pageCount: 2, photoCount: many.length }],
      ['completed', 1, { photoNumber: template.cells + 1, pageNumber: 2, pageCount: 2 }],
    ],
  );
  const [document] = await draw(client, { ...sheets, format: 'pdf' });
  expect(document?.result).toMatchObject({ pages: 2, format: 'pdf' });
});

it('a contact sheet does without a photo that was deleted meanwhile, and a card of it says so', async () => {
  const { app, client } = openRenderingCore(dataDir);
  apps.push(app);
  const sheet = { templateId: 'local:contact-sheet', analysisIds, scale: 0.2 };
  const sheets = await client.call('renders.create', sheet);
  const own = await client.call('renders.create', {
    templateId: 'local:overlay-card',
    analysisIds: ['ana-1'],
  });
  await client.call('analyses.delete', { ids: ['ana-1'] });
  await app.start();
  const [page, card] = await untilEnded(client, [...sheets.renders, ...own.renders]);
  expect(page).toMatchObject({
    state: 'completed',
    result: { warnings: ['One photo was deleted and is left out.'] },
  });
  expect(card).toMatchObject({
    state: 'failed',
    explanation: 'This analysis is not in the history any more.',
  });
});

it('files that are gone are missed with a word, one by one and together', async () => {
  const { client } = await open();
  const drawn = await draw(client, { templateId: 'local:overlay-card', mapping: undefined, scale: 0.2 });
  const ids = drawn.map(({ id }) => id);
  const all = await client.call('renders.export', { selection: { ids }, as: 'files' });
  expect(all.mediaType).toBe('application/zip');
  for (const name of readdirSync(join(dataDir, 'renders'))) rmSync(join(dataDir, 'renders', name));
  for (const some of [ids.slice(0, 1), ids]) {
    await expect(
      client.call('renders.export', { selection: { ids: some }, as: 'files' }),
    ).rejects.toMatchObject({
      code: 'notFound',
      message: expect.stringContaining('Analysis card.png” is not there any more'),
    });
  }
  await expect(client.call('renders.export', { selection: { ids }, as: 'pdf' })).rejects.toMatchObject({
    code: 'notFound',
  });
  // Drawn once more from the Deliveries screen.
  await client.call('deliveries.replay', { ids: drawn.map(({ deliveryId }) => deliveryId) });
  await untilDelivered(client, drawn);
  expect(readdirSync(join(dataDir, 'renders'))).toHaveLength(5);
});

it('PDFs and pictures are put together as one PDF', async () => {
  const { client } = await open();
  const own = { templateId: 'local:overlay-card', mapping: undefined, scale: 0.2, analysisIds: ['ana-0'] };
  const drawn = [...(await draw(client, own)), ...(await draw(client, { ...own, format: 'pdf' }))];
  const selection = { ids: drawn.map(({ id }) => id) };
  expect(await client.call('renders.export', { selection, as: 'pdf' })).toMatchObject({
    name: 'pictures.pdf',
    mediaType: 'application/pdf',
  });
});

it('the environment’s key wins, is named with its source, and no key ever comes back', async () => {
  const { client } = await open({ env: { TEMPLATED_BASE_URL: server.baseUrl } });
  const before = await client.call('renderers.list', {});
  expect(before.renderers[0]).toMatchObject({ configured: false, condition: 'incomplete', keySource: null });
  const set = await client.call('renderers.setKey', { key: server.key });
  expect(set.renderers[0]).toMatchObject({ configured: true, condition: 'healthy', keySource: null });
  expect(JSON.stringify(set)).not.toContain(server.key);
  const { renderers } = await client.call('renderers.list', { ask: true });
  expect(renderers[0]?.quota).toMatchObject({ used: 0, of: 1_000 });
  await client.call('renderers.setKey', { key: '' });
  expect((await client.call('renderers.list', {})).renderers[0]?.configured).toBe(false);

  const given = await open();
  const { renderers: named } = await given.client.call('renderers.list', {});
  expect(named[0]?.keySource).toBe('TEMPLATED_API_KEY (environment)');
  await expect(given.client.call('renderers.setKey', { key: 'other' })).rejects.toMatchObject({
    code: 'call.invalid',
    field: 'key',
  });
});

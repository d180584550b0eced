import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { TemplatedServerOptions } from '../../../e2e/servers/templated.ts';
import type { LayerOverrides } from '../../../shared/template.ts';
import type { Clock } from '../../delivery/clock.ts';
import { createFakeClock } from '../../delivery/fake-clock.ts';
import { findResources } from '../../paths.ts';
import { forkNode } from '../../pipeline/fork-node.ts';
import { readPhotoHeader } from '../../pipeline/photo-header.ts';
import { createRenderProcess } from '../render-process.ts';
import { sampleDesign, sampleSubjects } from '../sample-subjects.ts';
import { createTemplatedRenderer, type TemplatedJob } from './renderer.ts';
import { toDeliveryError } from './templated-error.ts';
import { openTemplated } from './test-templated.ts';

const log = { warn: () => undefined, info: () => undefined };
const process = createRenderProcess({
  fork: forkNode(join(import.meta.dirname, '..', 'render-child.ts')),
  log,
});
afterAll(() => process.stop());

let folder: string;
let closers: (() => Promise<void>)[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'h200-templated-renderer-'));
});
afterEach(async () => {
  await Promise.all(closers.map((close) => close()));
  closers = [];
  rmSync(folder, { recursive: true });
});

const card = '306c724a-d138-486a-a601-0b2a9ced52be';

async function open(options: TemplatedServerOptions & { clock?: Clock; webhookUrl?: string } = {}) {
  const opened = await openTemplated(options);
  closers.push(opened.close);
  const known = new Map<string, string>();
  const uploads = {
    get: (hash: string) => known.get(hash) ?? null,
    put: async (hash: string, url: string) => void known.set(hash, url),
    forget: async (url: string) => {
      for (const [hash, other] of known) if (other === url) known.delete(hash);
    },
  };
  const { client, server } = opened;
  const renderer = createTemplatedRenderer({
    client,
    process,
    uploads,
    webhookUrl: () => options.webhookUrl ?? '',
    clock: options.clock ?? opened.clock,
    log,
  });
  const { template } = await client.get(card);
  const job = (overrides: LayerOverrides = {}, more: Partial<TemplatedJob> = {}): TemplatedJob => ({
    renderId: `rnd_${'0'.repeat(32)}`,
    template,
    overrides,
    layers: template.layers.map((layer) => ({
      layer: { ...layer, ...overrides[layer.layer] } as typeof layer,
      cell: 0,
    })),
    subjects: sampleSubjects(findResources().samplesDir, 1, null),
    assets: {},
    format: 'png',
    scale: 1,
    outPath: join(folder, 'card.png'),
    ...more,
  });
  const draw = (
    overrides?: LayerOverrides,
    more?: Partial<TemplatedJob> & { attempt?: number; signal?: AbortSignal },
  ) => {
    const { attempt = 1, signal = new AbortController().signal, ...rest } = more ?? {};
    return renderer.draw(job(overrides, rest), { signal, attempt });
  };
  const posts = () =>
    server.requests.filter(({ method, path }) => method === 'POST' && path === '/v1/render').length;
  return { ...opened, renderer, draw, posts, known };
}

const failure = (work: Promise<unknown>) =>
  work.then(
    () => expect.unreachable('It went well.'),
    (error: unknown) => error,
  );

test('a picture is made of a photo: handed over, rendered for real, fetched, and of the size that was wanted', async () => {
  const { draw, server } = await open({ process });
  const overrides: LayerOverrides = { photo: { picture: { kind: 'photo' } }, title: { text: 'Grüße', x: 0 } };
  const drawn = await draw(overrides, { scale: 0.5 });
  expect(drawn).toMatchObject({ receipt: server.renders[0]?.id, width: 400, height: 400, warnings: [] });
  const bytes = readFileSync(join(folder, 'card.png'));
  expect(readPhotoHeader(bytes)).toMatchObject({ format: 'png', width: 400, height: 400, complete: true });
  expect(bytes.byteLength).toBe(drawn.bytes);
  // A photo is in it, not an empty box.
  expect(bytes.byteLength).toBeGreaterThan(50_000);
  expect(server.renders[0]?.body).toMatchObject({
    scale: 0.5,
    external_id: `rnd_${'0'.repeat(32)}`,
    layers: { title: { text: 'Grüße', x: 0 } },
  });
  expect([...server.unknownProperties]).toEqual([]);
  expect(readdirSync(folder)).toEqual(['card.png']);
});

test('x: 0, rotation: 0, hide: false and the empty text of overrides are sent', async () => {
  const { draw, server } = await open();
  const title = {
    x: 0,
    y: 0,
    rotation: 0,
    opacity: 0,
    hide: false,
    text: '',
    letterSpacing: 0,
    autofit: false,
  };
  await draw({ title, score: { rating: 0 } });
  expect(server.renders[0]?.body.layers).toEqual({
    title: {
      x: 0,
      y: 0,
      rotation: 0,
      opacity: 0,
      hide: false,
      text: '',
      letter_spacing: '0px',
      autofit: false,
    },
    score: { rating: 0 },
  });
});

test('the public address of the operator goes along, and nothing where there is none', async () => {
  const webhookUrl = 'https://example.com/hooks/templated';
  const told = await open({ webhookUrl });
  await told.draw();
  expect(told.server.renders[0]?.body.webhook_url).toBe(webhookUrl);
  const untold = await open();
  await untold.draw();
  expect(untold.server.renders[0]?.body).not.toHaveProperty('webhook_url');
});

test('equal pictures travel once, also at the same time; a different one travels too', async () => {
  const { draw, server, known } = await open();
  const photo: LayerOverrides = { photo: { picture: { kind: 'photo' } } };
  await Promise.all([draw(photo), draw(photo, { outPath: join(folder, 'b.png') })]);
  await draw(photo, { outPath: join(folder, 'c.png') });
  expect(server.uploads).toHaveLength(1);
  expect(known.size).toBe(1);
  await draw({ photo: { picture: { kind: 'mug', margin: 0.1 } } });
  expect(server.uploads).toHaveLength(2);
  expect(server.uploads.every(({ bytes }) => bytes.byteLength <= 2 * 1024 * 1024)).toBe(true);
});

test('pictures are handed over anew once a render with them has failed: they may be gone there', async () => {
  const { draw, server, known } = await open();
  const photo: LayerOverrides = { photo: { picture: { kind: 'photo' } } };
  server.failRenders('Image could not be loaded');
  expect(await failure(draw(photo))).toMatchObject({ code: 'render.failed' });
  server.failRenders(null);
  await draw(photo, { attempt: 2 });
  expect(server.uploads).toHaveLength(2);
  expect(known.size).toBe(1);
  expect([...known.values()]).toEqual([server.renders[0]?.body.layers?.photo?.image_url]);
});

test('a picture that there is none of leaves its layer hidden, and says so', async () => {
  const { draw, server } = await open();
  const { warnings } = await draw({ photo: { picture: { kind: 'design' }, hide: false } });
  expect(warnings).toEqual([expect.stringContaining('The layer “photo” stays empty')]);
  expect(server.renders[0]?.body.layers).toEqual({ photo: { hide: true } });
});

test('an asset travels as it is', async () => {
  const { draw, server } = await open({ process });
  const designId = 'a'.repeat(64);
  const path = join(folder, 'logo.svg');
  writeFileSync(path, sampleDesign);
  await draw(
    { photo: { picture: { kind: 'asset', designId } } },
    { assets: { [designId]: { path, format: 'svg' } } },
  );
  expect(server.uploads.map(({ format }) => format)).toEqual(['png']);
});

describe('a credit is not paid twice', () => {
  test('a retried POST is looked up by external_id first', async () => {
    const { draw, server, posts } = await open();
    server.fail({ taken: true, reset: true }, { reset: true });
    expect(await failure(draw())).toMatchObject({ code: 'network.unreachable' });
    expect(server.credits.spent).toBe(1);
    expect(readdirSync(folder)).toEqual([]);
    const drawn = await draw({}, { attempt: 2 });
    expect(drawn.receipt).toBe(server.renders[0]?.id);
    expect([posts(), server.credits.spent]).toEqual([1, 1]);
    expect(readPhotoHeader(readFileSync(join(folder, 'card.png')))).toMatchObject({ width: 800 });
  });

  test.each([
    ['its connection was cut', { taken: true, reset: true }],
    ['a proxy answered with a page', { taken: true, body: '<html>' }],
    ['a proxy answered 502', { taken: true, status: 502 }],
  ])('an order that was taken although %s is found at once', async (_name, fault) => {
    const { draw, server, posts } = await open();
    server.fail(fault);
    expect(await draw()).toMatchObject({ receipt: server.renders[0]?.id, width: 800 });
    expect([posts(), server.credits.spent]).toEqual([1, 1]);
  });

  test('what was never posted is not looked for; what was found keeps its warnings', async () => {
    const { draw, server, posts } = await open();
    server.plan(({ path }) => (path === '/v1/upload' ? { status: 503 } : undefined));
    const photo: LayerOverrides = { photo: { picture: { kind: 'photo' } } };
    expect(await failure(draw(photo))).toMatchObject({ reason: 'serverError' });
    expect([posts(), server.requests.filter(({ path }) => path.startsWith('/v1/renders')).length]).toEqual([
      0, 0,
    ]);
    server.plan(null);
    server.fail({ taken: true, status: 502 });
    const { warnings } = await draw({ photo: { picture: { kind: 'design' } } });
    expect(warnings).toEqual([expect.stringContaining('stays empty')]);
    expect([posts(), server.credits.spent]).toEqual([1, 1]);
  });

  test('a render that is still made is waited for', async () => {
    const { draw, server, client, posts } = await open({ polls: 3 });
    const left = new AbortController();
    const externalId = `rnd_${'0'.repeat(32)}`;
    const first = failure(
      client.createRender(
        { template: card, format: 'png', externalId, async: true },
        { signal: left.signal },
      ),
    );
    await server.received(2);
    left.abort();
    await first;
    expect(await draw({}, { attempt: 2 })).toMatchObject({ width: 800 });
    expect([posts(), server.credits.spent]).toEqual([1, 1]);
  });

  test('one that the service does not know yet is looked for again', async () => {
    const { draw, server, posts } = await open();
    let asked = 0;
    server.plan(({ path, method }) => {
      if (method === 'POST' && path === '/v1/render')
        return { taken: true, body: '{"id":"r1","status":"PENDING"}' };
      return /^\/v1\/renders?\/r1$/.test(path) && ++asked <= 2
        ? { status: 404, body: '{"error":"Render not found"}' }
        : undefined;
    });
    const error = await failure(draw());
    expect(error).toMatchObject({ code: 'notFound', retryable: true });
    expect(toDeliveryError(error)).toMatchObject({ retryable: true });
    expect(await draw({}, { attempt: 2 })).toMatchObject({ receipt: server.renders[0]?.id });
    expect([posts(), server.credits.spent]).toEqual([1, 1]);
  });

  test('one that failed there, or never came there, is ordered anew', async () => {
    const { draw, server, posts } = await open();
    server.failRenders('Out of memory');
    expect(await failure(draw())).toMatchObject({ code: 'render.failed' });
    server.failRenders(null);
    await draw({}, { attempt: 2 });
    server.fail({ reset: true });
    await failure(draw({}, { renderId: 'rnd_b' }));
    await draw({}, { renderId: 'rnd_b', attempt: 2 });
    expect([posts(), server.credits.spent]).toEqual([4, 3]);
  });
});

describe('the file', () => {
  test('survives the expiring of its link', async () => {
    const { draw, server } = await open();
    await draw();
    const before = readFileSync(join(folder, 'card.png'));
    server.expireLinks();
    expect((await fetch(`${server.url}/files/${server.renders[0]?.id}.png?generation=1`)).status).toBe(403);
    expect(readFileSync(join(folder, 'card.png')).equals(before)).toBe(true);
  });

  test('is asked for anew when its link has expired before it was fetched', async () => {
    const { draw, server, posts } = await open();
    server.plan(({ path }, index) => {
      const isFirst =
        path.startsWith('/files/') &&
        !server.requests.slice(0, index).some((one) => one.path.startsWith('/files/'));
      return isFirst ? { status: 403, body: '<Error/>' } : undefined;
    });
    expect(await draw()).toMatchObject({ width: 800 });
    expect(server.requests.filter(({ path }) => path.startsWith('/files/'))).toHaveLength(2);
    expect([posts(), server.credits.spent]).toEqual([1, 1]);
  });

  test.each([
    ['a page', { body: '<html>no</html>' }, 'neither a picture nor a PDF'],
    ['half of it', { hang: true, status: 200, body: 'half' }, 'was given up'],
  ])('is not half-written when %s comes instead', async (_name, fault, words) => {
    const { draw, server } = await open();
    server.plan(({ path }) => (path.startsWith('/files/') ? fault : undefined));
    const leaving = new AbortController();
    const drawing = failure(draw({}, { signal: leaving.signal }));
    if ('hang' in fault) {
      await server.received(3);
      leaving.abort();
    }
    expect(String(await drawing)).toContain(words);
    expect(readdirSync(folder)).toEqual([]);
  });

  test('of another size comes with a warning, of another kind not at all', async () => {
    const { draw, server, client } = await open();
    const { template } = await client.get(card);
    expect((await draw({}, { template: { ...template, width: 700 } })).warnings).toEqual([
      'Templated made it 800 × 800 pixels large instead of 700 × 800.',
    ]);
    const jpeg = await client.createRender({ template: card, format: 'jpeg' });
    const { bytes } = await client.download(jpeg.url ?? '');
    server.plan(({ path }) => (path.startsWith('/files/') ? { body: bytes } : undefined));
    expect(await failure(draw())).toMatchObject({ code: 'templated.badAnswer', retryable: false });
  });

  test('can be a PDF', async () => {
    const { draw } = await open();
    const drawn = await draw({}, { format: 'pdf', outPath: join(folder, 'card.pdf') });
    expect(drawn).toMatchObject({ width: 800, height: 800 });
    expect(readFileSync(join(folder, 'card.pdf')).toString('latin1', 0, 5)).toBe('%PDF-');
  });
});

test('once Templated is away, jobs learn so at once, and one of them finds out when it is back', async () => {
  const clock = createFakeClock();
  const { draw, server, renderer } = await open({ clock });
  expect(renderer.breaker()).toEqual({ state: 'closed', retryAt: null, reason: null });
  server.plan(() => ({ reset: true }));
  for (let job = 0; job < 3; job += 1) await failure(draw());
  expect(renderer.breaker()).toMatchObject({
    state: 'open',
    retryAt: new Date(clock.now() + 5_000).toISOString(),
  });
  const count = server.requests.length;
  const errors = await Promise.all(Array.from({ length: 50 }, () => failure(draw())));
  expect(errors[49]).toMatchObject({
    code: 'network.unreachable',
    reason: 'connection',
    limit: { waitMs: 5_000 },
  });
  expect(String(errors[49])).toContain('Templated is left alone until');
  expect(server.requests).toHaveLength(count);
  server.plan(null);
  await clock.advance(5_000);
  expect(await draw()).toMatchObject({ width: 800 });
  expect(renderer.breaker().state).toBe('closed');
});

test('a probe that was called off leaves the question open', async () => {
  const clock = createFakeClock();
  const { draw, server, renderer } = await open({ clock });
  server.plan(() => ({ reset: true }));
  for (let job = 0; job < 3; job += 1) await failure(draw());
  await clock.advance(5_000);
  expect(await failure(draw({}, { signal: AbortSignal.abort() }))).toMatchObject({ code: 'cancelled' });
  expect(renderer.breaker()).toMatchObject({
    state: 'open',
    retryAt: new Date(clock.now() + 10_000).toISOString(),
  });
});

test('refusals and the quota do not count as being away', async () => {
  const { draw, server, renderer } = await open({ quota: 0 });
  for (let job = 0; job < 6; job += 1) {
    expect(await failure(draw())).toMatchObject({ code: 'templated.quota' });
  }
  expect(renderer.breaker().state).toBe('closed');
  expect(server.credits.spent).toBe(0);
});

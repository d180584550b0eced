import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Fault } from '../../../e2e/servers/local-server.ts';
import type { TemplatedServerOptions } from '../../../e2e/servers/templated.ts';
import { AppError } from '../../../shared/errors.ts';
import { DeliveryError } from '../../delivery/sender.ts';
import { createTemplatedClient, maxUploadBytes } from './client.ts';
import { isAway, toDeliveryError } from './templated-error.ts';
import { openTemplated } from './test-templated.ts';
import { renderFromWire } from './wire.ts';

let open: Awaited<ReturnType<typeof openTemplated>>;
const opened: (typeof open)[] = [];
const start = async (options: TemplatedServerOptions = {}) => {
  open = await openTemplated(options);
  opened.push(open);
  return open;
};
beforeEach(() => start());
afterEach(() => Promise.all(opened.splice(0).map((one) => one.close())));

const card = '306c724a-d138-486a-a601-0b2a9ced52be';
const story = 'a1f0c2de-0000-4000-8000-000000000002';
const order = { template: card, format: 'jpeg', externalId: 'rnd_1' } as const;
const failure = (work: Promise<unknown>) =>
  work.then(
    () => expect.unreachable('It went well.'),
    (error: unknown) => error,
  );
const paths = () => open.server.requests.map(({ method, path }) => `${method} ${path}`);

describe('templates', () => {
  test('are listed by page, text, tags and folder', async () => {
    const { client } = open;
    const names = async (options: Parameters<typeof client.list>[0]) =>
      (await client.list(options)).templates.map(({ template }) => template.name);
    expect(await names({})).toEqual(['Mug card', 'Story', 'Listing with a clip', 'Two pages']);
    expect(await names({ limit: 2 })).toEqual(['Mug card', 'Story']);
    expect(await names({ limit: 2, page: 1 })).toEqual(['Listing with a clip', 'Two pages']);
    expect(await names({ limit: 2, page: 2 })).toEqual([]);
    expect(await names({ query: 'STORY' })).toEqual(['Story']);
    expect(await names({ tags: ['mug', 'listing'] })).toEqual(['Listing with a clip']);
    const [folder] = await client.folders();
    expect(await names({ folderId: folder?.id ?? '' })).toEqual(['Mug card']);
  });

  test('that make no sense are left out of the list and told, and do not hide the others', async () => {
    const good = { id: 't1', name: 'Good', width: '1200', height: 800 };
    const values = [
      good,
      { ...good, id: undefined },
      { ...good, width: 20_000 },
      'template',
      { ...good, id: 'local:x' },
    ];
    open.server.fail({ body: JSON.stringify(values) });
    const { templates, skipped } = await open.client.list();
    expect(templates.map(({ template }) => [template.name, template.width])).toEqual([['Good', 1200]]);
    expect(skipped).toHaveLength(4);
    expect(skipped[1]).toContain('“Good” of Templated has no size between 100 and 5000 pixels');
  });

  test.each(['new', 'old'] as const)('are read with their layers in the %s dialect', async (dialect) => {
    const { client } = await start({ dialect });
    const { template, drawable, thumbnailUrl } = await client.get(card);
    expect(template).toMatchObject({
      id: card,
      source: 'templated',
      name: 'Mug card',
      tags: ['card', 'mug'],
    });
    expect(template.layers.map(({ layer, x, width }) => [layer, x, width])).toEqual([
      ['photo', 40, 720],
      ['frame', 200, 300],
      ['title', 40, 720],
      ['score', 40, 250],
    ]);
    expect(drawable).toBe(true);
    expect(thumbnailUrl).toContain('/thumbnails/');
  });

  test('of several pages are read with the first one', async () => {
    const { template, warnings } = await open.client.get('c3f0c2de-0000-4000-8000-000000000004');
    expect(template.layers).toEqual([expect.objectContaining({ layer: 'text', text: 'Page 1' })]);
    expect(warnings).toEqual(['Only the first of its 2 pages is used.']);
  });

  test('whose layers come only by themselves can be filled, not drawn here', async () => {
    const bare = { id: card, name: 'Bare', width: 800, height: 800 };
    open.server.fail({ body: JSON.stringify(bare) });
    const { template, drawable } = await open.client.get(card);
    expect(template.layers.map(({ layer }) => layer)).toEqual(['photo', 'title', 'score']);
    expect(drawable).toBe(false);
    expect(paths().at(-1)).toBe(`GET /v1/template/${card}/layers?includeLockedLayers=true`);
  });

  test('are made, changed, cloned and deleted', async () => {
    const { client, server } = open;
    const { template: read } = await client.get(card);
    const { template: made } = await client.create({ ...read, name: 'Made' });
    expect(made).toMatchObject({ name: 'Made', layers: read.layers });
    const [first] = read.layers;
    const { template: changed } = await client.update(made.id, {
      name: 'Changed',
      layers: first ? [first] : [],
    });
    expect(changed).toMatchObject({ name: 'Changed', layers: [first] });
    const { template: cloned } = await client.clone(made.id, 'Cloned');
    expect(cloned).toMatchObject({ name: 'Cloned', width: 800 });
    await client.remove(made.id);
    expect(server.templates.map(({ name }) => name)).not.toContain('Changed');
    expect(await failure(client.get(made.id))).toMatchObject({ code: 'template.unknown' });
    expect([...server.unknownProperties]).toEqual([]);
  });
});

describe.each(['new', 'old'] as const)('a render in the %s dialect', (dialect) => {
  beforeEach(() => start({ dialect }));

  test('is made in one request, and its file fetched', async () => {
    const { client, server } = open;
    const render = await client.createRender({ ...order, scale: 0.5 });
    expect(render).toMatchObject({ state: 'completed', externalId: 'rnd_1', templateId: card });
    expect(await client.download(render.url ?? '')).toMatchObject({
      format: 'jpeg',
      width: 400,
      height: 400,
    });
    expect(server.credits.spent).toBe(1);
    // The link is the permission: the key stays between us and the service.
    expect(server.requests.at(-1)?.headers).not.toHaveProperty('authorization');
  });

  test('is polled in growing pauses when it is made in the background', async () => {
    await start({ dialect, polls: 4 });
    const { client, clock, server } = open;
    expect(await client.createRender({ ...order, async: true })).toMatchObject({
      state: 'completed',
      externalId: 'rnd_1',
    });
    expect(clock.pauses.length).toBeGreaterThanOrEqual(5);
    expect(clock.pauses.slice(0, 3)).toEqual([400, 640, 1024]);
    expect(server.credits.spent).toBe(1);
  });

  test('is found by our name for it, listed and deleted', async () => {
    const { client } = open;
    const render = await client.createRender(order);
    await client.createRender({ ...order, externalId: 'rnd_2' });
    expect(await client.findRender('rnd_1')).toMatchObject({ id: render.id });
    expect(await client.findRender('rnd_3')).toBeNull();
    expect(await client.listRenders({ limit: 1 })).toMatchObject([{ externalId: 'rnd_2' }]);
    expect(await client.getRender(render.id)).toMatchObject({ externalId: 'rnd_1', state: 'completed' });
    await client.deleteRender(render.id);
    await client.deleteRender(render.id);
    expect(await client.findRender('rnd_1')).toBeNull();
    expect(await failure(client.getRender(render.id))).toMatchObject({ code: 'notFound' });
  });

  test('joins others in one PDF', async () => {
    const { client, server } = open;
    const renders = await client.createRenders({ template: [card, story], format: 'pdf' });
    expect(renders.map(({ templateId }) => templateId)).toEqual([card, story]);
    const pdf = await client.mergeRenders(renders.map(({ id }) => id));
    expect(Buffer.from(pdf).toString('latin1', 0, 5)).toBe('%PDF-');
    expect(server.credits.spent).toBe(3);
  });

  test('that fails says why', async () => {
    open.server.failRenders('Image could not be loaded');
    expect(await failure(open.client.createRender(order))).toMatchObject({
      code: 'render.failed',
      message:
        'Templated could not make the picture: “Image could not be loaded”. Correct the template or the mapping, and retry.',
    });
  });
});

test('a search by our name holds also where the filter is not known', async () => {
  const others = [
    { status: 'COMPLETED' },
    'no render',
    { id: 'r1', externalId: 'other', status: 'COMPLETED', url: 'https://example.com/b.png' },
    { id: 'r2', externalId: 'rnd_1', status: 'failed' },
    { id: 'r3', externalId: 'rnd_1', status: 'PENDING' },
    { id: 'r4', externalId: 'rnd_1', status: 'COMPLETED', url: 'https://example.com/a.png' },
  ];
  open.server.fail({ body: JSON.stringify(others) });
  expect(await open.client.findRender('rnd_1')).toMatchObject({ id: 'r4' });
});

test('ours is found behind many others, where the filter is not known', async () => {
  const { client, server } = open;
  const render = (index: number) => ({ id: `r${index}`, externalId: `rnd_${index}`, status: 'COMPLETED' });
  const all = Array.from({ length: 450 }, (_, index) => render(index));
  server.plan(({ path }) => {
    const page = Number(new URL(path, server.url).searchParams.get('page'));
    return { body: JSON.stringify(all.slice(100 * page, 100 * page + 100)) };
  });
  expect(await client.findRender('rnd_430')).toMatchObject({ id: 'r430' });
  expect(await client.findRender('rnd_450')).toBeNull();
  expect(server.requests).toHaveLength(10);
  // A server that repeats its pages for ever must end too.
  server.plan(() => ({ body: JSON.stringify(all.slice(0, 100)) }));
  expect(await client.findRender('rnd_430')).toBeNull();
  expect(server.requests).toHaveLength(20);
});

test('a render that never ends is given up, and one that nobody waits for any more too', async () => {
  await start({ polls: 1_000 });
  const { client, clock, server } = open;
  const error = await failure(client.createRender({ ...order, async: true }));
  expect(error).toMatchObject({ code: 'render.timedOut', retryable: true });
  expect(clock.pauses.at(-1)).toBe(5_000);
  expect(server.requests.length).toBeLessThan(100);
  const leaving = new AbortController();
  const left = failure(client.createRender({ ...order, async: true }, { signal: leaving.signal }));
  await server.received(server.requests.length + 2);
  leaving.abort();
  expect(await left).toMatchObject({ code: 'cancelled' });
});

test('x: 0, rotation: 0, hide: false and an empty text are sent', async () => {
  const layers = { title: { x: 0, y: 0, rotation: 0, hide: false, text: '', opacity: 0 } };
  await open.client.createRender({ ...order, layers });
  expect(open.server.renders[0]?.body.layers).toEqual(layers);
});

test('the public address of the operator goes along, and both bodies of the webhook are understood', async () => {
  for (const dialect of ['new', 'old'] as const) {
    const { client, server } = await start({ dialect });
    const hook = await openTemplated();
    opened.push(hook);
    const before = hook.server.requests.length;
    const render = await client.createRender({
      ...order,
      async: true,
      webhookUrl: `${hook.server.url}/hook`,
    });
    const [told] = (await hook.server.received(before + 1)).slice(before);
    expect(renderFromWire(JSON.parse(told?.body ?? ''))).toMatchObject({
      id: render.id,
      state: 'completed',
      url: expect.stringContaining('http'),
    });
    expect(server.renders[0]?.body.webhook_url).toBe(`${hook.server.url}/hook`);
  }
  expect(renderFromWire({ success: false, render_id: 'r1', error: 'No.' })).toMatchObject({
    id: 'r1',
    state: 'failed',
    error: 'No.',
  });
});

test('the account tells what is used up', async () => {
  await open.client.createRender(order);
  expect(await open.client.account()).toEqual({ used: 1, of: 50, plan: 'Starter' });
});

test('pictures up to 2 MB are handed over, larger ones stay here', async () => {
  const { client, server } = open;
  const bytes = new Uint8Array(maxUploadBytes).fill(7);
  const url = await client.upload({ name: 'mug.jpg', bytes, mediaType: 'image/jpeg' });
  expect(url).toContain('/uploads/');
  expect(Buffer.from(server.uploads[0]?.bytes ?? []).equals(bytes)).toBe(true);
  const count = server.requests.length;
  const tooLarge = { name: 'mug.jpg', bytes: new Uint8Array(maxUploadBytes + 1), mediaType: 'image/jpeg' };
  expect(await failure(client.upload(tooLarge))).toMatchObject({
    code: 'templated.refused',
    reason: 'tooLarge',
  });
  expect(server.requests).toHaveLength(count);
});

describe('an answer that is no success', () => {
  const json = (status: number, error: string, headers = {}): Fault => ({
    status,
    headers,
    body: JSON.stringify({ error }),
  });
  test.each<[string, Fault, object, boolean]>([
    [
      '401',
      json(401, 'Not authorized'),
      { code: 'templated.unauthorized', reason: 'unauthorized', retryable: false },
      false,
    ],
    [
      '403 of a blocked account',
      json(403, 'Your account is blocked.'),
      { code: 'templated.unauthorized', retryable: false },
      false,
    ],
    [
      '403 of the quota',
      json(403, 'API quota exceeded.'),
      {
        code: 'templated.quota',
        reason: 'rateLimited',
        retryable: true,
        limit: { waitMs: 3_600_000, scope: 'target' },
      },
      true,
    ],
    [
      '404',
      json(404, 'Template not found'),
      { code: 'template.unknown', reason: 'notFound', retryable: false },
      false,
    ],
    [
      '400',
      json(400, 'No template specified.'),
      { code: 'templated.refused', message: expect.stringContaining('No template specified.') },
      false,
    ],
    [
      '422',
      json(422, 'Bad layer'),
      { code: 'templated.refused', message: expect.stringContaining('Bad layer') },
      false,
    ],
    [
      '429',
      json(429, 'Too many'),
      { code: 'network.unreachable', reason: 'rateLimited', retryable: true, limit: undefined },
      true,
    ],
    [
      '429 that says when',
      json(429, 'Too many', { 'retry-after': '7' }),
      { reason: 'rateLimited', limit: { waitMs: 7_000, scope: 'target' } },
      true,
    ],
    ['500', json(500, 'Oops'), { code: 'network.unreachable', reason: 'serverError', retryable: true }, true],
    [
      'a redirect',
      { status: 302, headers: { location: 'https://example.com' } },
      { code: 'templated.refused', reason: 'redirected' },
      false,
    ],
    [
      'HTML',
      { body: '<!doctype html><title>Log in</title>' },
      {
        code: 'templated.badAnswer',
        retryable: true,
        message: expect.stringContaining('a web page instead of data'),
      },
      false,
    ],
    ['half JSON', { body: '{"id":"r1","stat' }, { code: 'templated.badAnswer' }, false],
    [
      '200 with an error inside',
      { body: '{"error":"Template is locked"}' },
      { code: 'templated.badAnswer', message: expect.stringContaining('Template is locked') },
      false,
    ],
    ['nothing', { body: '' }, { code: 'templated.badAnswer' }, false],
    ['a number', { body: '5' }, { code: 'templated.badAnswer' }, false],
    ['wrong types', { body: '{"id":{"x":1},"status":7}' }, { code: 'templated.badAnswer' }, false],
    ['a cut connection', { reset: true }, { code: 'network.unreachable', reason: 'connection' }, true],
  ])('%s is told as what it is', async (_name, fault, expected, away) => {
    open.server.fail(fault);
    const error = await failure(open.client.createRender(order));
    expect(error).toMatchObject(expected);
    expect(isAway(error)).toBe(away);
    expect(toDeliveryError(error)).toBeInstanceOf(DeliveryError);
  });

  test('an object where a list is to be is no list', async () => {
    for (const ask of [open.client.list, open.client.listRenders, open.client.folders]) {
      open.server.fail({ body: '{"results":[]}' });
      expect(await failure(ask())).toMatchObject({ code: 'templated.badAnswer' });
    }
  });
});

describe('a file is not fetched', () => {
  const png = Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  );
  test.each([
    ['http://files.example.com/x.png', 'files.example.com'],
    ['https://localhost:1/x.png', 'localhost:1'],
    ['ftp://files.example.com/x.png', 'files.example.com'],
    ['no address', 'its address is none'],
  ])('from %s', async (url, words) => {
    expect(await failure(open.client.download(url))).toMatchObject({
      code: 'templated.badAnswer',
      message: expect.stringContaining(words),
    });
  });

  test.each<[string, Fault, object]>([
    [
      'behind a redirect',
      { status: 302, headers: { location: 'https://example.com' } },
      { code: 'templated.badAnswer' },
    ],
    [
      'when it is a page',
      { body: '<html>' },
      { code: 'templated.badAnswer', message: expect.stringContaining('neither a picture nor a PDF') },
    ],
    ['when it is empty', { body: '' }, { message: expect.stringContaining('it is empty') }],
    [
      'when it is cut short',
      { body: png.subarray(0, 50) },
      { message: expect.stringContaining('it is cut short') },
    ],
    ['when its link has expired', { status: 403 }, { code: 'notFound', retryable: true }],
    ['when the server fails', { status: 503 }, { code: 'network.unreachable', reason: 'serverError' }],
    [
      'when it is larger than 50 MB',
      { body: Buffer.alloc(50 * 1024 * 1024 + 1) },
      { message: expect.stringContaining('larger than 50 MB') },
    ],
  ])('%s', async (_name, fault, expected) => {
    open.server.fail(fault);
    expect(await failure(open.client.download(`${open.server.url}/files/x.png`))).toMatchObject(expected);
  });

  test('unless it is a whole picture', async () => {
    open.server.fail({ body: png });
    expect(await open.client.download(`${open.server.url}/x`)).toMatchObject({
      format: 'png',
      width: 1,
      height: 1,
    });
  });
});

test('without a key nothing is sent', async () => {
  const { http, clock, server } = open;
  const client = createTemplatedClient({ http, clock, baseUrl: () => server.baseUrl, key: () => null });
  expect(await failure(client.account())).toMatchObject({ code: 'templated.notConfigured' });
  expect(server.requests).toEqual([]);
});

test('plain http leads to this machine only', async () => {
  const { http, clock } = open;
  const client = createTemplatedClient({
    http,
    clock,
    baseUrl: () => 'http://api.example.com/v1',
    key: () => 'secret-key',
  });
  expect(await failure(client.account())).toMatchObject({ code: 'network.insecure' });
});

describe('the key', () => {
  const secret = 'T0PSECRET key/1';
  /** As it is, as it stands in a URL, in JSON, in Base64. */
  const secretPattern = /T0PSECRET|VDBQU0VDUkVU/;
  const withKey = (key: () => string | null) => {
    const { http, clock, server } = open;
    return createTemplatedClient({ http, clock, baseUrl: () => server.baseUrl, key });
  };
  type Client = ReturnType<typeof withKey>;
  const file = { name: 'mug.png', bytes: new Uint8Array(9), mediaType: 'image/png' };
  const asks: [string, (client: Client) => Promise<unknown>][] = [
    ['list', (client) => client.list()],
    ['get', (client) => client.get(card)],
    ['create', (client) => client.create({ ...emptyTemplate, name: 'A' })],
    ['update', (client) => client.update(card, { name: 'B' })],
    ['clone', (client) => client.clone(card)],
    ['remove', (client) => client.remove(card)],
    ['folders', (client) => client.folders()],
    ['createRender', (client) => client.createRender(order)],
    ['getRender', (client) => client.getRender('r1')],
    ['findRender', (client) => client.findRender('rnd_1')],
    ['listRenders', (client) => client.listRenders()],
    ['deleteRender', (client) => client.deleteRender('r1')],
    ['mergeRenders', (client) => client.mergeRenders(['r1', 'r2'])],
    ['account', (client) => client.account()],
    ['upload', (client) => client.upload(file)],
  ];
  const words = [secret, encodeURIComponent(secret), `Bearer ${secret}`];
  const bodies = words.flatMap((word) => [
    JSON.stringify({ error: `API key not valid: ${word}` }),
    JSON.stringify({ message: { key: word }, error: { message: word } }),
    JSON.stringify({
      id: 'r1',
      name: word,
      status: 'FAILED',
      error: word,
      url: `https://${word}/`,
      plan: word,
    }),
    JSON.stringify([
      { id: word, name: word, width: 20_000 },
      { id: 't', name: word, width: 100, height: 100 },
    ]),
    `<!doctype html><title>${word}</title>`,
    `{"error":"${word}`,
    `%PDF-${word}`,
  ]);
  const faults: Fault[] = [
    ...[200, 202, 302, 400, 401, 403, 404, 408, 422, 429, 500, 503].flatMap((status) =>
      bodies.map((body) => ({ status, body, headers: { location: `https://example.com/${words[1]}` } })),
    ),
    { reset: true },
  ];

  test.each(asks)(
    'is nowhere in what %s answers or throws, however the service repeats it',
    async (name, ask) => {
      const client = withKey(() => secret);
      for (const fault of faults) {
        open.server.plan(() => fault);
        const result = await ask(client).catch((error: unknown) => {
          expect(error).toBeInstanceOf(AppError);
          return [error, toDeliveryError(error)];
        });
        // What is a file is nobody's to change.
        if (name === 'mergeRenders' && result instanceof Uint8Array) continue;
        expect(inspect(result, { depth: 9, showHidden: true })).not.toMatch(secretPattern);
      }
      expect(JSON.stringify(open.server.requests.map(({ path }) => path))).not.toMatch(secretPattern);
    },
  );

  test('that cannot be a header is not shown either', async () => {
    const error = await failure(withKey(() => `T0PSECRET\nX-Other: 1`).account());
    expect(error).toMatchObject({ code: 'network.misconfigured' });
    expect(inspect(error, { depth: 9, showHidden: true })).not.toMatch(secretPattern);
  });

  test('that is changed or taken away while it is asked does not spoil the answer: it may be paid', async () => {
    for (const next of [null, 'tmpl_anotherKeyOfTheAccount']) {
      let key: string | null = open.server.key;
      open.server.plan(({ method }) => {
        if (method === 'POST') key = next;
        return undefined;
      });
      expect(await withKey(() => key).createRender(order)).toMatchObject({ state: 'completed' });
    }
  });

  test('of digits alone leaves numbers as they are', async () => {
    open.server.plan(() => ({ body: '{"apiUsage":1234567,"apiQuota":2000000,"plan":"1234567"}' }));
    expect(await withKey(() => '123456').account()).toEqual({
      used: 1_234_567,
      of: 2_000_000,
      plan: '••••••••7',
    });
  });
});

const emptyTemplate = { description: '', width: 100, height: 100, background: '#ffffff', layers: [] };

import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { type Answer, type Client, createClient } from '../../shared/client.ts';
import { intersectionOverUnion } from '../../shared/positioning/distances.ts';
import { type Desktop, describeBinary, launchDesktop, preloadPath, startAgain } from './launch.ts';
import { samplePhoto } from './truth.ts';

declare const window: Window & {
  h200: { call(name: string, input: unknown): Promise<Answer>; listen(hear: unknown): () => void };
};

let dataDir: string;
let desktop: Desktop;

test.beforeAll(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), 'h200-desktop-'));
  desktop = await launchDesktop(dataDir);
});

test.afterAll(async () => {
  await desktop?.app.close();
  await rm(dataDir, { recursive: true, force: true });
});

test.beforeEach(() => {
  test.info().annotations.push({ type: 'binary', description: describeBinary() });
});

/** The same typed client the page uses, over the page's own bridge. */
function clientOf(page: Page) {
  return createClient({
    call: (name, input) => page.evaluate(({ name, input }) => window.h200.call(name, input), { name, input }),
    listen: () => () => {},
    watchConnection: () => () => {},
  });
}

test('shows the page under a strict policy', async () => {
  const { page } = desktop;
  await expect(page).toHaveTitle(/H200/);
  const policy = await page.evaluate(async () => (await fetch('/')).headers.get('content-security-policy'));
  expect(policy).toMatch(/^default-src 'none'; script-src 'self' 'nonce-[\w+/=]{24}'/);
  const ran = await page.evaluate(async () => {
    const script = document.createElement('script');
    script.textContent = 'window.inlineScriptRan = true';
    document.body.append(script);
    // Later, because what DevTools itself evaluates may evaluate text.
    await new Promise((resolve) => setTimeout(resolve));
    let evaluated = true;
    try {
      evaluated = new Function('return true')();
    } catch {
      evaluated = false;
    }
    return { inline: 'inlineScriptRan' in window, evaluated };
  });
  expect(ran).toEqual({ inline: false, evaluated: false });
});

test('gives every load of the page another nonce', async () => {
  const nonces = await desktop.page.evaluate(async () => {
    const read = async () =>
      /nonce-([^']+)/.exec((await fetch('/')).headers.get('content-security-policy') ?? '')?.[1];
    return [await read(), await read()];
  });
  expect(nonces[0]).toBeTruthy();
  expect(nonces[0]).not.toBe(nonces[1]);
});

test('keeps Node and Electron out of the page', async () => {
  const found = await desktop.page.evaluate(() => ({
    require: typeof (globalThis as Record<string, unknown>).require,
    process: typeof (globalThis as Record<string, unknown>).process,
    module: typeof (globalThis as Record<string, unknown>).module,
    bridge: Object.keys(window.h200).sort(),
  }));
  expect(found).toEqual({
    require: 'undefined',
    process: 'undefined',
    module: 'undefined',
    bridge: ['call', 'listen'],
  });
  const preferences = await desktop.app.evaluate(({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents as never as {
      getLastWebPreferences(): Record<string, unknown>;
    };
    return contents.getLastWebPreferences();
  });
  expect(preferences).toMatchObject({
    contextIsolation: true,
    sandbox: true,
    nodeIntegration: false,
    webSecurity: true,
    webviewTag: false,
  });
});

test('answers calls through preload and IPC', async () => {
  const info = await clientOf(desktop.page).call('app.info', {});
  expect(info).toMatchObject({ name: expect.any(String), host: 'desktop' });
});

for (const mugCount of [1, 3]) {
  test(`draws ${mugCount} mug(s) of a dropped photo where they truly are`, async () => {
    const { page } = desktop;
    const { name, bytes, mugs } = samplePhoto(mugCount);
    await drop(page, name, bytes);
    const boxes = page.locator('[data-testid=detection-box][data-label=mug]');
    await expect(boxes).toHaveCount(mugCount, { timeout: 60_000 });
    const drawn = await boxes.evaluateAll((elements) =>
      elements.map((element) => {
        const read = (side: string) => Number(element.getAttribute(`data-${side}`));
        return { x: read('x'), y: read('y'), width: read('width'), height: read('height') };
      }),
    );
    for (const { box } of mugs) {
      expect(
        Math.max(...drawn.map((one) => intersectionOverUnion(one, box))),
        JSON.stringify({ box, drawn }),
      ).toBeGreaterThan(0.5);
    }
  });
}

test('serves photos by their address and nothing outside its folders', async () => {
  const client = clientOf(desktop.page);
  const { bytes, name } = samplePhoto(1);
  const { photo } = await client.call('photos.add', { name, bytes: new Uint8Array(bytes) });
  const read = (address: string) =>
    desktop.page.evaluate(async (url) => {
      const response = await fetch(url);
      return {
        status: response.status,
        type: response.headers.get('content-type'),
        text: await response.text(),
      };
    }, address);
  expect(await read(`/photos/${photo.id}/thumbnail`)).toMatchObject({ status: 200, type: 'image/jpeg' });
  for (const address of [
    '/../package.json',
    '/..%2f..%2fpackage.json',
    '/%2e%2e/%2e%2e/package.json',
    '/..%5c..%5cpackage.json',
    '/samples/..%2f..%2fpackage.json',
    `/photos/${photo.id}/..%2f..%2f..%2fsettings.json`,
    '/photos/%00/original',
    '//etc/passwd',
  ]) {
    const { status, text } = await read(address).catch(() => ({ status: 0, text: '' }));
    expect(status, address).not.toBe(200);
    expect(text, address).not.toMatch(/"scripts"|root:|detection/);
  }
});

test('shows a preview in a frame, with nothing but what it brings', async () => {
  const { page } = desktop;
  const { call } = clientOf(page);
  const channel = await addChannel(call, 'webhook', { url: 'https://example.com/hook' });
  const notice = { title: 'Seen in a frame', severity: 'error' as const };
  const { url } = await call('channels.preview', { id: channel.id, notice });
  const frame = await page.evaluateHandle(async (address) => {
    const element = document.createElement('iframe');
    element.sandbox.value = '';
    element.src = address;
    const loaded = new Promise((resolve) => element.addEventListener('load', resolve));
    document.body.append(element);
    await loaded;
    return element;
  }, url);
  const content = await frame.contentFrame();
  await expect.poll(() => content?.locator('body').textContent()).toContain('Seen in a frame');
  await frame.evaluate((element) => element.remove());
  await call('channels.remove', { id: channel.id });
});

test('shows nothing but previews in frames', async () => {
  const { page, app } = desktop;
  const { call } = clientOf(page);
  const channel = await addChannel(call, 'webhook', { url: 'https://example.com/hook' });
  const { url: preview } = await call('channels.preview', { id: channel.id, notice: { title: 'Framed' } });
  // Main hears of every navigation before it begins; the last listener sees what the program made of it.
  await app.evaluate(({ BrowserWindow }) => {
    const judged: Record<string, boolean> = {};
    Object.assign(globalThis, { judged });
    BrowserWindow.getAllWindows()[0]?.webContents.on('will-frame-navigate', (event) => {
      judged[event.url] = event.defaultPrevented;
    });
  });
  const refused = ['/', '/index.html', `${preview}/more`, '/previews/', '/exports/one', '/samples/one.jpg'];
  for (const address of [...refused, preview]) {
    await page.evaluate((source) => {
      const frame = document.createElement('iframe');
      frame.sandbox.value = '';
      frame.className = 'framed';
      frame.src = source;
      document.body.append(frame);
    }, address);
  }
  const expected = Object.fromEntries(
    [...refused.map((address) => [address, true]), [preview, false]].map(([address, isRefused]) => [
      `app://h200${address}`,
      isRefused,
    ]),
  );
  const judged = () =>
    app.evaluate(() => (globalThis as unknown as { judged: Record<string, boolean> }).judged);
  await expect.poll(judged).toEqual(expected);
  await page.evaluate(() => {
    for (const frame of document.querySelectorAll('.framed')) frame.remove();
  });
  await call('channels.remove', { id: channel.id });
});

test('shows a notification of the system', async () => {
  test.skip(!describeBinary().includes('STAND-IN'), 'Nobody knows whether this system shows notifications.');
  const { call } = clientOf(desktop.page);
  const channel = await addChannel(call, 'desktop', {});
  const { attempt } = await call('channels.test', { id: channel.id });
  expect(attempt).toMatchObject({ delivered: true });
  const shown = await desktop.app.evaluate(
    ({ Notification }) => (Notification as unknown as { shown: { title: string }[] }).shown,
  );
  expect(shown).toMatchObject([{ title: expect.stringContaining('Test of desktop') }]);
  await call('channels.remove', { id: channel.id });
});

test('the dock, the title and the tray say how many alerts are open, and the tray opens them', async () => {
  const { app, page } = desktop;
  const { call } = clientOf(page);
  const badge = () => app.evaluate((electron) => electron.app.getBadgeCount());
  const before = await badge();
  const alert = await call('alerts.raise', { labels: { alertname: 'Line4' }, title: 'Line 4 stands still' });
  await expect.poll(badge).toBe(before + 1);
  await expect(page).toHaveTitle(`(${before + 1}) H200 Mug Positioning`);
  if (describeBinary().includes('STAND-IN')) {
    const tray = await app.evaluate(({ Tray }) => {
      type Item = { label?: string; click?: () => void };
      type Shown = { shown: Set<{ toolTip: string; menu: { items: Item[] } }> };
      const [tray] = (Tray as unknown as Shown).shown;
      tray?.menu.items.find(({ label }) => label === 'Open alerts')?.click?.();
      return tray?.toolTip;
    });
    expect(tray).toMatch(/alerts? open/);
    await expect(page.getByRole('option', { name: /Line 4 stands still/ })).toBeVisible();
    await page.getByRole('navigation', { name: 'Screens' }).getByRole('button', { name: 'Analyse' }).click();
  }
  await call('alerts.resolve', { ids: [alert.id] });
  await expect.poll(badge).toBe(before);
});

async function addChannel(call: Client['call'], kind: string, config: Record<string, string>) {
  const { kinds } = await call('channels.kinds', {});
  const initial = kinds.find((known) => known.kind === kind)?.initial;
  if (initial === undefined) throw new Error(`There are no channels of the kind ${kind}.`);
  return (await call('channels.save', { ...initial, name: kind, config: { ...initial.config, ...config } }))
    .channel;
}

test('stays on its page, opens no second window, grants nothing', async () => {
  const { page, app } = desktop;
  const address = await app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.webContents.getURL(),
  );
  expect(address).toMatch(/^app:\/\/h200\//);
  for (const target of ['http://127.0.0.1:9/', 'https://example.invalid/', 'data:text/html,elsewhere']) {
    await page.evaluate((url) => {
      location.href = url;
    }, target);
  }
  const opened = await page.evaluateHandle(() => [window.open('http://127.0.0.1:9/'), window.open('/')]);
  const permissions = await page.evaluate(async () => ({
    location: (await navigator.permissions.query({ name: 'geolocation' })).state,
    asked: await new Promise((resolve) =>
      navigator.geolocation.getCurrentPosition(
        () => resolve('granted'),
        (error) => resolve(error.code === error.PERMISSION_DENIED ? 'denied' : 'other'),
      ),
    ),
    notifications: Notification.permission,
  }));
  expect(permissions).toEqual({ location: 'denied', asked: 'denied', notifications: 'denied' });
  // Main has seen all of them by now, because it answers in order.
  await clientOf(page).call('app.info', {});
  await expect
    .poll(() => opened.evaluate((pages) => pages.every((one) => one === null || one.closed)))
    .toBe(true);
  expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
  await expect.poll(() => app.windows().length).toBe(1);
  expect(
    await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.getURL()),
  ).toBe(address);
});

test('answers no other page, even one with its preload script', async () => {
  const answer = await desktop.app.evaluate(async ({ BrowserWindow }, preload) => {
    const foreign = new BrowserWindow({ show: false, webPreferences: { preload, sandbox: true } });
    await foreign.loadURL('data:text/html,<p>foreign</p>');
    const heard = await foreign.webContents.executeJavaScript("window.h200.call('app.info', {})");
    foreign.destroy();
    return heard;
  }, preloadPath);
  expect(answer).toMatchObject({ ok: false, error: { code: 'host.forbidden' } });
});

/** Follows a link to a file, and says how it was saved. */
async function save(link: string, file: string): Promise<{ state: string; name: string }> {
  // Listens before the link is followed; the promise is kept over there until it is asked for.
  const saved = await desktop.app.evaluateHandle(({ session }, savePath) => {
    const done = new Promise<{ state: string; name: string }>((resolve) => {
      session.defaultSession.once('will-download', (_event, item) => {
        item.setSavePath(savePath);
        item.once('done', (_done, state) => resolve({ state, name: item.getFilename() }));
      });
    });
    return { done };
  }, file);
  await follow(desktop.page, link);
  return saved.evaluate(({ done }) => done);
}

test('saves an export where the operator says, and no other download', async () => {
  const { page, app } = desktop;
  const client = clientOf(page);
  const { bytes, name } = samplePhoto(1);
  const { photo } = await client.call('photos.add', { name, bytes: new Uint8Array(bytes) });
  const analysis = await client.call('photos.analyze', { photoId: photo.id });
  const exported = await client.call('analyses.export', { ids: [analysis.id], format: 'json' });
  const file = path.join(dataDir, 'saved.json');
  expect(await save(`/exports/${exported.id}`, file)).toEqual({ state: 'completed', name: exported.name });
  expect(JSON.stringify(JSON.parse(await readFile(file, 'utf8')))).toContain(analysis.id);

  const refused = app.evaluate(
    ({ session, BrowserWindow }, address) =>
      new Promise((resolve) => {
        session.defaultSession.once('will-download', (event) => resolve(event.defaultPrevented));
        BrowserWindow.getAllWindows()[0]?.webContents.downloadURL(address);
      }),
    `app://h200/photos/${photo.id}/original`,
  );
  expect(await refused).toBe(true);
});

test('saves a finished picture, and lets it be copied, but never reads what lies on the clipboard', async () => {
  const { page } = desktop;
  const client = clientOf(page);
  const { bytes, name } = samplePhoto(1);
  const { photo } = await client.call('photos.add', { name, bytes: new Uint8Array(bytes) });
  const analysis = await client.call('photos.analyze', { photoId: photo.id });
  const { renders } = await client.call('renders.create', {
    ...{ templateId: 'local:overlay-card', analysisIds: [analysis.id], scale: 0.2 },
  });
  const id = renders[0]?.id ?? '';
  await expect.poll(async () => (await client.call('renders.get', { id })).state).toBe('completed');
  const file = path.join(dataDir, 'saved.png');
  expect(await save(`/renders/${id}/file`, file)).toMatchObject({
    state: 'completed',
    name: expect.stringMatching(/\.png$/),
  });
  expect((await readFile(file)).subarray(1, 4).toString()).toBe('PNG');
  const clipboard = await page.evaluate(async () => {
    const of = async (name: string) =>
      (await navigator.permissions.query({ name: name as PermissionName })).state;
    return { writing: await of('clipboard-write'), reading: await of('clipboard-read') };
  });
  expect(clipboard).toEqual({ writing: 'granted', reading: 'denied' });
});

test('lets other programs call only while that is switched on', async () => {
  const client = clientOf(desktop.page);
  const { hooks } = await client.call('settings.get', {});
  const { secret } = await client.call('hooks.save', {
    name: 'spec',
    allows: ['photo.analyze'],
    auth: 'token',
    create: true,
  });
  const send = () =>
    fetch(`http://127.0.0.1:${hooks.port}/hooks/spec`, {
      method: 'POST',
      headers: { 'content-type': 'image/jpeg', 'x-hook-token': secret ?? '' },
      body: new Uint8Array(samplePhoto(0).bytes),
    }).then(
      ({ status }) => status,
      () => 'nobody listens',
    );
  expect(await send()).toBe('nobody listens');
  await client.call('settings.set', { hooks: { ...hooks, enabled: true } });
  await expect.poll(send).toBe(202);
  const lastCall = async () => (await client.call('hooks.list', {})).hooks[0]?.lastCall?.state;
  await expect.poll(lastCall).toBe('done');
  await client.call('settings.set', { hooks });
  await expect.poll(send).toBe('nobody listens');
});

test('runs once per data folder: a second start shows the first window', async () => {
  const second = await desktop.app.evaluateHandle(({ app }) => ({
    shown: new Promise((resolve) => app.once('second-instance', () => resolve('shown'))),
  }));
  const { code, output } = await startAgain(dataDir);
  expect({ code, output }).toMatchObject({ code: 0, output: expect.stringContaining('running already') });
  expect(await second.evaluate(({ shown }) => shown)).toBe('shown');
});

test('loads the page again when it crashed', async () => {
  const evaluate = (expression: string) =>
    desktop.app
      .evaluate(
        ({ BrowserWindow }, code) => BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript(code),
        expression,
      )
      .catch((error: Error) => error.message);
  await evaluate('window.beforeTheCrash = true');
  await desktop.app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer(),
  );
  await expect
    .poll(() => evaluate('[typeof window.h200, typeof window.beforeTheCrash]'))
    .toEqual(['object', 'undefined']);
});

test('keeps its place, settings and history over a restart', async () => {
  const bounds = { x: 60, y: 40, width: 1000, height: 700 };
  const isThere = () =>
    desktop.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getNormalBounds());
  await desktop.app.close();
  desktop = await launchDesktop(dataDir);
  await desktop.app.evaluate(
    ({ BrowserWindow }, place) => BrowserWindow.getAllWindows()[0]?.setBounds(place),
    bounds,
  );
  await expect.poll(isThere).toEqual(bounds);
  const detection = { ignoreBelow: 0.2, reviewBelow: 0.6 };
  await clientOf(desktop.page).call('settings.set', { detection });
  const { bytes, name } = samplePhoto(1);
  const { photo } = await clientOf(desktop.page).call('photos.add', { name, bytes: new Uint8Array(bytes) });
  const analysis = await clientOf(desktop.page).call('photos.analyze', { photoId: photo.id });

  await desktop.app.close();
  desktop = await launchDesktop(dataDir);
  expect(await isThere()).toEqual(bounds);
  const client = clientOf(desktop.page);
  expect((await client.call('settings.get', {})).detection).toEqual(detection);
  expect((await client.call('analyses.get', { id: analysis.id })).photo.id).toBe(photo.id);
});

test('ends cleanly when its window is closed', async () => {
  const state = async () => (await clientOf(desktop.page).call('app.info', {})).inference.state;
  await expect.poll(state).toBe('ready');
  const ended = new Promise<number | null>((resolve) => desktop.app.process().once('exit', resolve));
  await desktop.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
  expect(await ended).toBe(0);
  expect(desktop.log()).not.toMatch(/"level":(50|60)|Unhandled|Stopping did not go well/);
  desktop = await launchDesktop(dataDir);
});

/** Drops a file on the page as the file manager would. */
async function drop(page: Page, name: string, bytes: Buffer): Promise<void> {
  const dataTransfer = await page.evaluateHandle(
    ({ fileName, base64 }) => {
      const content = Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0));
      const transfer = new DataTransfer();
      transfer.items.add(new File([content], fileName, { type: 'image/jpeg' }));
      return transfer;
    },
    { fileName: name, base64: bytes.toString('base64') },
  );
  for (const type of ['dragenter', 'dragover', 'drop'])
    await page.dispatchEvent('body', type, { dataTransfer });
}

/** Follows a link that says `download`, as a person who clicks. */
async function follow(page: Page, address: string): Promise<void> {
  await page.evaluate((href) => {
    const link = document.createElement('a');
    link.href = href;
    link.download = '';
    link.textContent = 'Follow this';
    link.style.cssText = 'position: fixed; inset: 0 auto auto 0; z-index: 9999';
    document.body.append(link);
  }, address);
  // A real press: a browser saves one file only for a page that nobody pressed anything on.
  const link = page.getByText('Follow this');
  await link.click();
  await link.evaluate((element) => element.remove());
}

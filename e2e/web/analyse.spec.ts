import { expect, type Page, test } from '@playwright/test';
import { intersectionOverUnion } from '../../shared/positioning/distances.ts';
import { startWebHost, type WebHost } from './host.ts';
import { drawnBoxes, drop, openReady, photo, truthOf } from './photos.ts';

let host: WebHost;
test.beforeAll(async () => {
  host = await startWebHost();
});
test.afterAll(() => host?.stop());

test.beforeEach(async ({ page }) => {
  await openReady(page, host.url);
});

const options = (page: Page) => page.getByRole('listbox', { name: 'Photos' }).getByRole('option');
const boxes = (page: Page) => page.locator('[data-testid=detection-box][data-label=mug]');
const headline = (page: Page) => page.getByTestId('headline');

/** The batches that the core knows, newest first. */
const batches = async () => (await host.core.call('batches.list', {})).batches;

async function dragToEnd(page: Page, thumb: string): Promise<void> {
  const box = await page.getByRole('slider', { name: thumb }).boundingBox();
  if (box === null) throw new Error(`There is no ${thumb}.`);
  const y = box.y + box.height / 2;
  await page.mouse.move(box.x + box.width / 2, y);
  await page.mouse.down();
  await page.mouse.move(box.x + 400, y, { steps: 8 });
  await page.mouse.up();
}

/** Presses a mug on the photo, counted from the left. */
async function pressMug(page: Page, index: number): Promise<void> {
  const drawn = (await drawnBoxes(page)).toSorted((a, b) => a.x - b.x)[index];
  const picture = await page.getByRole('img', { name: 'row-of-three.jpg' }).boundingBox();
  if (!drawn || !picture) throw new Error('Nothing is drawn.');
  const scale = picture.width / truthOf('row-of-three').width;
  const [x, y] = [drawn.x + drawn.width / 2, drawn.y + drawn.height / 2];
  await page.mouse.click(picture.x + x * scale, picture.y + y * scale);
}

async function moveToPicture(page: Page): Promise<void> {
  const box = await page.getByRole('img', { name: 'handle-left.jpg' }).boundingBox();
  if (box === null) throw new Error('No picture is shown.');
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
}

test('the empty screen says what to do and offers samples, one press away', async ({ page }) => {
  await expect(page.getByRole('heading', { name: 'Drop photos of mugs here' })).toBeVisible();
  const samples = page.getByRole('img', { name: /^Sample:/ });
  await expect.poll(() => samples.count()).toBeGreaterThanOrEqual(12);
  await page.getByRole('img', { name: 'Sample: handle left' }).click();
  await expect(headline(page)).toHaveText('1 mug');
  await expect(page.getByRole('complementary', { name: 'Inspector' })).toContainText('handle-left.jpg');
});

test('boxes are drawn where the mugs truly are', async ({ page }) => {
  const names = ['handle-left', 'handle-right', 'pair', 'row-of-three', 'grid-of-four'];
  await drop(page, names.map(photo));
  for (const name of names) {
    await page.getByRole('option', { name: new RegExp(`^${name}`) }).click();
    await expect(page.getByRole('main').getByRole('img', { name: `${name}.jpg`, exact: true })).toBeVisible();
    const { mugs } = truthOf(name);
    await expect(boxes(page)).toHaveCount(mugs.length);
    const drawn = await drawnBoxes(page);
    for (const { box } of mugs) {
      const best = Math.max(...drawn.map((one) => intersectionOverUnion(one, box)));
      expect(best, name).toBeGreaterThanOrEqual(0.6);
    }
  }
});

test('a box covers the same part of the picture on the screen as in its numbers', async ({ page }) => {
  await drop(page, [photo('handle-left')]);
  const line = boxes(page).locator('path').last();
  await expect(line).toBeVisible();
  const covers = async () => {
    const [box] = await drawnBoxes(page);
    const picture = await page.getByRole('img', { name: 'handle-left.jpg' }).boundingBox();
    const drawn = await line.boundingBox();
    if (!box || !picture || !drawn) throw new Error('Nothing is drawn.');
    const scale = picture.width / truthOf('handle-left').width;
    return [
      picture.x + box.x * scale - drawn.x,
      picture.y + box.y * scale - drawn.y,
      box.width * scale - drawn.width,
    ];
  };
  for (const key of ['0', '+', '+', 'z']) {
    await page.keyboard.press(key);
    const worst = async () => Math.max(...(await covers()).map(Math.abs));
    await expect.poll(worst).toBeLessThan(2.5);
  }
});

test('the threshold slider judges again at once, without asking the core', async ({ page }) => {
  await drop(page, [photo('row-of-three')]);
  await expect(headline(page)).toHaveText('3 mugs');
  const calls: string[] = [];
  page.on('request', (request) => request.url().includes('/api/call/') && calls.push(request.url()));
  await dragToEnd(page, 'Review below');
  await expect(page.getByTestId('review-below')).toHaveText('100 %');
  await expect(headline(page)).toHaveText(/3 mugs.*3 to review/);
  await dragToEnd(page, 'Ignore below');
  await expect(headline(page)).toHaveText('No mug found');
  await expect(boxes(page)).toHaveCount(0);
  await page.getByRole('button', { name: 'Reset' }).click();
  await expect(boxes(page)).toHaveCount(3);
  expect(calls).toEqual([]);
});

test('marks and counts of all photos follow the thresholds at once, and say what does not', async ({
  page,
}) => {
  await drop(page, [photo('handle-left'), photo('row-of-three'), photo('no-mug')]);
  const choice = (name: string) => page.getByRole('button', { name: new RegExp(`^${name}`) });
  await expect(choice('With mugs')).toHaveText('With mugs2');
  await dragToEnd(page, 'Review below');
  await expect(choice('To review')).toHaveText('To review2');
  await expect(options(page).nth(1)).toHaveAccessibleName('row-of-three.jpg: 3 mugs, 3 to review');
  await dragToEnd(page, 'Ignore below');
  await expect(choice('Without mugs')).toHaveText('Without mugs3');
  await choice('Without mugs').click();
  await expect(options(page)).toHaveCount(3);
  await page.getByRole('button', { name: 'Reset' }).click();
  await expect(options(page)).toHaveCount(1);
  await expect(options(page)).toHaveAccessibleName('no-mug.jpg: No mug found');
});

test('Home, End and the page keys move a threshold, down to nothing', async ({ page }) => {
  await drop(page, [photo('handle-left'), photo('pair')]);
  await expect(options(page)).toHaveCount(2);
  const ignore = page.getByRole('slider', { name: 'Ignore below' });
  await ignore.press('PageDown');
  await expect(page.getByTestId('ignore-below')).toHaveText('20 %');
  await ignore.press('Home');
  await expect(page.getByTestId('ignore-below')).toHaveText('0 %');
  await page.getByRole('slider', { name: 'Review below' }).press('End');
  await expect(page.getByTestId('review-below')).toHaveText('100 %');
  await expect(options(page).nth(0)).toHaveAttribute('aria-selected', 'true');
});

for (const name of ['row-of-five', 'grid-of-four']) {
  test(`no label on ${name} covers another, and numbers are those of the list`, async ({ page }) => {
    await page.setViewportSize({ width: 1280, height: 800 });
    await drop(page, [photo(name)]);
    const { mugs } = truthOf(name);
    await expect(boxes(page)).toHaveCount(mugs.length);
    // Labels find their place once they are measured.
    await expect(async () => {
      const labels = await page
        .locator('[data-testid=overlay-label]')
        .evaluateAll((elements) => elements.map((element) => element.getBoundingClientRect().toJSON()));
      expect(labels.length).toBeGreaterThan(mugs.length);
      labels.forEach((label, index) => {
        for (const other of labels.slice(index + 1)) expect(intersectionOverUnion(label, other)).toBe(0);
      });
    }).toPass({ timeout: 20_000 });
    const cards = page.getByRole('article');
    for (const [index] of mugs.entries()) await expect(cards.nth(index)).toContainText(`Mug ${index + 1}`);
  });
}

test('thresholds that were tried out become the default when asked', async ({ page }) => {
  await drop(page, [photo('handle-left')]);
  await expect(headline(page)).toHaveText('1 mug');
  await page.getByRole('slider', { name: 'Review below' }).press('ArrowRight');
  await page.getByRole('button', { name: 'Save as default' }).click();
  await expect(page.getByText('Saved. New photos are judged by this from now on.')).toBeVisible();
  await page.reload();
  await expect(page.getByTestId('review-below')).toHaveText('46 %');
});

test('each part of the overlay has a button and a key', async ({ page }) => {
  await drop(page, [photo('handle-left')]);
  await expect(boxes(page)).toHaveCount(1);
  const button = page.getByRole('button', { name: 'Boxes' });
  await expect(button).toHaveAttribute('aria-pressed', 'true');
  await page.keyboard.press('1');
  await expect(boxes(page)).toHaveCount(0);
  await expect(button).toHaveAttribute('aria-pressed', 'false');
  await button.click();
  await expect(boxes(page)).toHaveCount(1);
  const label = page.getByText(/^1 · 0\.\d\d/);
  await expect(label).toBeVisible();
  await page.keyboard.press('2');
  await expect(label).toBeHidden();
  await page.keyboard.press('2');
  await page.keyboard.press('\\');
  await expect(boxes(page)).toHaveCount(0);
  await page.keyboard.press('\\');
  await expect(boxes(page)).toHaveCount(1);
});

test('a mug selected on the photo is selected in the list, and back', async ({ page }) => {
  await drop(page, [photo('row-of-three')]);
  await expect(boxes(page)).toHaveCount(3);
  const cards = page.getByRole('article');
  await expect(page.getByText(/^2 · 0\.\d\d/)).toBeVisible();
  await pressMug(page, 1);
  await expect(cards.nth(1)).toHaveAttribute('data-selected', 'true');
  await expect(cards.nth(1)).toContainText('Offset');
  await cards.nth(2).getByRole('button').click();
  await expect(cards.nth(1)).toHaveAttribute('data-selected', 'false');
  await expect(cards.nth(2)).toHaveAttribute('data-selected', 'true');
  await page.keyboard.press('Escape');
  await expect(cards.nth(2)).toHaveAttribute('data-selected', 'false');
});

test('the numbers name the handle side of the truth, and rows are told', async ({ page }) => {
  await drop(page, [photo('handle-left'), photo('handle-right'), photo('row-of-three')]);
  const inspector = page.getByRole('complementary', { name: 'Inspector' });
  await expect(inspector).toContainText(/HandleLeft/);
  await page.keyboard.press('ArrowRight');
  await expect(inspector).toContainText(/HandleRight/);
  await page.keyboard.press('ArrowRight');
  await expect(inspector).toContainText(/AlignedRow/);
});

test('the photo zooms by key and wheel, and fits again', async ({ page }) => {
  await drop(page, [photo('handle-left')]);
  await expect(boxes(page)).toHaveCount(1);
  const zoom = page.getByRole('button', { name: 'Zoom, press to fit' });
  const shown = async () => Number.parseInt((await zoom.textContent()) ?? '', 10);
  const fitted = await shown();
  await page.keyboard.press('+');
  await expect.poll(shown).toBeGreaterThan(fitted);
  await page.keyboard.press('0');
  await expect.poll(shown).toBe(fitted);
  await page.keyboard.press('z');
  await expect(zoom).toHaveText('100 %');
  await page.keyboard.press('z');
  await expect.poll(shown).toBe(fitted);
  await moveToPicture(page);
  await page.mouse.wheel(0, -400);
  await expect.poll(shown).toBeGreaterThan(fitted);
  const strokes = await boxes(page).locator('path').last().getAttribute('stroke-width');
  expect(strokes).toBe('1.5');
  await zoom.click();
  await expect.poll(shown).toBe(fitted);
});

test('arrow keys move along the strip, Delete deletes, Undo takes it back', async ({ page }) => {
  await drop(page, [photo('handle-left'), photo('handle-right'), photo('pair')]);
  await expect(options(page)).toHaveCount(3);
  await expect(options(page).nth(2)).toHaveAccessibleName('pair.jpg: 2 mugs');
  await page.keyboard.press('ArrowRight');
  await expect(options(page).nth(1)).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Delete');
  await expect(options(page)).toHaveCount(2);
  await expect(options(page).nth(1)).toHaveAttribute('aria-selected', 'true');
  await expect(options(page).nth(1)).toHaveAccessibleName(/^pair/);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(options(page)).toHaveCount(3);
  await expect(options(page).nth(1)).toHaveAccessibleName('handle-right.jpg: 1 mug');
  await page.keyboard.press('End');
  await expect(options(page).nth(2)).toHaveAttribute('aria-selected', 'true');
});

test('every refused file keeps its place with its own reason, and the others go on', async ({ page }) => {
  const good = photo('handle-left');
  await drop(page, [
    { name: 'notes.jpg', bytes: Buffer.from('not a picture at all') },
    { name: 'empty.jpg', bytes: Buffer.alloc(0) },
    { name: 'cut-off.jpg', bytes: good.bytes.subarray(0, 4_000) },
    good,
  ]);
  await expect(options(page).nth(3)).toHaveAccessibleName('handle-left.jpg: 1 mug');
  const progress = page.getByRole('region', { name: 'Progress' });
  await expect(progress).toContainText('3 photos failed.');
  const reasons = await Promise.all(
    [0, 1, 2].map((index) => options(page).nth(index).getAttribute('aria-label')),
  );
  expect(new Set(reasons).size).toBe(3);
  for (const reason of reasons) expect(reason).toMatch(/^[\w-]+\.jpg: [A-Z].*\.$/);
  await progress.getByRole('button', { name: 'Show them' }).click();
  await expect(options(page)).toHaveCount(3);
  await progress.getByRole('button', { name: 'Try again' }).click();
  await expect(progress).toContainText('3 photos failed.');
});

test('photos added together are one batch, with those that cannot be read', async ({ page }) => {
  const { bytes } = photo('handle-left');
  const good = ['one', 'two', 'three', 'four'].map((name) => ({
    name: `${name}.jpg`,
    bytes: Buffer.concat([bytes, Buffer.from(`one batch, ${name}`)]),
  }));
  const before = new Set((await batches()).map(({ id }) => id));
  await drop(page, [{ name: 'notes.jpg', bytes: Buffer.from('not a picture at all') }, ...good]);
  await expect(options(page).nth(4)).toHaveAccessibleName('four.jpg: 1 mug');
  await expect
    .poll(async () => (await batches()).filter(({ id }) => !before.has(id)))
    .toEqual([expect.objectContaining({ state: 'finished', total: 5, done: 4, failed: 1 })]);
});

test('a photo that can never be read is best removed, one that was cancelled tried again', async ({
  page,
}) => {
  await drop(page, [{ name: 'notes.jpg', bytes: Buffer.from('not a picture at all') }]);
  const remove = page.getByRole('button', { name: 'Remove' });
  await expect(remove).toHaveAttribute('data-variant', 'filled');
  await expect(page.getByRole('main').getByRole('button', { name: 'Try again' }).last()).toHaveAttribute(
    'data-variant',
    'default',
  );
  await remove.click();
  await expect(options(page)).toHaveCount(0);
});

test('a thumbnail that did not come is asked for once more', async ({ page }) => {
  let asked = 0;
  await page.route('**/thumbnail', (route) => (asked++ === 0 ? route.abort() : route.continue()));
  await drop(page, [photo('handle-left')]);
  const picture = options(page).locator('img');
  await expect
    .poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth))
    .toBeGreaterThan(0);
  expect(asked).toBe(2);
});

test('in a narrow window the photos come first, then the numbers, then the sources', async ({ page }) => {
  await page.setViewportSize({ width: 640, height: 720 });
  await drop(page, [photo('handle-left')]);
  await expect(headline(page)).toHaveText('1 mug');
  const order = [
    page.getByRole('img', { name: 'handle-left.jpg' }),
    page.getByRole('listbox', { name: 'Photos' }),
    page.getByRole('complementary', { name: 'Inspector' }),
    page.getByRole('complementary', { name: 'Sources and thresholds' }),
  ];
  await expect(async () => {
    const tops = await Promise.all(order.map(async (part) => (await part.boundingBox())?.y ?? Number.NaN));
    expect(tops).toEqual([...tops].sort((a, b) => a - b));
    expect(tops[2]).toBeLessThan(720);
  }).toPass({ timeout: 20_000 });
});

test('the same picture twice is one photo', async ({ page }) => {
  const one = photo('handle-left');
  await drop(page, [one, { ...one, name: 'copy.jpg' }]);
  await expect(page.getByText('is the same picture as')).toBeVisible();
  await expect(options(page)).toHaveCount(1);
  await expect(headline(page)).toHaveText('1 mug');
});

test('a line of known length on the photo gives millimetres', async ({ page }) => {
  await drop(page, [photo('handle-left')]);
  await expect(boxes(page)).toHaveCount(1);
  await expect(page.getByTestId('calibration')).toContainText('Not calibrated');
  await page.keyboard.press('l');
  const picture = await page.getByRole('img', { name: 'handle-left.jpg' }).boundingBox();
  if (picture === null) throw new Error('No picture is shown.');
  const y = picture.y + picture.height / 2;
  await page.mouse.move(picture.x + picture.width * 0.25, y);
  await page.mouse.down();
  await page.mouse.move(picture.x + picture.width * 0.75, y, { steps: 4 });
  await page.mouse.up();
  const length = page.getByRole('textbox', { name: 'This line measures' });
  await expect(length).toBeFocused();
  // Typed, not filled in: what stands in the field already must not mix with it.
  await page.keyboard.type('100');
  await length.press('Enter');
  const { width } = truthOf('handle-left');
  const expected = (width * 0.5) / 100;
  await expect(page.getByTestId('calibration')).toHaveText(/Calibrated: [\d.]+ px per mm\./);
  const text = (await page.getByTestId('calibration').textContent()) ?? '';
  expect(Math.abs(Number(/[\d.]+/.exec(text)?.[0]) - expected)).toBeLessThan(expected * 0.01);
  await page.getByText('mm', { exact: true }).click();
  await expect(page.getByRole('article')).toContainText('mm');
});

test('a line too short to be meant leaves the tool in the hand, a length of nothing is refused', async ({
  page,
}) => {
  await drop(page, [photo('handle-left')]);
  await expect(boxes(page)).toHaveCount(1);
  await page.keyboard.press('l');
  const picture = await page.getByRole('img', { name: 'handle-left.jpg' }).boundingBox();
  if (picture === null) throw new Error('No picture is shown.');
  const [x, y] = [picture.x + picture.width / 3, picture.y + picture.height / 2];
  await page.mouse.click(x, y);
  await expect(page.getByRole('button', { name: 'Drag along a known length' })).toBeVisible();
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x + 100, y, { steps: 4 });
  await page.mouse.up();
  const length = page.getByRole('textbox', { name: 'This line measures' });
  await length.fill('0');
  await length.press('Enter');
  await expect(page.getByText('A length above 0 is needed.')).toBeVisible();
  await length.fill('0.001');
  await length.press('Enter');
  await expect(page.getByTestId('calibration')).toContainText('such a scale is not possible');
});

test('question mark lists the keys of this screen', async ({ page }) => {
  await page.keyboard.press('?');
  const list = page.getByRole('dialog', { name: 'Keys: Analyse' });
  await expect(list).toContainText('Delete, with undo');
  await page.keyboard.press('Escape');
  await expect(list).toBeHidden();
});

test('a connection that is lost is said, and what is shown stays', async ({ page, context }) => {
  await drop(page, [photo('handle-left')]);
  await expect(boxes(page)).toHaveCount(1);
  await context.setOffline(true);
  // The last of these tests, because the host is theirs.
  await host.stop();
  await expect(page.getByText('The connection to the program is lost')).toBeVisible();
  await expect(boxes(page)).toHaveCount(1);
});

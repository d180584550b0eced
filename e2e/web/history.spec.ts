import { readFile } from 'node:fs/promises';
import { expect, type Page, test } from '@playwright/test';
import { analyse } from './core-calls.ts';
import { startWebHost, type WebHost } from './host.ts';
import { openReady, photo } from './photos.ts';
import { open, openScreen } from './screens.ts';

let host: WebHost;
test.beforeAll(async () => {
  host = await startWebHost();
  await analyse(host.core, ['handle-left', 'pair', 'row-of-three', 'desk-clutter'].map(photo));
});
test.afterAll(() => host?.stop());

test.beforeEach(({ page }) => open(page, host, 'history'));

const rows = (page: Page) => page.getByRole('listbox', { name: 'History' }).getByRole('option');

test('search narrows by name, by what was seen and by score', async ({ page }) => {
  await expect(rows(page)).toHaveCount(4);
  await page.getByRole('textbox', { name: 'Search by name' }).fill('row');
  await expect(rows(page)).toHaveCount(1);
  await expect(rows(page)).toHaveAccessibleName('row-of-three.jpg, 3 mugs');
  await page.getByRole('textbox', { name: 'Search by name' }).fill('nothing like it');
  await page.getByRole('button', { name: 'Clear the search' }).click();
  await expect(rows(page)).toHaveCount(4);
  await page.getByRole('combobox', { name: 'Seen on the photo' }).fill('laptop');
  await page.getByRole('option', { name: 'laptop' }).click();
  await expect(rows(page)).toHaveCount(1);
  await expect(rows(page)).toHaveAccessibleName(/^desk-clutter/);
});

test('what is selected is exported as CSV with its numbers', async ({ page }) => {
  await page.getByRole('checkbox', { name: 'Select pair.jpg' }).click();
  await page.getByRole('checkbox', { name: 'Select handle-left.jpg' }).click();
  await expect(page.getByText('2 photos selected')).toBeVisible();
  await page.getByRole('button', { name: 'Export' }).click();
  const download = page.waitForEvent('download');
  await page.getByRole('menuitem', { name: /^CSV/ }).click();
  const file = await (await download).path();
  const lines = (await readFile(file, 'utf8')).trim().split('\n');
  expect((await download).suggestedFilename()).toMatch(/\.csv$/);
  expect(lines.slice(1).filter((line) => line.includes('pair.jpg'))).toHaveLength(2);
  expect(lines.join('\n')).not.toContain('row-of-three');
});

test('Escape closes the open menu and leaves what is selected; once more selects none', async ({ page }) => {
  // A menu that fades out is still there when its key reaches the screen.
  await page.emulateMedia({ reducedMotion: 'no-preference' });
  await page.getByRole('checkbox', { name: 'Select pair.jpg' }).click();
  for (const focus of ['button', 'menu']) {
    await page.getByRole('button', { name: 'Export' }).click();
    await expect(page.getByRole('menuitem', { name: /^CSV/ })).toBeVisible();
    if (focus === 'menu') await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Escape');
    await expect(page.getByRole('menuitem', { name: /^CSV/ })).toBeHidden();
    await expect(page.getByText('1 photo selected')).toBeVisible();
  }
  await page.keyboard.press('Escape');
  await expect(page.getByText('None selected')).toBeVisible();
});

test('photos are found by what the rules made of them, and say why', async ({ page }) => {
  const { rule } = await host.core.call('rules.save', {
    name: 'Alone',
    text: 'There must be exactly one mug, otherwise reject it and tag it "crowd".',
  });
  const { items } = await host.core.call('analyses.list', {});
  for (const {
    photo: { id },
  } of items)
    await host.core.call('photos.analyze', { photoId: id });
  await page.reload();
  await expect(rows(page)).toHaveCount(4);
  await expect(rows(page).filter({ hasText: 'row-of-three.jpg' })).toContainText(
    'Alone: There are 3 mugs; asked: exactly 1.',
  );
  await page.getByRole('button', { name: 'Pass', exact: true }).click();
  await expect(rows(page)).toHaveCount(2);
  await page.getByRole('button', { name: 'Fail', exact: true }).click();
  await expect(rows(page)).toHaveCount(2);
  await expect(page.getByRole('button', { name: 'Pass', exact: true })).toHaveAttribute(
    'aria-pressed',
    'false',
  );
  await page.getByRole('textbox', { name: 'Search by name' }).fill('pair');
  await expect(rows(page)).toHaveCount(1);
  await expect(rows(page)).toHaveAccessibleName('pair.jpg, 2 mugs, rejected by a rule');
  await page.getByRole('button', { name: 'Clear the search' }).click();
  await expect(rows(page)).toHaveCount(4);
  await page.getByRole('button', { name: 'Rejected' }).click();
  await page.getByRole('combobox', { name: 'Tag' }).click();
  await page.getByRole('option', { name: 'crowd' }).click();
  await expect(rows(page)).toHaveCount(2);
  await host.core.call('rules.remove', { ids: [rule.id] });
});

test('deleting can be taken back', async ({ page }) => {
  await page.getByRole('checkbox', { name: 'Select pair.jpg' }).click();
  await page.keyboard.press('Delete');
  await expect(rows(page)).toHaveCount(3);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(rows(page)).toHaveCount(4);
});

test('the keyboard moves, selects and opens', async ({ page }) => {
  await expect(rows(page)).toHaveCount(4);
  const second = await rows(page).nth(1).getAttribute('aria-label');
  await page.keyboard.press('j');
  await page.keyboard.press('x');
  await expect(rows(page).nth(1)).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('main', { name: 'Analyse' })).toBeVisible();
  await expect(page.getByRole('complementary', { name: 'Inspector' })).toContainText(
    second?.split(',')[0] ?? '?',
  );
  await expect(page.locator('[data-testid=detection-box][data-label=mug]').first()).toBeVisible();
});

test('a photo is analysed again and stays one line of the strip', async ({ page }) => {
  await page.getByRole('checkbox', { name: 'Select row-of-three.jpg' }).click();
  await page.getByRole('button', { name: 'Analyse again' }).click();
  const strip = page.getByRole('listbox', { name: 'Photos' });
  await expect(strip.getByRole('option')).toHaveCount(1);
  await expect(strip.getByRole('option')).toHaveAccessibleName('row-of-three.jpg: 3 mugs');
});

/** Runs in the page, before it: `setAway(true)` breaks every connection and refuses new ones. */
function mayGoAway(): void {
  const send = window.fetch.bind(window);
  let away = false;
  let gone = new AbortController();
  window.fetch = (address, init) =>
    away
      ? Promise.reject(new TypeError('The network is away.'))
      : send(address, {
          ...init,
          signal: AbortSignal.any([gone.signal, ...(init?.signal ? [init.signal] : [])]),
        });
  Object.assign(window, {
    setAway(value: boolean) {
      away = value;
      gone.abort();
      gone = new AbortController();
    },
  });
}

test('opened while the connection is lost, the history is fetched once it is back', async ({ page }) => {
  await page.addInitScript(mayGoAway);
  await openReady(page, host.url);
  await page.evaluate('setAway(true)');
  await expect(page.getByText('The connection to the program is lost')).toBeVisible();
  await openScreen(page, 'History');
  await expect(page.getByRole('textbox', { name: 'Search by name' })).toBeVisible();
  await expect(page.getByText('0 photos')).toBeHidden();
  await page.evaluate('setAway(false)');
  await expect(rows(page).first()).toBeVisible();
});

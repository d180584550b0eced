import { expect, type Locator, type Page, test } from '@playwright/test';
import { findProblems } from './find-problems.ts';
import { startWebHost, type WebHost } from './host.ts';
import { photo } from './photos.ts';
import { open, openScreen } from './screens.ts';

let host: WebHost;
test.beforeAll(async () => {
  host = await startWebHost();
});
test.afterAll(() => host?.stop());

test.beforeEach(async () => {
  // What an earlier test made is gone.
  const { hooks } = await host.core.call('hooks.list', {});
  for (const { name } of hooks) await host.core.call('hooks.remove', { name });
  const settings = await host.core.call('settings.get', {});
  await host.core.call('settings.set', { hooks: { ...settings.hooks, enabled: false } });
});

async function openHooks(page: Page): Promise<Locator> {
  await open(page, host, 'settings');
  return page.getByRole('region', { name: 'Hooks' });
}

/** Adds a hook with a token by the form; returns the secret that is shown once. */
async function addHook(page: Page, section: Locator, name: string): Promise<string> {
  await section.getByRole('button', { name: 'Add a hook' }).click();
  const form = page.getByRole('dialog', { name: 'Add a hook' });
  await form.getByRole('textbox', { name: 'Name' }).fill(name);
  await form.getByRole('combobox', { name: 'The sender shows who it is' }).click();
  await page.getByRole('option', { name: 'By a token in a header' }).click();
  await form.getByRole('button', { name: 'Add it' }).click();
  const shown = page.getByRole('dialog', { name: `The secret of ${name}` });
  const secret = (await shown.locator('code').textContent()) ?? '';
  await shown.getByRole('button', { name: 'I have it' }).click();
  await expect(shown).toBeHidden();
  return secret;
}

async function switchOn(page: Page, section: Locator): Promise<void> {
  await section.getByRole('switch', { name: 'Let other programs call' }).click();
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Settings saved.')).toBeVisible();
}

test('a hook is added, called, looked into, given a new secret, and removed', async ({ page }) => {
  const section = await openHooks(page);
  await expect(section).toContainText('There is no hook yet.');
  const secret = await addHook(page, section, 'line-4');
  expect(secret).toMatch(/^h200_/);
  const row = section.getByRole('article', { name: 'line-4' });
  await expect(row).toContainText('May bring photos');
  expect(await page.content()).not.toContain(secret);

  await switchOn(page, section);
  const url = `${new URL(host.url).origin}/hooks/line-4`;
  await expect(row.locator('code').first()).toHaveText(url);
  const send = async (token: string) => {
    const headers = { 'content-type': 'image/jpeg', 'x-hook-token': token };
    return fetch(url, { method: 'POST', headers, body: new Uint8Array(photo('pair').bytes) });
  };
  expect((await send(secret)).status).toBe(202);
  await expect(row).toContainText('2 mugs found.', { timeout: 30_000 });
  expect((await send('wrong')).status).toBe(401);
  await row.getByText('Last calls').click();
  const calls = row.getByRole('list', { name: 'Calls of line-4' }).getByRole('listitem');
  await expect(calls).toHaveCount(2);
  await expect(calls.first()).toContainText('The token was wrong.');
  await calls.nth(1).getByRole('button', { name: 'Show the photo' }).click();
  await expect(page.getByRole('option', { name: /line-4/ })).toBeVisible();

  await openScreen(page, 'Settings');
  await row.getByRole('button', { name: 'More for line-4' }).click();
  await page.getByRole('menuitem', { name: 'New secret…' }).click();
  const question = page.getByRole('dialog', { name: 'A new secret for line-4' });
  await question.getByRole('checkbox').check();
  await question.getByRole('button', { name: 'Make a new secret' }).click();
  await page.getByRole('button', { name: 'I have it' }).click();
  expect((await send(secret)).status).toBe(401);

  await row.getByRole('button', { name: 'More for line-4' }).click();
  await page.getByRole('menuitem', { name: 'Remove…' }).click();
  await page.getByRole('button', { name: 'Remove it' }).click();
  await expect(row).toBeHidden();
});

test('a name that does not do is said at its field, and so is one that is taken', async ({ page }) => {
  const section = await openHooks(page);
  await addHook(page, section, 'line-4');
  await section.getByRole('button', { name: 'Add a hook' }).click();
  const form = page.getByRole('dialog', { name: 'Add a hook' });
  const name = form.getByRole('textbox', { name: 'Name' });
  await form.getByRole('button', { name: 'Add it' }).click();
  await expect(form).toContainText('A name is made of small letters');
  await name.fill('Line 4');
  await expect(form).toContainText('A name is made of small letters');
  await name.fill('line-4');
  await form.getByRole('button', { name: 'Add it' }).click();
  await expect(form).toContainText('There is a hook "line-4" already.');
  await form.getByRole('button', { name: 'Cancel' }).click();
  await expect(section.getByRole('article')).toHaveCount(1);
});

test('the hooks can be used by everybody', async ({ page }) => {
  const section = await openHooks(page);
  await addHook(page, section, 'line-4');
  await switchOn(page, section);
  const row = section.getByRole('article', { name: 'line-4' });
  await row.getByText('Try it from a shell').click();
  await expect(row.locator('pre')).toContainText('curl');
  expect(await page.evaluate(findProblems)).toEqual([]);
});

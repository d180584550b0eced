import { expect, type Page, test } from '@playwright/test';
import { addChannel, watchNoThreshold } from './core-calls.ts';
import { startWebHost, type WebHost } from './host.ts';
import { open } from './screens.ts';

let host: WebHost;
test.beforeAll(async () => {
  host = await startWebHost();
  await watchNoThreshold(host.core);
});
test.afterAll(() => host?.stop());

const bell = (page: Page, unread: number) =>
  page.getByRole('button', { name: unread === 0 ? 'Inbox' : `Inbox: ${unread} unread`, exact: true });
const toast = (page: Page, title: string) => page.getByRole('alert').filter({ hasText: title });
const failure = (name: string) =>
  host.core.call('events.publish', {
    type: 'error_occurred',
    data: {
      code: 'photo.damaged',
      message: 'Take the photo again.',
      component: 'pipeline',
      image_name: name,
    },
  });

test('an error is shown over every screen, counted, read, and read for good', async ({ page }) => {
  await open(page, host);
  await expect(bell(page, 0)).toBeVisible();
  await failure('a.jpg');
  await expect(toast(page, 'a.jpg failed')).toBeVisible();
  await expect(bell(page, 1)).toBeVisible();
  await page.getByRole('button', { name: 'Open the inbox' }).click();
  await expect(toast(page, 'a.jpg failed')).toBeHidden();
  const newest = page.getByRole('list', { name: 'Notices' }).getByRole('listitem').first();
  await expect(newest).toContainText('Take the photo again.');
  await expect(newest).toContainText('New');
  await page.getByRole('button', { name: 'Close the inbox' }).click();
  // What is counted is what the core answered: it knows by now that it was read.
  await expect(bell(page, 0)).toBeVisible();
  await page.reload();
  await expect(bell(page, 0)).toBeVisible();
});

test('of a storm three are shown, the others counted in one that leads to the inbox', async ({ page }) => {
  await open(page, host);
  await expect(bell(page, 0)).toBeVisible();
  for (let index = 1; index <= 5; index++) await failure(`storm-${index}.jpg`);
  await expect(toast(page, '2 more')).toBeVisible();
  await expect(page.getByRole('alert')).toHaveCount(4);
  await toast(page, '2 more').getByRole('button', { name: 'Open the inbox' }).click();
  await expect(page.getByRole('alert')).toHaveCount(0);
  const notices = page.getByRole('list', { name: 'Notices' }).getByRole('listitem');
  await expect(notices.filter({ hasText: 'storm-' })).toHaveCount(5);
});

test('what goes to the desktop channel is a notification of the system, once a press allowed it', async ({
  page,
}) => {
  await page.addInitScript(() => {
    const shown: string[] = [];
    // Headless browsers show no notifications: this one tells what it was given.
    class Recorded {
      static permission = 'default';
      static async requestPermission() {
        Recorded.permission = 'granted';
        return 'granted';
      }
      constructor(title: string) {
        shown.push(title);
      }
      close() {}
    }
    Object.assign(window, { Notification: Recorded, shown });
  });
  await open(page, host);
  await addChannel(host.core, 'desktop', 'This computer', {});
  const send = (title: string) => host.core.call('notices.send', { title });
  const shown = () => page.evaluate('shown');
  await send('Before');
  await page.getByRole('button', { name: /^Inbox/ }).click();
  await page.getByRole('button', { name: 'Allow them' }).click();
  await expect(page.getByRole('button', { name: 'Allow them' })).toBeHidden();
  await send('After');
  await expect.poll(shown).toEqual(['After']);
});

import { expect, type Page, test } from '@playwright/test';
import type { Alert, NewAlert } from '../../shared/alert.ts';
import { startWebhookReceiver, type WebhookReceiver } from '../servers/webhook.ts';
import { addChannel, analyse, watchNoThreshold } from './core-calls.ts';
import { findProblems } from './find-problems.ts';
import { startWebHost, type WebHost } from './host.ts';
import { photo } from './photos.ts';
import { expectNothingCutOff, open } from './screens.ts';

let host: WebHost;
let warehouse: WebhookReceiver;
test.beforeAll(async () => {
  warehouse = await startWebhookReceiver();
  host = await startWebHost();
  await watchNoThreshold(host.core);
  await addChannel(host.core, 'webhook', 'Warehouse', { url: `${warehouse.url}/hooks/h200` });
  await addChannel(
    host.core,
    'webhook',
    'Night shift',
    { url: `${warehouse.url}/night` },
    { minSeverity: 'critical' },
  );
});
test.afterAll(async () => {
  await host?.stop();
  await warehouse?.close();
});

test.beforeEach(async () => {
  // What an earlier test left open is over.
  const { items } = await host.core.call('alerts.list', { states: ['firing', 'acknowledged'], limit: 1_000 });
  const ids = items.map(({ id }) => id);
  if (ids.length > 0) await host.core.call('alerts.resolve', { ids });
});

const raise = (labels: Record<string, string>, title: string, more: Partial<NewAlert> = {}) =>
  host.core.call('alerts.raise', { labels: labels as NewAlert['labels'], title, ...more });
const show = (page: Page) => open(page, host, 'alerts');
/** Presses a part of the alerts, and waits until it is shown. */
const press = async (page: Page, part: string) => {
  const parts = page.getByRole('navigation', { name: 'Parts of Alerts' });
  await parts.getByRole('button', { name: part }).click();
  await expect(page.getByRole('main', { name: part.replace('…', ''), exact: true })).toBeVisible();
};
const rows = (page: Page, name?: RegExp) =>
  page.getByRole('listbox', { name: 'Alerts' }).getByRole('option', name === undefined ? {} : { name });
const panel = (page: Page) => page.getByRole('complementary', { name: 'Alert' });
const kept = async (id: string): Promise<Alert> => (await host.core.call('alerts.get', { id })).alert;

test('says that nothing is wrong while nothing is', async ({ page }) => {
  await show(page);
  await expect(page.getByRole('heading', { name: 'Nothing is wrong' })).toBeVisible();
  await expect(page).toHaveTitle('H200 Mug Positioning');
});

test('an alert appears by itself, is counted in the title, taken on and resolved with the keys', async ({
  page,
}) => {
  await show(page);
  const pump = await raise({ alertname: 'PumpStopped', source: 'operator' }, 'The pump has stopped', {
    severity: 'error',
    message: 'Since the shift change.',
  });
  await expect(rows(page)).toHaveAccessibleName('Error: The pump has stopped, firing');
  await expect(page).toHaveTitle('(1) H200 Mug Positioning');
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await expect(panel(page)).toContainText('Since the shift change.');
  await expect(panel(page)).toContainText('Raised as error.');
  await page.keyboard.press('n');
  await expect(page.getByRole('textbox', { name: 'Note' })).toBeFocused();
  await page.keyboard.type('Petra is on her way');
  await page.keyboard.press('Escape');
  await page.getByRole('heading', { name: 'The pump has stopped' }).click();
  await page.keyboard.press('a');
  await expect(rows(page)).toHaveAccessibleName(/acknowledged$/);
  await expect(panel(page)).toContainText('operator is on it');
  await expect(panel(page)).toContainText('Petra is on her way');
  expect((await kept(pump.id)).acknowledged?.note).toBe('Petra is on her way');
  await page.keyboard.press('e');
  await expect(rows(page)).toHaveCount(0);
  await expect(panel(page)).toContainText('Resolved by operator');
  await expect(page).toHaveTitle('H200 Mug Positioning');
  await page.keyboard.press('u');
  await expect(panel(page)).toHaveCount(0);
});

test('acknowledging is taken back with Undo', async ({ page }) => {
  await raise({ alertname: 'DoorOpen' }, 'The door is open');
  await show(page);
  await rows(page, /door/).click();
  await page.keyboard.press('a');
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(rows(page, /firing$/)).toHaveCount(1);
  await expect(panel(page)).toContainText('Acknowledgement taken back');
});

test('alerts of one name are a group that folds, is selected and resolved as one', async ({ page }) => {
  for (const photo of ['a.jpg', 'b.jpg', 'c.jpg'])
    await raise({ alertname: 'AnalysisFailed', photo }, `${photo} could not be analysed`);
  await raise({ alertname: 'DoorOpen' }, 'The door is open');
  await show(page);
  await expect(rows(page)).toHaveCount(5);
  await rows(page, /^Analysis failed, 3 alerts/).click();
  await expect(rows(page)).toHaveCount(2);
  await page.keyboard.press('ArrowRight');
  await expect(rows(page)).toHaveCount(5);
  await page.keyboard.press('x');
  await expect(page.getByRole('toolbar', { name: 'Selection' })).toContainText('3 alerts selected');
  await page.keyboard.press('r');
  await expect(rows(page)).toHaveCount(1);
  await page.keyboard.press('Control+a');
  await expect(page.getByRole('toolbar', { name: 'Selection' })).toContainText('1 alert selected');
});

test('filters narrow by state, severity, text and label', async ({ page }) => {
  await raise({ alertname: 'A', line: '4' }, 'Line 4 is slow');
  await raise({ alertname: 'B', line: '4' }, 'Line 4 stands still', { severity: 'critical' });
  await raise({ alertname: 'C', line: '5' }, 'Line 5 is slow');
  await show(page);
  await rows(page, /4 is slow/).click();
  await panel(page).getByRole('button', { name: 'line 4' }).click();
  await expect(rows(page)).toHaveCount(2);
  await page.getByRole('combobox', { name: 'Severity' }).click();
  await page.getByRole('option', { name: 'Critical', exact: true }).click();
  await expect(rows(page)).toHaveCount(1);
  await page.getByRole('button', { name: 'Any line' }).click();
  await page.getByRole('textbox', { name: /^Search/ }).fill('nothing like it');
  await page.getByRole('button', { name: 'Show all open ones' }).click();
  await expect(rows(page)).toHaveCount(3);
  await page.getByRole('button', { name: /^Firing/ }).click();
  await expect(page.getByRole('heading', { name: 'Nothing found' })).toBeVisible();
});

test('a silence made from an alert says whom it hits, mutes it, and ends', async ({ page }) => {
  await raise({ alertname: 'DiskFull', metric: 'disk' }, 'The disk is full');
  await show(page);
  await rows(page, /disk/).click();
  await page.keyboard.press('s');
  const dialog = page.getByRole('dialog', { name: 'Silence alerts' });
  await expect(dialog).toContainText('Matches 1 open alert.');
  await dialog.getByRole('textbox', { name: 'Comment' }).fill('New disk on Monday');
  await dialog.getByRole('button', { name: 'Silence', exact: true }).click();
  await expect(rows(page, /disk/)).toContainText('Silenced');
  await expect(panel(page)).toContainText('New disk on Monday');
  await page.getByRole('button', { name: 'Not told' }).click();
  await expect(rows(page)).toHaveCount(1);
  await page.getByRole('button', { name: 'Not told' }).click();
  await press(page, 'Silences');
  const active = page.getByRole('region', { name: 'Active' });
  await expect(active).toContainText('alertname is DiskFull, and metric is disk');
  await expect(active).toContainText('Ends in 2 h 0 min');
  await active.getByRole('button', { name: '+ 1 h' }).click();
  await expect(active).toContainText('Ends in 3 h 0 min');
  await active.getByRole('button', { name: 'End now' }).click();
  await expect(page.getByRole('region', { name: 'Ended' })).toContainText('New disk on Monday');
  await press(page, 'Alerts');
  await expect(rows(page, /disk/)).not.toContainText('Silenced');
});

test('routes are edited beside a dry run that shows where an alert would go', async ({ page }) => {
  await open(page, host, 'routes');
  const errors = page.getByRole('region', { name: 'Errors' });
  const answer = page.getByRole('region', { name: 'Where would this go, and why?' });
  await expect(answer).toContainText('Errors It fits and takes it.');
  await expect(answer).toContainText('Night shift takes critical and worse; this is error.');
  await errors.getByRole('button', { name: 'More about Errors' }).click();
  await page.getByRole('menuitem', { name: 'Remove' }).click();
  await expect(answer).toContainText('Everything else It fits; none below it does.');
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(errors).toBeVisible();
  await errors.getByRole('button', { expanded: false }).first().click();
  await errors.getByRole('textbox', { name: 'Waits for company' }).fill('2 min');
  await expect(answer).toContainText('in 2 min');
  await errors.getByRole('textbox', { name: 'Name' }).fill('');
  await expect(page.getByRole('toolbar', { name: 'Changes that are not saved' })).toContainText(
    'Give it a name.',
  );
  await page.getByRole('textbox', { name: 'Name' }).fill('Errors of the line');
  // What is not saved outlives a look elsewhere.
  await press(page, 'Silences');
  await expect(page.getByRole('button', { name: /Routing\s+not saved/ })).toBeVisible();
  await press(page, 'Routing');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByText('Open alerts find their way anew.')).toBeVisible();
  const { alerting } = await host.core.call('routes.get', {});
  expect(alerting.routes.routes[1]).toMatchObject({ name: 'Errors of the line', groupWaitSeconds: 120 });
  await page.getByRole('button', { name: 'Reset to the usual' }).click();
  await expect(errors).toBeVisible();
});

test('quiet hours hold back what is not critical, and the dry run says until when', async ({ page }) => {
  await open(page, host, 'routes');
  const answer = page.getByRole('region', { name: 'Where would this go, and why?' });
  await page.getByRole('button', { name: 'Add quiet hours' }).click();
  const quiet = page.getByRole('region', { name: 'Night', exact: true });
  await expect(quiet.getByRole('textbox', { name: 'Name' })).toHaveValue('Night');
  await answer.getByLabel('When').fill('2026-11-22T23:30');
  await expect(answer).toContainText('It waits for the end of the quiet hours "Night".');
  await quiet.getByRole('switch', { name: 'Night is on' }).click({ force: true });
  await expect(answer).not.toContainText('quiet hours "Night"');
  await page.getByRole('button', { name: 'Discard' }).click();
  await expect(quiet).toHaveCount(0);
});

test('an escalation is drawn as a time line and simulated before it is saved', async ({ page }) => {
  await open(page, host, 'escalations');
  await page.getByRole('button', { name: 'New policy' }).click();
  const steps = page.getByRole('list', { name: 'Step by step' });
  await expect(steps).toContainText('Step 1 of 2.');
  await expect(steps).toContainText('15 min');
  await page.getByRole('button', { name: 'Add a step' }).click();
  await expect(steps).toContainText('Step 3 of 3.');
  await page.getByRole('textbox', { name: 'Acknowledged after' }).fill('10 min');
  await expect(steps).toContainText('Somebody takes it on');
  await expect(steps).not.toContainText('Step 2 of 3.');
  await page.getByRole('textbox', { name: 'Name' }).fill('Nights');
  await page.keyboard.press('Control+s');
  await expect(page.getByText('“Nights” is saved.')).toBeVisible();
  const pump = await raise({ alertname: 'PumpStopped' }, 'The pump has stopped', { severity: 'error' });
  await press(page, 'Alerts');
  await rows(page, /pump/).click();
  await expect(panel(page)).toContainText('“Nights”, step 1 of 3');
  await host.core.call('alerts.acknowledge', { ids: [pump.id] });
  await expect(panel(page)).not.toContainText('step 1 of 3');
  await press(page, 'Escalation');
  await page.getByRole('button', { name: 'Remove', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Nothing is escalated' })).toBeVisible();
});

test('the photo that caused it is one press away', async ({ page }) => {
  const [analysisId = ''] = await analyse(host.core, [photo('pair')]);
  await raise({ alertname: 'RuleBroken' }, 'The handle points left', { analysisId });
  await show(page);
  await rows(page, /handle/).click();
  await panel(page).getByRole('button', { name: 'Open pair.jpg' }).click();
  await expect(page.getByRole('main', { name: 'Analyse' })).toBeVisible();
  await expect(page.getByRole('img', { name: 'pair.jpg' })).toBeVisible();
});

test('a storm of one name takes one line, and unfolded only those in sight are drawn', async ({ page }) => {
  for (let index = 0; index < 60; index++)
    await raise({ alertname: 'Flood', photo: `${index}.jpg` }, `Photo ${index} failed`);
  await show(page);
  await expect(rows(page)).toHaveAccessibleName(/^Flood, 60 alerts, folded/);
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await expect(rows(page).nth(1)).toBeVisible();
  expect(await rows(page).count()).toBeLessThan(50);
});

test('everything under each part that can be used has a name, also at 200 % zoom', async ({ page }) => {
  await raise({ alertname: 'DoorOpen' }, 'The door is open');
  await show(page);
  const size = page.viewportSize() ?? { width: 0, height: 0 };
  for (const part of ['Alerts', 'Silences', 'Routing', 'Escalation', 'Write an alert…']) {
    await page.setViewportSize(size);
    await press(page, part);
    await expect(page.locator('.mantine-Skeleton-root')).toHaveCount(0);
    expect.soft(await page.evaluate(findProblems), part).toEqual([]);
    await page.setViewportSize({ width: 680, height: 440 });
    await expectNothingCutOff(page);
  }
});

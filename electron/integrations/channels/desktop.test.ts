import { expect, it } from 'vitest';
import { defaultSettings } from '../../../shared/settings.ts';
import { DeliveryError } from '../../delivery/sender.ts';
import { createHttp } from '../../http.ts';
import { channelContract } from './channel-contract.ts';
import { itemOf, sendContext } from './channel-contract-http.ts';
import { type DesktopMessage, desktop } from './desktop.ts';
import { sampleEvent } from './sample-events.ts';

const config = desktop.config.parse({});
const alert = (title: string, message = '') => sampleEvent('system_alert', { title, message, details: {} });

channelContract({
  kind: desktop,
  config: () => ({ facts: true }),
  secrets: [],
  cuts: [
    {
      name: 'the title',
      limit: 64,
      unit: 'utf16',
      event: (text) => alert(text),
      read: (message) => (message as DesktopMessage).title,
    },
    {
      name: 'the text',
      limit: 240,
      unit: 'utf16',
      event: (text) => alert('Title', text),
      read: (message) => (message as DesktopMessage).body,
    },
  ],
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not get through
  forbidden: [/[\0-\x08\x0b-\x1f\u202e]/],
});

it('shows title, text and key data, or several titles', () => {
  const rule = itemOf(sampleEvent('rule_triggered'));
  expect(desktop.format([rule], config)).toEqual({
    title: 'Rule "Centred": failed',
    body: 'Move the mug 80 px to the right.\nPhoto: desk.jpg · offset_x: -80 · zone: middle-left',
    severity: 'warning',
  });
  expect(desktop.format([rule], { facts: false })).toMatchObject({
    body: 'Move the mug 80 px to the right.',
  });
  expect(
    desktop.format([rule, itemOf(sampleEvent('system_alert', {}, { severity: 'critical' }))], config),
  ).toEqual({
    title: '2 notices: 1 critical, 1 warning',
    body: '• Rule "Centred": failed\n• Disk almost full',
    severity: 'critical',
  });
});

it('hands the message to the system, and passes on why nobody could see it', async () => {
  const http = createHttp({ version: '1', settings: () => defaultSettings.network, env: {} });
  const shown: unknown[] = [];
  const message = desktop.format([itemOf(alert('x', 'y'))], config);
  const notify = async (notification: unknown) => void shown.push(notification);
  expect(await desktop.send(message, config, sendContext(http, { notify }))).toMatchObject({ status: null });
  expect(shown).toEqual([message]);
  const nobody = new DeliveryError('offline', 'No page is open that could show it.', { retryable: true });
  const sending = desktop.send(message, config, sendContext(http, { notify: () => Promise.reject(nobody) }));
  await expect(sending).rejects.toBe(nobody);
  await http.close();
});

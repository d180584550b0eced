import { expect, it } from 'vitest';
import { discordSays, n8nSays, slackSays, webhookSays } from './says.ts';

const event = {
  id: 'evt_1',
  event_type: 'system_alert',
  severity: 'error',
  timestamp: '2026-11-20T08:30:00.000Z',
  data: { title: 'Disk almost full', message: '', details: {} },
};

it.each([
  [n8nSays, event, '[error] system_alert: Disk almost full'],
  [n8nSays, { batch_id: 'bat_1', events: [event, event] }, '2 events in one request: 2 system_alert'],
  [webhookSays, { severity: 'error', title: 'Disk almost full' }, '[error] Disk almost full'],
  [slackSays, { text: '❌ Disk almost full\nFree some space.' }, '[error] Disk almost full'],
  [slackSays, { text: 'Disk almost full' }, 'Disk almost full'],
  [discordSays, { embeds: [{ title: 'ℹ️ shelf\\-7' }, { title: '❌ Disk' }] }, '[info] shelf-7; [error] Disk'],
])('tells a message in one line (%s, %j)', (says, body, line) => {
  expect(says(JSON.stringify(body))).toBe(line);
});

it('finds the words in a form with a picture', () => {
  const head = 'Content-Disposition: form-data; name="payload_json"';
  const form = `--x\r\n${head}\r\n\r\n{"embeds":[{"title":"❌ Disk"}]}\r\n--x\r\n\r\n\u0089PNG{\r\n--x--\r\n`;
  expect(discordSays(form)).toBe('[error] Disk (with its picture)');
});

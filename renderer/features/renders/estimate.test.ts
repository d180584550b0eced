import { expect, test } from 'vitest';
import type { RendererState } from '../../../shared/render.ts';
import { costText, estimate } from './estimate.ts';

const templated: RendererState = {
  provider: 'templated',
  configured: true,
  condition: 'healthy',
  reason: null,
  quota: { used: 490, of: 500, plan: 'starter', askedAt: '2026-11-22T14:00:00.000Z' },
  keySource: null,
};
const asked = {
  photos: 25,
  template: { source: 'templated', cells: 1 },
  format: 'png',
  provider: 'auto',
  order: 'templatedThenLocal',
  templated,
} as const;

test('a card is one picture and one credit for each photo, and too few credits are said', () => {
  const made = estimate(asked);
  expect(made).toEqual({ pictures: 25, atMost: false, credits: 25, left: 10 });
  expect(costText(made)).toBe('About 25 credits of Templated, and only 10 are left there.');
});

test('a sheet is cut into pages; as PDF they are one file', () => {
  const sheet = { ...asked, template: { source: 'local', cells: 12 } } as const;
  expect(estimate(sheet).pictures).toBe(3);
  expect(estimate({ ...sheet, format: 'pdf' }).pictures).toBe(1);
  expect(estimate({ ...sheet, format: 'pdf', photos: 0 }).pictures).toBe(0);
});

test.each([
  ['the template is drawn here', { template: { source: 'local', cells: 1 } }],
  ['this machine is asked for', { provider: 'local' }],
  ['the settings know only this machine', { order: 'localOnly' }],
  ['there is no key', { templated: { ...templated, configured: false } }],
  ['nobody knows of Templated yet', { templated: undefined }],
] as const)('nothing costs when %s', (_, change) => {
  const made = estimate({ ...asked, ...change });
  expect(made.credits).toBe(0);
  expect(costText(made)).toContain('nothing costs');
});

test('Templated asked for by name costs whatever the order', () => {
  expect(estimate({ ...asked, provider: 'templated', order: 'localOnly' }).credits).toBe(25);
});

test('where the settings choose, it is the most that it can come to', () => {
  const made = estimate({ ...asked, photos: 1, template: null });
  expect(made).toMatchObject({ pictures: 1, atMost: true });
  expect(costText(made)).toBe('At most 1 credit of Templated; 10 are left there.');
  expect(costText({ ...made, left: null })).toBe('At most 1 credit of Templated.');
});

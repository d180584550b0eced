import { expect, it } from 'vitest';
import type { ChannelState, ChannelView } from '../../../shared/channel.ts';
import { channelSchema } from '../../../shared/channel.ts';
import { healthy } from '../../../shared/test-channel-state.ts';
import { recipientsOf, whyClosed, whyUnwanted } from './recipients.ts';

const view = (
  id: string,
  channel: Partial<ChannelView['channel']> = {},
  state: Partial<ChannelState> = {},
): ChannelView => ({
  channel: {
    ...channelSchema.parse({ id, kind: 'slack', name: id, eventTypes: ['system_alert'] }),
    ...channel,
  },
  target: '',
  locked: {},
  fromEnvironment: false,
  state: { ...healthy(id), ...state },
});

const channels = [
  view('all'),
  view('severe', { minSeverity: 'error' }),
  view('other', { eventTypes: ['model_updated'] }),
  view('off', { enabled: false }),
  view('half', {}, { condition: 'incomplete', reason: 'Its webhook URL is missing.' }),
  view('held', {}, { condition: 'held' }),
];
const ids = (severity: 'info' | 'critical', channelIds: string[] | null = null) =>
  recipientsOf(channels, { channelIds, severity }).map(({ channel }) => channel.id);

it('goes to all that are on, complete and want it; held ones get it later', () => {
  expect(ids('info')).toEqual(['all', 'held']);
  expect(ids('critical')).toEqual(['all', 'severe', 'held']);
});

it('picked ones get it whether they want it or not, unless they are closed', () => {
  expect(ids('info', ['severe', 'other', 'off', 'half'])).toEqual(['severe', 'other']);
});

it('says why not', () => {
  const why = (view: ChannelView) => whyClosed(view) ?? whyUnwanted(view, 'warning');
  expect(channels.map(why)).toEqual([
    null,
    'Wants error and worse',
    'Takes no alerts',
    'Switched off',
    'Its webhook URL is missing.',
    null,
  ]);
});

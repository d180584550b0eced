import { expect, it } from 'vitest';
import { type ChannelView, channelSchema } from '../../shared/channel.ts';
import { healthy } from '../../shared/test-channel-state.ts';
import { findChannel } from './channel-names.ts';
import { UsageError } from './exit-status.ts';

const channelOf = (id: string, kind: string, name: string): ChannelView => ({
  channel: channelSchema.parse({ id, kind, name, eventTypes: [] }),
  target: '',
  locked: {},
  fromEnvironment: false,
  state: healthy(id),
});
const channels = [
  channelOf('env-slack', 'slack', 'Slack (environment)'),
  channelOf('night', 'slack', 'Night shift'),
  channelOf('env-email', 'email', 'E-mail (environment)'),
  channelOf('one', 'webhook', 'One'),
  channelOf('two', 'webhook', 'n8n (environment)'),
  channelOf('three', 'webhook', 'n8n'),
];

it.each([
  ['night', 'night'],
  [' night SHIFT ', 'night'],
  ['Slack', 'env-slack'],
  ['slack (Environment)', 'env-slack'],
  ['e-mail', 'env-email'],
  ['EMAIL', 'env-email'],
  ['n8n', 'three'],
])('"%s" is the channel %s', (name, id) => {
  expect(findChannel(channels, name).channel.id).toBe(id);
});

it.each([
  ['webhook', 'one, two, three'],
  ['Teams', '"Night shift"'],
])('"%s" is none or several: the complaint names %s', (name, advice) => {
  expect(() => findChannel(channels, name)).toThrow(UsageError);
  expect(() => findChannel(channels, name)).toThrow(advice);
});

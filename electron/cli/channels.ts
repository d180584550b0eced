import type { ChannelView } from '../../shared/channel.ts';
import type { CallOutput } from '../../shared/contract.ts';
import { findChannel } from './channel-names.ts';
import { exitStatus } from './exit-status.ts';
import { readChannels, waitsFor } from './left-over.ts';
import { type Paint, paintForTerminal } from './report.ts';
import { tableOf } from './table.ts';
import { withCore } from './with-core.ts';

interface ChannelOptions {
  json?: true;
  dataFolder?: string;
}

/** The command `channels list`; gives the exit status. */
export function listChannels(options: ChannelOptions): Promise<number> {
  return withCore(options, async ({ call, write, say }) => {
    const { channels } = await call('channels.list', {});
    if (channels.length === 0)
      say('There is no channel yet. Add one in the program, or set SLACK_WEBHOOK_URL.');
    await write(
      options.json ? channels.map((view) => `${JSON.stringify(view)}\n`).join('') : channelsReport(channels),
    );
    return exitStatus.ok;
  });
}

/** The command `channels test`; gives the exit status. */
export function testChannel(name: string, options: ChannelOptions): Promise<number> {
  return withCore(options, async (core) => {
    const { channels } = await core.call('channels.list', {});
    const { channel } = findChannel(channels, name);
    const tested = await core.call('channels.test', { id: channel.id });
    const waits = waitsFor(tested.delivery, await readChannels(core), Date.now());
    await core.write(options.json ? `${JSON.stringify(tested)}\n` : testReport(channel.name, tested, waits));
    return tested.attempt?.delivered ? exitStatus.ok : exitStatus.notDelivered;
  });
}

function channelsReport(channels: readonly ChannelView[], paint: Paint = paintForTerminal): string {
  if (channels.length === 0) return '';
  const rows = channels.map(({ channel, target, state }) => [
    channel.name,
    channel.kind,
    target,
    state.condition,
    `${state.waiting}`,
    `${state.failed}`,
    state.successRate === null ? '–' : `${Math.round(state.successRate * 100)} %`,
    state.reason ?? '',
  ]);
  return tableOf(
    [['name', 'kind', 'target', 'state', 'waiting', 'failed', 'delivered', 'why'], ...rows],
    paint,
  );
}

function testReport(name: string, { attempt }: CallOutput<'channels.test'>, waits: string): string {
  if (attempt === null) return `${name}: no answer yet; the test is ${waits.replace(/\.$/, '')}.\n`;
  const facts = [
    attempt.delivered ? 'delivered' : `not delivered (${attempt.reason})`,
    `${Math.round(attempt.tookMs)} ms`,
    ...(attempt.status === null ? [] : [`status ${attempt.status}`]),
    ...(attempt.receipt === null ? [] : [attempt.receipt]),
  ];
  return `${name}: ${facts.join(', ')}\n${attempt.detail === null ? '' : `  ${attempt.detail}\n`}`;
}

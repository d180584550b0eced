import type { CallOutput, CallParsedInput } from '../../shared/contract.ts';
import { AppError } from '../../shared/errors.ts';
import type { Courier } from '../delivery/courier.ts';
import type { DeliveryList } from '../delivery/delivery-list.ts';
import type { ChannelRegistry } from '../integrations/channel-registry.ts';
import type { ChannelSender } from '../integrations/channel-sender.ts';
import type { Publisher } from '../integrations/publisher.ts';
import type { HandlersOf } from './dispatch.ts';
import type { createFirstAttempt } from './first-attempt.ts';
import type { Previews } from './previews.ts';

export interface ChannelParts {
  registry: Pick<ChannelRegistry, 'kinds' | 'list' | 'view' | 'save' | 'remove'>;
  sender: Pick<ChannelSender, 'preview'>;
  courier: Pick<Courier, 'state' | 'lanesChanged'>;
  deliveries: Pick<DeliveryList, 'cancelChannel'>;
  publisher: Pick<Publisher, 'publish'>;
  firstAttempt: ReturnType<typeof createFirstAttempt>;
  previews: Pick<Previews, 'add'>;
}

/** Answers `channels.*`. */
export function channelHandlers(parts: ChannelParts): HandlersOf<'channels'> {
  const { registry, courier } = parts;
  const view = (id: string) => registry.view(id, courier.state(id));
  return {
    'channels.kinds': () => ({ kinds: registry.kinds() }),
    'channels.list': () => ({ channels: registry.list().map(({ channel }) => view(channel.id)) }),
    'channels.save': (input) => {
      const { id } = registry.save(input);
      courier.lanesChanged();
      return view(id);
    },
    'channels.remove': async ({ id }) => {
      registry.remove(id);
      await parts.deliveries.cancelChannel(id);
      courier.lanesChanged();
      return { removed: true };
    },
    'channels.test': ({ id }) => testChannel(parts, id),
    'channels.preview': (input) => preview(parts, input),
  };
}

/** The whole real road: recorded, claimed, formatted, sent, answered. */
async function testChannel(
  { registry, courier, publisher, firstAttempt }: ChannelParts,
  id: string,
): Promise<CallOutput<'channels.test'>> {
  const { channel, target } = registry.view(id, courier.state(id));
  const { deliveries } = await publisher.publish({
    type: 'system_alert',
    severity: 'info',
    data: {
      title: `Test of ${channel.name}`,
      message: `This test was sent by hand. Notices for ${channel.name} arrive here.`,
      details: target === '' ? {} : { target },
    },
    channelIds: [id],
    test: true,
  });
  const [delivery] = deliveries;
  if (delivery === undefined) throw new AppError('notFound', 'This channel is not there any more.');
  return firstAttempt(delivery);
}

function preview(
  { sender, previews }: ChannelParts,
  { id, notice }: CallParsedInput<'channels.preview'>,
): CallOutput<'channels.preview'> {
  const { html, request } = sender.preview(id, notice);
  return { url: previews.add(html), request };
}

import type { ManualNotice } from '../../shared/contract.ts';
import type { DeliveryReason } from '../../shared/delivery.ts';
import { AppError } from '../../shared/errors.ts';
import type { EventRecord } from '../../shared/event.ts';
import { noticeOf } from '../../shared/notice.ts';
import { retryDelaysOf } from '../delivery/schedule.ts';
import {
  DeliveryError,
  type Lane,
  type OutgoingMessage,
  type Receipt,
  type Sender,
} from '../delivery/sender.ts';
import { LocalNetworkError, reasonOf } from '../http/network-error.ts';
import type { Http } from '../http.ts';
import type { Log } from '../log.ts';
import type { ChannelRegistry } from './channel-registry.ts';
import type { AnyChannelKind, Surroundings } from './channels/channel.ts';
import type { ConfiguredChannel } from './configured-channel.ts';
import { cutTo } from './redact.ts';

export interface ChannelSenderOptions {
  registry: Pick<ChannelRegistry, 'list' | 'find' | 'get' | 'disable'>;
  http: Http;
  surroundings: Surroundings;
  log: Pick<Log, 'error' | 'warn'>;
  /** Wall-clock milliseconds. */
  now?: () => number;
}

export interface ChannelSender extends Sender {
  /** A notice as a channel would show it, and the request it would send. Throws AppError notFound or channel.invalid. */
  preview(channelId: string, notice: ManualNotice): { html: string; request: string };
  /** Gives back what channels keep open. */
  close(): Promise<void>;
}

/** Of whatever is kept of an answer. */
const maxDetail = 500;

/** Nothing left this machine, or nobody can tell whether it arrived. */
const worthAnotherTry: readonly DeliveryReason[] = [
  'offline',
  'connection',
  'timeout',
  'tls',
  'badAnswer',
  'interrupted',
];

/** Hands messages to the kinds of channels. No secret of a channel leaves it in a receipt or an error. */
export function createChannelSender(options: ChannelSenderOptions): ChannelSender {
  const { registry, http, surroundings, log, now = Date.now } = options;
  const used = new Set<AnyChannelKind>();
  /** A channel that changes is resolved anew: a lane holds as long as its channel. */
  const lanes = new WeakMap<ConfiguredChannel, Lane>();

  function laneFor(configured: ConfiguredChannel): Lane {
    const lane = lanes.get(configured) ?? laneOf(configured);
    lanes.set(configured, lane);
    return lane;
  }

  async function send(message: OutgoingMessage, { signal }: { signal: AbortSignal }): Promise<Receipt> {
    const configured = registry.find(message.channelId);
    if (configured === null) {
      throw new DeliveryError('channelRemoved', 'The channel is not there any more.', { retryable: false });
    }
    const { kind, config } = sendable(configured);
    used.add(kind);
    try {
      const items = message.parts.map(({ event }) => ({ event, notice: noticeOf(event) }));
      const receipt = await kind.send(kind.format(items, config), config, {
        ...surroundings,
        http,
        signal,
        messageId: message.id,
        attempt: message.attempt,
        now: new Date(now()),
        timeoutMs: configured.channel.retry.timeoutSeconds * 1_000,
      });
      return {
        ...receipt,
        receipt: kept(receipt.receipt, configured),
        detail: kept(receipt.detail, configured),
      };
    } catch (error) {
      throw toDeliveryError(error, configured);
    }
  }

  return {
    lanes: () => registry.list().map(laneFor),
    send,
    async disable(channelId, why) {
      const { channel, redact } = registry.get(channelId);
      log.warn({ channel: channel.name }, 'A channel was switched off: its target is gone');
      registry.disable(channelId, redact(why));
    },
    preview(channelId, notice) {
      const configured = registry.get(channelId);
      if (configured.kind === null || configured.config === null) {
        throw new AppError('channel.invalid', lackOf(configured));
      }
      const { kind, config, redact } = configured;
      const event = alertOf(notice, now());
      try {
        const message = kind.format([{ event, notice: noticeOf(event) }], config);
        return {
          html: redact(kind.preview(message, config)),
          request: redact(kind.request(message, config)),
        };
      } catch (error) {
        if (!(error instanceof DeliveryError)) throw error;
        throw new AppError('channel.invalid', redact(error.message));
      }
    },
    async close() {
      await Promise.all([...used].map((kind) => kind.close?.()));
    },
  };
}

function sendable(configured: ConfiguredChannel): { kind: AnyChannelKind; config: unknown } {
  const { kind, config } = configured;
  if (kind !== null && config !== null) return { kind, config };
  throw new DeliveryError('misconfigured', lackOf(configured), { retryable: false });
}

function lackOf({ closed }: ConfiguredChannel): string {
  return closed?.reason ?? 'The settings of the channel lack something.';
}

function kept(text: string | null, { redact }: ConfiguredChannel): string | null {
  // Not the other way round: half a secret would stay at the end.
  return text === null ? null : cutTo(redact(text), maxDetail);
}

/** Anything thrown, without the secrets of the channel; what is no answer of anybody stays an error of ours. */
function toDeliveryError(error: unknown, configured: ConfiguredChannel): Error {
  const detail = kept(error instanceof Error ? error.message : String(error), configured) ?? '';
  if (error instanceof DeliveryError) {
    const { reason, retryable, status, limit, disable } = error;
    return new DeliveryError(reason, detail, { retryable, status, limit, disable });
  }
  const reason = reasonOf(error);
  if (reason !== null) {
    const retryable = error instanceof LocalNetworkError || worthAnotherTry.includes(reason);
    return new DeliveryError(reason, detail, { retryable });
  }
  const bug = new Error(detail);
  if (error instanceof Error && error.stack !== undefined) bug.stack = configured.redact(error.stack);
  return bug;
}

function laneOf(configured: ConfiguredChannel): Lane {
  const { channel, kind, closed } = configured;
  const limits = kind?.limits ?? { concurrency: 1, rate: { perSecond: 1, burst: 1 }, maxBatch: 1 };
  return {
    channelId: channel.id,
    closed,
    concurrency: channel.ordered ? 1 : limits.concurrency,
    ordered: channel.ordered,
    rate: limits.rate,
    rateKey: configured.rateKey,
    service: channel.kind,
    timeoutMs: channel.retry.timeoutSeconds * 1_000,
    retryDelaysMs: retryDelaysOf(channel.retry),
    batch: {
      upTo: Math.min(channel.batch.upTo, limits.maxBatch),
      windowMs: limits.maxBatch > 1 ? channel.batch.windowSeconds * 1_000 : 0,
    },
  };
}

function alertOf(notice: ManualNotice, now: number): EventRecord<'system_alert'> {
  const { title, message = '', severity = 'info', data = {} } = notice;
  return {
    id: 'evt_preview',
    type: 'system_alert',
    severity,
    occurredAt: new Date(now).toISOString(),
    data: { title, message, details: data },
  };
}

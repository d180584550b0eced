import type { z } from 'zod';
import type { Channel } from '../../../shared/channel.ts';
import type { EventRecord } from '../../../shared/event.ts';
import type { Notice } from '../../../shared/notice.ts';
import type { NetworkSettings } from '../../../shared/settings.ts';
import type { Receipt } from '../../delivery/sender.ts';
import type { Http } from '../../http.ts';
import type { SmtpServer } from './smtp.ts';

/** One event as channels get it: for workflows the event, for people the words. */
export interface ChannelItem {
  event: EventRecord;
  notice: Notice;
}

/** Whose picture: a render's goes before that of the analysis. */
export type PictureOf = Pick<Notice, 'analysisId' | 'renderId'>;

/** Null when a notice has no picture. */
export function pictureOf({ analysisId, renderId }: Notice): PictureOf | null {
  return analysisId === null && renderId === null ? null : { analysisId, renderId };
}

/** How the target of a channel is looked at, without a message to anybody. */
export type ChannelCheck =
  | { kind: 'connection'; url: string }
  /** Only where the operator allows it: some servers take any request for a message. */
  | { kind: 'request'; url: string; method: 'HEAD' | 'OPTIONS' }
  /** A greeting and a login, no mail. */
  | { kind: 'smtp'; server: SmtpServer };

/** What happens on this machine rather than over a network: pictures, notifications of the system. */
export interface Surroundings {
  /** The program's version. */
  version: string;
  /** What may be reached, and how: for channels that do not speak HTTP. */
  network(): NetworkSettings;
  /** The render, else the analysis with what was found drawn on it; null when there is none any more. */
  picture(of: PictureOf): Promise<{ bytes: Uint8Array; mediaType: string; name: string } | null>;
  /** Shows a notification of the system; throws DeliveryError when nobody could see it. */
  notify(notification: { title: string; body: string; severity: Notice['severity'] }): Promise<void>;
}

export interface SendContext extends Surroundings {
  http: Http;
  signal: AbortSignal;
  /** Idempotency key and `webhook-id`: the same at every try. */
  messageId: string;
  /** 1 for the first. */
  attempt: number;
  /** Of this try. */
  now: Date;
  timeoutMs: number;
}

/**
 * A kind of channel. A new one is a file like the others, its line in index.ts and its test. Retries, rates,
 * time-outs, breakers and recording belong to the courier: a channel has none of them.
 */
export interface ChannelKind<Config, Message> {
  kind: string;
  label: string;
  /** One sentence: what it does. */
  description: string;
  /** The vendor's page on it. */
  docsUrl: string;
  /**
   * Every field has `.meta({ title, description?, secret?, destination?, multiline?, placeholder?, advanced? })`. It
   * must come to plain JSON Schema: objects, unions told apart by `kind`, arrays of strings, records of strings.
   * `destination: true` on the URL or host that the secrets go to: with another one they are asked for again.
   */
  config: z.ZodType<Config>;
  /** Fields of the config that a name of the environment gives: `{ webhookUrl: 'SLACK_WEBHOOK_URL' }`. */
  environment: Readonly<Record<string, string>>;
  /**
   * Its readers are programs, which sort by themselves. `only`: it is served by its own filter and not by routes;
   * `also`: what is for workflows alone reaches it by its filter, all else by routes.
   */
  forWorkflows?: 'only' | 'also';
  /** What a new channel of this kind starts with. */
  initial: Pick<Channel, 'minSeverity' | 'eventTypes' | 'ordered'>;
  /** Numbers from the vendor's page, which stands beside them. */
  limits: {
    /** Sends at the same time. */
    concurrency: number;
    rate: { perSecond: number; burst: number };
    /** Events in one message; 1: it does not batch. */
    maxBatch: number;
  };
  /** Where it goes, without secrets: a host, an address. */
  target(config: Config): string;
  /** What limits are counted by, besides the kind: two channels to one webhook give the same. May hold secrets. */
  limitKey(config: Config): string;
  /** Pure: the message for one event, or for several in order; within the vendor's limits, cut visibly. */
  format(items: readonly ChannelItem[], config: Config): Message;
  /** Pure: the message as its readers will see it, a whole HTML page without scripts. */
  preview(message: Message, config: Config): string;
  /** Pure: the request that carries the message, for people; secrets need no care here, the caller masks them. */
  request(message: Message, config: Config): string;
  /** Pure: how its target is looked at; left out where only deliveries can tell how it does. */
  check?(config: Config): ChannelCheck | undefined;
  /** Throws DeliveryError. */
  send(message: Message, config: Config, context: SendContext): Promise<Receipt>;
  /** Gives back what it keeps open (pooled SMTP connections). */
  close?(): Promise<void>;
}

/** Any kind, for the list. Made by `defineChannel`, which checks a kind against its own types first. */
export type AnyChannelKind = ChannelKind<unknown, unknown>;

/** Keeps a kind's own types inside it: what the list holds takes a config that `config` has parsed. */
export function defineChannel<Config, Message>(kind: ChannelKind<Config, Message>): AnyChannelKind {
  return kind as unknown as AnyChannelKind;
}

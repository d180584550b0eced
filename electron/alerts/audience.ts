import type { Labels, Targets } from '../../shared/alert.ts';
import { type EventRecord, type EventType, type Severity, severityRank } from '../../shared/event.ts';
import type { ChannelRegistry } from '../integrations/channel-registry.ts';
import type { ConfiguredChannel } from '../integrations/configured-channel.ts';
import type { AlertingStore } from './alerting-store.ts';
import { routesOf } from './routing.ts';
import { endOf } from './week-times.ts';

/** What a channel is asked to take. */
export interface Told {
  type: EventType;
  severity: Severity;
  labels: Labels;
}

/** Why a channel does not take something, whatever the routes say. */
export interface Refusal {
  reason: 'switchedOff' | 'eventType' | 'severity' | 'itself';
  why: string;
}

/** Which channels hear of something, and when. */
export interface Audience {
  /** All there are. */
  channels(): readonly ConfiguredChannel[];
  /** Null when it takes it: its own filter, and never what is about itself. */
  refusalOf(channel: ConfiguredChannel, told: Told): Refusal | null;
  /** The channels for an event that has no life, by the routes, and those of workflows by their own filter. */
  channelsFor(event: EventRecord): string[];
  /** Those of them whose readers are programs, each by its own filter. */
  programsFor(event: EventRecord): string[];
  /** Until when quiet hours keep something from a channel, and why; null outside them and for what is critical. */
  quietUntil(channelId: string, severity: Severity, at: number): { until: number; why: string } | null;
}

export interface AudienceParts {
  registry: Pick<ChannelRegistry, 'list' | 'find'>;
  alerting: Pick<AlertingStore, 'get'>;
}

export function createAudience({ registry, alerting }: AudienceParts): Audience {
  const channels = registry.list;

  function takers(told: Told, isMeant: (one: ConfiguredChannel) => boolean): string[] {
    return channels()
      .filter((one) => isMeant(one) && refusalOf(one, told) === null)
      .map(({ channel }) => channel.id);
  }

  return {
    channels,
    refusalOf,
    channelsFor(event) {
      const told = toldOf(event);
      const { taken } = routesOf(alerting.get().routes, { ...told, at: Date.parse(event.occurredAt) });
      return takers(told, (one) => isForWorkflows(one) || taken.some(({ to }) => isNamed(to, one)));
    },
    programsFor: (event) => takers(toldOf(event), ({ kind }) => kind?.forWorkflows !== undefined),
    quietUntil(channelId, severity, at) {
      if (severity === 'critical') return null;
      const channel = registry.find(channelId);
      if (channel === null) return null;
      const holding = alerting
        .get()
        .quietHours.filter((quiet) => quiet.enabled && isNamed(quiet.channels, channel));
      const until = endOf(
        holding.flatMap(({ times }) => times),
        at,
      );
      if (until === null) return null;
      const names = holding.map(({ name }) => `"${name}"`).join(', ');
      return { until, why: `It waits for the end of the quiet hours ${names}.` };
    },
  };
}

/** Whether targets name a channel. */
export function isNamed(to: Targets, { channel }: ConfiguredChannel): boolean {
  return to.all || to.kinds.includes(channel.kind) || to.channelIds.includes(channel.id);
}

/** Routes are for what people read; workflows sort by themselves. */
export function isForWorkflows({ kind }: ConfiguredChannel): boolean {
  return kind?.forWorkflows === 'only';
}

function refusalOf({ channel, takesIn }: ConfiguredChannel, told: Told): Refusal | null {
  const { name } = channel;
  if (!channel.enabled) return { reason: 'switchedOff', why: `${name} is switched off.` };
  if (!takesIn) return { reason: 'switchedOff', why: `The settings of ${name} lack something.` };
  if (!channel.eventTypes.includes(told.type)) {
    return { reason: 'eventType', why: `${name} does not take events of the type ${told.type}.` };
  }
  if (severityRank(told.severity) < severityRank(channel.minSeverity)) {
    return {
      reason: 'severity',
      why: `${name} takes ${channel.minSeverity} and worse; this is ${told.severity}.`,
    };
  }
  if (told.labels.channel === channel.id) {
    return { reason: 'itself', why: `It is about ${name} itself.` };
  }
  return null;
}

function toldOf(event: EventRecord): Told {
  return { type: event.type, severity: event.severity, labels: labelsOf(event) };
}

/** The labels that routes see of an event. */
export function labelsOf({ type, data }: EventRecord): Labels {
  const labels: Record<string, string> = { alertname: type };
  for (const [label, value] of named(data)) if (typeof value === 'string') labels[label] = value;
  return labels;
}

function named(data: Record<string, unknown>): [label: string, value: unknown][] {
  return [
    ['photo', data.image_id],
    ['rule', data.rule_id],
    ['batch', data.batch_id],
    ['source', data.component],
    ['code', data.code],
    ['model', data.model_id],
  ];
}

import type { EscalationPolicy } from '../../shared/alert.ts';
import { severityRank } from '../../shared/event.ts';
import type { Row } from '../delivery/delivery-rows.ts';
import type { RecordedEvent } from '../delivery/outbox.ts';
import type { Publisher } from '../integrations/publisher.ts';
import type { Database } from '../store/database.ts';
import type { AlertLife, NewEntry } from './alert-life.ts';
import { isoTime, readLabels, severityOf } from './alert-rows.ts';
import { alertEventOf, durationWords, type Occasion } from './alert-words.ts';
import { type Audience, isNamed } from './audience.ts';
import { nextOf } from './escalation-plan.ts';
import type { EscalationStore } from './escalation-store.ts';
import type { Groups } from './groups.ts';
import type { Muting } from './muting.ts';
import { spokenOf } from './spoken-alerts.ts';

/** What time does to alerts: they expire, escalate, are reminded of, and are firing again. */
export interface Escalation {
  /** Does what is due, inside a transaction of the caller's; null when nothing is. */
  doDue(): { events: RecordedEvent[]; ids: string[] } | null;
}

export interface EscalationParts {
  database: Pick<Database, 'statement'>;
  life: AlertLife;
  groups: Groups;
  policies: Pick<EscalationStore, 'find'>;
  audience: Pick<Audience, 'channels'>;
  muting: Muting;
  publisher: Pick<Publisher, 'record'>;
  now(): number;
}

const minuteMs = 60_000;
/** Of one transaction. */
const mostAtOnce = 10_000;
/** What is done so much after its time says that it is late. */
const lateMs = 60_000;
/** Alerts whose step is due within a tenth of its wait, a minute at most, go along: a storm escalates as one. */
const companyShare = 0.1;
const longestCompanyMs = minuteMs;

export function createEscalation(parts: EscalationParts): Escalation {
  const { database, life, groups, policies, audience, muting, publisher, now } = parts;
  const { statement } = database;

  function doDue() {
    const due = statement(selectDue).all(now(), mostAtOnce);
    if (due.length === 0) return null;
    const isDue = (time: unknown) => time !== null && Number(time) <= now();
    const ended = due.filter(({ ended_at, expires_at }) => ended_at === null && isDue(expires_at));
    for (const { sequence } of ended) {
      life.end(Number(sequence), 'expired', { who: null, note: 'Its source has not renewed it.' });
    }
    const open = due.filter((alert) => !ended.includes(alert));
    const back = open.filter(({ unacknowledge_at }) => isDue(unacknowledge_at));
    const events = [
      ...back.flatMap(fireAgain),
      ...alike(open.filter((alert) => !back.includes(alert) && isDue(alert.remind_at))).flatMap(remind),
      ...alike(open.filter(({ escalate_at }) => isDue(escalate_at))).flatMap(step),
    ];
    return { events, ids: due.map(({ id }) => String(id)) };
  }

  function fireAgain(alert: Row): RecordedEvent[] {
    const sequence = Number(alert.sequence);
    const since = durationWords(now() - Number(alert.acknowledged_at));
    const note = `Acknowledged ${since} ago by ${alert.acknowledged_by} and not resolved.`;
    life.unacknowledge(sequence, { who: null, note }, true);
    groups.hasten(sequence);
    return groups.flushOf(sequence);
  }

  function remind(alerts: readonly Row[]): RecordedEvent[] {
    const policy = policyOf(alerts[0]);
    const next = policy?.remindAfterMinutes ? now() + policy.remindAfterMinutes * minuteMs : null;
    for (const { sequence } of alerts) {
      statement('UPDATE alerts SET remind_at = ? WHERE sequence = ?').run(next, Number(sequence));
    }
    const heard = new Set(
      alerts.flatMap(({ sequence }) =>
        statement(selectHeard)
          .all(Number(sequence), Number(sequence))
          .flatMap(({ channel_ids }): string[] => JSON.parse(String(channel_ids))),
      ),
    );
    const who = [...new Set(alerts.map(({ acknowledged_by }) => String(acknowledged_by)))].join(', ');
    const since = isoTime(Math.min(...alerts.map(({ acknowledged_at }) => Number(acknowledged_at))));
    return say(alerts, {
      occasion: 'reminder',
      preface: `Acknowledged by ${who} since ${since}, and not resolved.`,
      channelIds: channelIds((id) => heard.has(id)),
      entry: { kind: 'reminded', who: null, text: 'Those who were told are reminded: it is not resolved.' },
    });
  }

  function step(due: readonly Row[]): RecordedEvent[] {
    const [first] = due;
    const policy = policyOf(first);
    const place = { step: Number(first?.escalation_step), round: Number(first?.escalation_round) };
    const current = policy?.steps[place.step];
    if (policy === null || current === undefined) {
      for (const { sequence } of due) statement(endEscalation).run(Number(sequence));
      return [];
    }
    const company = withCompany(due, policy, place);
    const muteOf = muting.look();
    const [muted, told] = partition(company, (alert) => muteOf?.(mutableOf(alert)) ?? null);
    for (const { sequence } of muted) {
      statement('UPDATE alerts SET escalate_at = ? WHERE sequence = ?').run(
        now() + minuteMs,
        Number(sequence),
      );
    }
    if (told.length === 0) return [];
    const next = nextOf(policy, place, now());
    for (const { sequence } of told) {
      const [at, round, done] = [next?.at ?? null, next?.round ?? place.round, next?.step ?? place.step + 1];
      statement(setPlace).run(at, round, done, Number(sequence));
    }
    const lateBy = now() - Number(first?.escalate_at);
    const words = [
      `"${policy.name}", step ${place.step + 1} of ${policy.steps.length}`,
      ...(place.round > 1 ? [`round ${place.round}`] : []),
    ].join(', ');
    const late =
      lateBy > lateMs
        ? ` This is ${durationWords(lateBy)} late: the program was not running when it was due.`
        : '';
    const what = {
      occasion: 'escalated' as const,
      preface: `Nobody has acknowledged it: ${words}.${late}`,
      channelIds: channelIds((_id, one) => isNamed(current.to, one)),
      entry: { kind: 'escalated' as const, who: null, text: `${words}.${late}` },
    };
    const rank = current.raiseTo === null ? null : severityRank(current.raiseTo);
    const raised = told.filter(({ sequence }) => rank !== null && life.worsen(Number(sequence), rank));
    return [
      ...tellRaised(raised, what),
      ...say(
        told.filter((alert) => !raised.includes(alert)),
        what,
      ),
    ];
  }

  /** They take the routes of their new severity, which say what the step says; only whom they did not reach it tells. */
  function tellRaised(alerts: readonly Row[], what: Saying): RecordedEvent[] {
    if (alerts.length === 0) return [];
    const sequences = alerts.map(({ sequence }) => Number(sequence));
    for (const sequence of sequences) groups.route(sequence);
    const { occasion, preface } = what;
    const events = sequences.flatMap((sequence) => groups.flushOf(sequence, { occasion, preface }));
    const reached = new Set(events.flatMap(({ deliveries }) => deliveries.map(({ channelId }) => channelId)));
    const rest = what.channelIds.filter((id) => !reached.has(id));
    if (events.length === 0 || rest.length > 0)
      return [...events, ...say(alerts, { ...what, channelIds: rest })];
    const [first] = events;
    const entry = { ...what.entry, eventId: first?.event.id ?? '', channelIds: what.channelIds };
    for (const sequence of sequences) life.entry(sequence, entry);
    return events;
  }

  function withCompany(
    due: readonly Row[],
    policy: EscalationPolicy,
    place: { step: number; round: number },
  ) {
    const waitMs = (policy.steps[place.step]?.afterMinutes ?? 0) * minuteMs;
    const until = now() + Math.min(longestCompanyMs, waitMs * companyShare);
    const isSame = (alert: Row) =>
      alert.escalation_id === policy.id &&
      Number(alert.escalation_step) === place.step &&
      Number(alert.escalation_round) === place.round &&
      alert.escalate_at !== null &&
      Number(alert.escalate_at) <= until;
    const known = new Set(due.map(({ sequence }) => sequence));
    const others = statement(selectDue).all(until, mostAtOnce);
    return [...due, ...others.filter((alert) => isSame(alert) && !known.has(alert.sequence))];
  }

  /** One event for all channels that hear of the same alerts: no channel hears of what is about itself. */
  function say(alerts: readonly Row[], what: Saying): RecordedEvent[] {
    if (alerts.length === 0) return [];
    const about = (alert: Row) => readLabels(alert).channel;
    const itself = new Set(alerts.map(about));
    const concerned = what.channelIds.filter((id) => itself.has(id));
    const shares = [
      { channelIds: what.channelIds.filter((id) => !itself.has(id)), alerts },
      ...concerned.map((id) => ({ channelIds: [id], alerts: alerts.filter((alert) => about(alert) !== id) })),
    ].filter((share) => share.alerts.length > 0);
    return shares.flatMap((share) => {
      const firing = share.alerts.map(({ sequence }) => chosenOf(life.row(Number(sequence))));
      const spoken = spokenOf(life, {
        occasion: what.occasion,
        firing,
        ended: [],
        groupId: groupOf(share.alerts),
        preface: what.preface,
      });
      const recorded = publisher.record([
        { type: 'system_alert', ...alertEventOf(spoken), channelIds: share.channelIds, routed: true },
      ]);
      const eventId = recorded[0]?.event.id ?? '';
      for (const { sequence } of share.alerts) {
        life.entry(Number(sequence), { ...what.entry, eventId, channelIds: share.channelIds });
      }
      return recorded;
    });
  }

  function channelIds(
    wanted: (id: string, one: ReturnType<Audience['channels']>[number]) => boolean,
  ): string[] {
    return audience
      .channels()
      .filter((one) => one.channel.enabled && one.takesIn && wanted(one.channel.id, one))
      .map(({ channel }) => channel.id);
  }

  /** So that its mails join those of the first message. */
  function groupOf(alerts: readonly Row[]): string | null {
    const groups = statement(selectGroup).get(Number(alerts[0]?.sequence));
    return groups === undefined ? null : String(groups.id);
  }

  function policyOf(alert: Row | undefined): EscalationPolicy | null {
    return alert === undefined || alert.escalation_id === null
      ? null
      : policies.find(String(alert.escalation_id));
  }

  return { doDue };
}

/** What is said of alerts, and to whom. */
interface Saying {
  occasion: Occasion;
  preface: string;
  channelIds: readonly string[];
  entry: NewEntry;
}

/** Alerts at the same place of the same policy, together. */
function alike(alerts: readonly Row[]): Row[][] {
  const key = (alert: Row) =>
    JSON.stringify([alert.escalation_id, alert.escalation_round, alert.escalation_step]);
  return [...Map.groupBy(alerts, key).values()];
}

function partition(alerts: readonly Row[], isMuted: (alert: Row) => unknown): [muted: Row[], told: Row[]] {
  const muted = alerts.filter((alert) => isMuted(alert) !== null);
  return [muted, alerts.filter((alert) => !muted.includes(alert))];
}

function mutableOf(alert: Row) {
  return { id: String(alert.id), labels: readLabels(alert), severity: severityOf(alert.rank) };
}

function chosenOf(alert: Row) {
  return {
    sequence: Number(alert.sequence),
    id: String(alert.id),
    rank: Number(alert.rank),
    isFiring: alert.state === 'firing',
  };
}

const selectDue = 'SELECT * FROM alerts WHERE due_at <= ? ORDER BY due_at LIMIT ?';
const endEscalation = 'UPDATE alerts SET escalate_at = NULL WHERE sequence = ?';
const setPlace = `
  UPDATE alerts SET escalate_at = ?, escalation_round = ?, escalation_step = ? WHERE sequence = ?`;
const selectGroup = `
  SELECT g.id FROM alert_members AS m JOIN alert_groups AS g ON g.sequence = m.group_sequence
  WHERE m.alert_sequence = ? AND m.moved = 0 LIMIT 1`;
/** Channels that were told of it: by its groups, and by steps. */
const selectHeard = `
  SELECT t.channel_ids FROM alert_members AS m
  JOIN alert_messages AS t ON t.group_sequence = m.group_sequence AND t.change >= m.joined
  WHERE m.alert_sequence = ?
  UNION ALL SELECT channel_ids FROM alert_entries
    WHERE alert_sequence = ? AND kind = 'escalated'`;

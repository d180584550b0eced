import { tellsEnd } from '../../shared/alert.ts';
import type { Severity } from '../../shared/event.ts';
import type { Row } from '../delivery/delivery-rows.ts';
import { newId } from '../delivery/new-id.ts';
import type { RecordedEvent } from '../delivery/outbox.ts';
import { afterSend, conformsAt } from '../delivery/rate-limit.ts';
import type { Publisher } from '../integrations/publisher.ts';
import type { Database } from '../store/database.ts';
import type { AlertLife } from './alert-life.ts';
import { readLabels, severityOf } from './alert-rows.ts';
import { alertEventOf, type Occasion } from './alert-words.ts';
import type { AlertingStore } from './alerting-store.ts';
import { type Audience, isForWorkflows, isNamed } from './audience.ts';
import { startOf } from './escalation-plan.ts';
import type { EscalationStore } from './escalation-store.ts';
import type { Muting } from './muting.ts';
import { groupLabels, type ResolvedRoute, resolvedRoutes, routesOf } from './routing.ts';
import { spokenOf } from './spoken-alerts.ts';

/** What made an alert news again, in a sentence before all others. */
export interface Because {
  occasion: Occasion;
  preface: string;
}

/** Alerts that are told together; each function inside a transaction of the caller's. */
export interface Groups {
  /**
   * Finds the routes of an open alert and puts it into their groups, and finds its escalation policy. What is critical
   * makes its groups due at once, a few times in a row; after that every ten seconds.
   */
  route(sequence: number): void;
  /** Looks at the groups that are due, so many at most: tells what is new, what ended, what is to be repeated. */
  flushDue(limit: number): RecordedEvent[];
  /** The same for those of one alert. */
  flushOf(sequence: number, because?: Because): RecordedEvent[];
  /** Makes the groups of an alert due now. */
  hasten(sequence: number): void;
}

export interface GroupParts {
  database: Pick<Database, 'statement'>;
  life: Pick<AlertLife, 'row' | 'entry' | 'change' | 'nextChange'>;
  alerting: Pick<AlertingStore, 'get'>;
  policies: Pick<EscalationStore, 'find' | 'usualFor'>;
  audience: Audience;
  muting: Muting;
  publisher: Pick<Publisher, 'record'>;
  now(): number;
}

/** How often a group may leave at once for critical alerts: five times, then every ten seconds. */
const urgentRate = { perSecond: 0.1, burst: 5 };
const longestPaceMs = 60_000;
/** Who reads notices in this program: told like a channel, by every group. */
const inbox = '';

/** A member as it stands at a look. */
interface Member {
  sequence: number;
  id: string;
  rank: number;
  isFiring: boolean;
  /** Open and told by this group. */
  isTold: boolean;
  hasEnded: boolean;
  joined: number;
  fired: number;
  ended: number;
  moved: boolean;
  /** 0: it was told or is new; 1: muted before anybody was told; 2: muted after that. */
  muted: number;
  mutedNow: boolean;
  /** It was muted and is not any more. */
  isBack: boolean;
  /** Routes that tell it before this one does. */
  earlierRoutes: readonly string[];
  /** Of one that has moved: channels that its groups of now have told of it. */
  toldElsewhere: readonly string[];
  aboutChannel: string | null;
}

/** What a channel is to be told at a look. */
interface Share {
  channelId: string;
  occasion: Occasion;
  firing: Member[];
  ended: Member[];
  after: number;
}

export function createGroups(parts: GroupParts): Groups {
  const { database, life, alerting, policies, audience, muting, publisher, now } = parts;
  const { statement } = database;

  function route(sequence: number): void {
    const alert = life.row(sequence);
    statement('UPDATE alerts SET routed = 1 WHERE sequence = ?').run(sequence);
    if (alert.ended_at !== null) return;
    const labels = readLabels(alert);
    const severity = severityOf(alert.rank);
    const subject = { labels, severity, type: 'system_alert' as const, at: now() };
    const { routes } = alerting.get();
    const { taken } = routesOf(routes, subject);
    const joined = taken.map((one) => join(sequence, one, labels, severity === 'critical'));
    const before = statement(selectMemberships).all(sequence);
    for (const { group_sequence } of before) {
      if (!joined.includes(Number(group_sequence))) {
        statement(setMoved).run(Number(group_sequence), sequence);
      }
    }
    const way = wayOf(taken, subject);
    if (statement(selectWay).get(sequence)?.text !== way.text) {
      life.entry(sequence, { kind: 'routed', who: null, ...way });
    }
    const bySource = severityOf(alert.source_rank);
    const [first] =
      bySource === severity ? taken : routesOf(routes, { ...subject, severity: bySource }).taken;
    escalate(alert, bySource, first?.escalationId ?? null);
  }

  /** The group that it joins. */
  function join(
    sequence: number,
    { id, groupWaitMs, ...route }: ResolvedRoute,
    labels: Readonly<Record<string, string>>,
    isUrgent: boolean,
  ): number {
    const key = JSON.stringify(groupLabels({ id, groupWaitMs, ...route }, labels));
    const group = statement(openGroup).get(`grp_${newId(now())}`, id, key) ?? {};
    const groupSequence = Number(group.sequence);
    // Whatever the group was told until now, it was not of this one.
    statement(addMember).run(groupSequence, sequence, life.nextChange());
    const planned = group.flush_at === null ? now() + groupWaitMs : Number(group.flush_at);
    // A pace that reaches farther ahead is that of a clock that was wrong.
    const urgentAt = Math.min(Number(group.urgent_at), now() + longestPaceMs);
    if (!isUrgent) {
      if (group.flush_at === null) statement(setFlush).run(planned, urgentAt, groupSequence);
      return groupSequence;
    }
    const free = Math.max(now(), Math.ceil(conformsAt(urgentAt, urgentRate)));
    const paced = free <= now() ? Math.round(afterSend(urgentAt, urgentRate, now())) : urgentAt;
    statement(setFlush).run(Math.min(planned, free), paced, groupSequence);
    return groupSequence;
  }

  /** Where it goes, in words. */
  function wayOf(taken: readonly ResolvedRoute[], subject: Parameters<Audience['refusalOf']>[1]) {
    const channels = audience.channels();
    const wanted = channels.filter((one) => isForWorkflows(one) || taken.some(({ to }) => isNamed(to, one)));
    const told = wanted.filter((one) => audience.refusalOf(one, subject) === null);
    const refused = wanted.flatMap((one) => audience.refusalOf(one, subject)?.why ?? []);
    const rest = channels.filter((one) => one.channel.enabled && !wanted.includes(one));
    const names = (some: typeof channels) => some.map(({ channel }) => channel.name).join(', ');
    const sentences = [
      `${taken.map(({ name }) => `"${name}"`).join(', ')}: ${told.length === 0 ? 'the inbox alone' : names(told)}.`,
      ...refused,
      ...(rest.length > 0 ? [`Not named there: ${names(rest)}.`] : []),
    ];
    return { text: sentences.join(' '), channelIds: told.map(({ channel }) => channel.id) };
  }

  /** Another policy begins anew; the same goes on. How bad a step made it changes nothing of whose step that was. */
  function escalate(alert: Row, severity: Severity, named: string | null): void {
    const policy = (named === null ? null : policies.find(named)) ?? policies.usualFor(severity);
    if ((policy?.id ?? null) === alert.escalation_id) return;
    const from = alert.escalation_id === null ? Number(alert.raised_at) : now();
    const at = policy === null || alert.state !== 'firing' ? null : startOf(policy, from);
    statement(setPolicy).run(policy?.id ?? null, at, Number(alert.sequence));
  }

  function flush(group: Row, news?: Because & { sequence: number }): RecordedEvent[] {
    const groupSequence = Number(group.sequence);
    // Nothing was told in the future: the clock was wrong then.
    statement(pullToldIn).run(groupSequence, now());
    const routes = resolvedRoutes(alerting.get().routes);
    const route = routes.get(String(group.route_id)) ?? null;
    const members = membersOf(groupSequence, String(group.route_id), [...routes.keys()]);
    markMuted(groupSequence, members);
    const shares = sharesOf(groupSequence, route, members, routes);
    const recorded = tell(group, shares, news);
    for (const { hasEnded, sequence } of members) {
      if (hasEnded) statement(setDone).run(groupSequence, sequence);
    }
    const isAlive = members.some(({ hasEnded }) => !hasEnded);
    const interval = route?.groupIntervalMs ?? 300_000;
    statement(setFlushed).run(isAlive ? now() + interval : null, now(), groupSequence);
    return recorded;
  }

  function membersOf(groupSequence: number, routeId: string, order: readonly string[]): Member[] {
    const [muteOf, silenceOf] = [muting.look(), muting.lookForSilences()];
    return statement(selectMembers)
      .all(groupSequence)
      .map((row): Member => {
        const hasEnded = row.ended_change !== null;
        const moved = row.moved === 1;
        const look = hasEnded ? silenceOf : muteOf;
        const mutedNow = look !== null && look(mutableOf(row)) !== null;
        const muted = Number(row.muted);
        return {
          sequence: Number(row.sequence),
          id: String(row.id),
          rank: Number(row.rank),
          isFiring: row.state === 'firing',
          isTold: !hasEnded && !moved && !mutedNow,
          hasEnded,
          joined: Number(row.joined),
          fired: Number(row.fired_change),
          ended: hasEnded ? Number(row.ended_change) : Number.POSITIVE_INFINITY,
          moved,
          muted,
          mutedNow,
          isBack: muted > 0 && !mutedNow && !hasEnded,
          earlierRoutes: !moved && Number(row.routes) > 1 ? earlierRoutes(row, routeId, order) : [],
          toldElsewhere: moved && hasEnded ? toldElsewhere(row) : [],
          aboutChannel: row.about_channel === null ? null : String(row.about_channel),
        };
      });
  }

  function earlierRoutes(row: Row, routeId: string, order: readonly string[]): string[] {
    return statement(selectRoutesOf)
      .all(Number(row.sequence))
      .map(({ route_id }) => String(route_id))
      .filter((id) => order.indexOf(id) < order.indexOf(routeId));
  }

  function toldElsewhere(row: Row): string[] {
    return statement(selectToldElsewhere)
      .all(Number(row.sequence))
      .map(({ channel_id }) => String(channel_id));
  }

  /** Remembers who is kept quiet, so that it is told when it is not any more, and who was not told here at all. */
  function markMuted(groupSequence: number, members: readonly Member[]): void {
    const toldUpTo = Number(statement(selectToldUpTo).get(groupSequence)?.change ?? -1);
    const muteOf = muting.look();
    for (const member of members) {
      const { sequence, muted, mutedNow, isBack, joined } = member;
      if (isBack) statement(setMuted).run(0, groupSequence, sequence);
      // It ended before anybody was told here: whoever told of it before tells its end.
      if (member.hasEnded && joined > toldUpTo) statement(setMuted).run(1, groupSequence, sequence);
      if (!mutedNow || muted > 0 || member.hasEnded) continue;
      statement(setMuted).run(joined <= toldUpTo ? 2 : 1, groupSequence, sequence);
      const why = muteOf?.(mutableOf(life.row(sequence)));
      const until = why?.until === null || why?.until === undefined ? '' : ` Until ${why.until}.`;
      life.entry(sequence, { kind: 'suppressed', who: null, text: `${why?.why ?? ''}${until}` });
    }
  }

  function sharesOf(
    groupSequence: number,
    route: ResolvedRoute | null,
    members: readonly Member[],
    routes: ReadonlyMap<string, ResolvedRoute>,
  ): Share[] {
    const told = new Map(
      statement(selectTold)
        .all(groupSequence)
        .map((row) => [String(row.channel_id), { change: Number(row.change), at: Number(row.at) }]),
    );
    const channels = [null, ...audience.channels()];
    return channels.flatMap((one): Share[] => {
      const channelId = one === null ? inbox : one.channel.id;
      const last = told.get(channelId) ?? null;
      const isMember = (of: ResolvedRoute | null | undefined) =>
        of !== null && of !== undefined && (one === null || isForWorkflows(one) || isNamed(of.to, one));
      const hears = (member: Member) => {
        const isTaken = member.moved ? member.hasEnded && last !== null : isMember(route);
        if (!isTaken || member.toldElsewhere.includes(channelId)) return false;
        if (member.earlierRoutes.some((id) => isMember(routes.get(id)))) return false;
        if (one === null) return true;
        const labels = member.aboutChannel === null ? {} : { channel: member.aboutChannel };
        const severity = severityOf(member.rank);
        return audience.refusalOf(one, { type: 'system_alert', severity, labels }) === null;
      };
      const heard = members.filter(hears);
      const firing = heard.filter(({ isTold }) => isTold);
      const isNew = firing.some(
        ({ fired, joined, isBack }) => last === null || isBack || fired > last.change || joined > last.change,
      );
      const ended =
        last === null
          ? []
          : heard.filter(
              (one) =>
                one.hasEnded &&
                one.joined <= last.change &&
                one.ended > last.change &&
                one.muted !== 1 &&
                !one.mutedNow,
            );
      const saysEnd = one === null || tellsEnd(route?.sendResolved ?? 'usual', one.channel.kind);
      const isRepeat =
        last !== null &&
        firing.some(({ isFiring }) => isFiring) &&
        last.at + (route?.repeatIntervalMs ?? Number.POSITIVE_INFINITY) <= now();
      const after = last?.change ?? 0;
      if (isNew) return [{ channelId, occasion: 'new', firing, ended, after }];
      if (ended.length > 0 && saysEnd) {
        return [{ channelId, occasion: firing.length === 0 ? 'ended' : 'new', firing, ended, after }];
      }
      return isRepeat ? [{ channelId, occasion: 'repeat', firing, ended: [], after }] : [];
    });
  }

  /** One event for all that are told the same. */
  function tell(
    group: Row,
    shares: readonly Share[],
    news?: Because & { sequence: number },
  ): RecordedEvent[] {
    const same = Map.groupBy(shares, ({ occasion, firing, ended }) =>
      JSON.stringify([occasion, firing.map(sequenceOf), ended.map(sequenceOf)]),
    );
    const change = life.change();
    return [...same.values()].flatMap((company) => {
      const [first] = company;
      if (first === undefined) return [];
      const { occasion, firing, ended } = first;
      const channelIds = company.map(({ channelId }) => channelId).filter((id) => id !== inbox);
      const isNews = occasion === 'new' && firing.some(({ sequence }) => sequence === news?.sequence);
      const why = isNews && news !== undefined ? news : { occasion };
      const spoken = spokenOf(life, { ...why, firing, ended, groupId: String(group.id) });
      const recorded = publisher.record([
        { type: 'system_alert', ...alertEventOf(spoken), channelIds, routed: true },
      ]);
      for (const { channelId } of company) {
        statement(setTold).run(Number(group.sequence), channelId, change, now());
      }
      const [event] = recorded;
      statement(insertMessage).run(
        Number(group.sequence),
        event?.event.id ?? '',
        now(),
        Math.min(...company.map(({ after }) => after)),
        change,
        messageWords(occasion, firing.length + ended.length, channelIds.length),
        JSON.stringify(channelIds),
      );
      return recorded;
    });
  }

  return {
    route,
    flushDue(limit) {
      const due = statement(selectDue).all(now(), limit);
      return due.flatMap((group) => flush(group));
    },
    flushOf: (sequence, because) =>
      statement(selectDueOf)
        .all(now(), sequence)
        .flatMap((group) => flush(group, because && { ...because, sequence })),
    hasten(sequence) {
      statement(hastenGroups).run(now(), sequence);
    },
  };
}

function sequenceOf({ sequence }: Member): number {
  return sequence;
}

function mutableOf(row: Row) {
  return { id: String(row.id), labels: readLabels(row), severity: severityOf(row.rank) };
}

function messageWords(occasion: Occasion, alerts: number, channels: number): string {
  const about = alerts === 1 ? '' : ` together with ${alerts - 1} more`;
  const where = channels === 0 ? ' in the inbox: no channel takes it' : '';
  if (occasion === 'ended') return `Its end was told${about}${where}.`;
  return occasion === 'repeat'
    ? `Told again${about}, as nobody has acknowledged it${where}.`
    : `Told${about}${where}.`;
}

const openGroup = `
  INSERT INTO alert_groups (id, route_id, labels) VALUES (?, ?, ?)
  ON CONFLICT (route_id, labels) DO UPDATE SET route_id = excluded.route_id
  RETURNING sequence, flush_at, urgent_at`;
const addMember = `
  INSERT INTO alert_members (group_sequence, alert_sequence, joined) VALUES (?, ?, ?)
  ON CONFLICT DO UPDATE SET done = 0, moved = 0`;
const setFlush = 'UPDATE alert_groups SET flush_at = ?, urgent_at = ? WHERE sequence = ?';
const setFlushed = 'UPDATE alert_groups SET flush_at = ?, flushed_at = ? WHERE sequence = ?';
const selectWay = `
  SELECT text FROM alert_entries WHERE alert_sequence = ? AND kind = 'routed' ORDER BY sequence DESC LIMIT 1`;
const selectDue = `
  SELECT sequence, id, route_id FROM alert_groups WHERE flush_at <= ? ORDER BY flush_at LIMIT ?`;
const selectDueOf = `
  SELECT g.sequence, g.id, g.route_id
  FROM alert_members AS m JOIN alert_groups AS g ON g.sequence = m.group_sequence
  WHERE g.flush_at <= ? AND m.alert_sequence = ? AND m.done = 0`;
const hastenGroups = `
  UPDATE alert_groups SET flush_at = min(flush_at, ?)
  WHERE flush_at IS NOT NULL
    AND sequence IN (SELECT group_sequence FROM alert_members WHERE alert_sequence = ? AND moved = 0)`;
const selectMemberships = 'SELECT group_sequence FROM alert_members WHERE alert_sequence = ? AND done = 0';
const setMoved = 'UPDATE alert_members SET moved = 1 WHERE group_sequence = ? AND alert_sequence = ?';
const setDone = 'UPDATE alert_members SET done = 1 WHERE group_sequence = ? AND alert_sequence = ?';
const setMuted = 'UPDATE alert_members SET muted = ? WHERE group_sequence = ? AND alert_sequence = ?';
const setPolicy = `
  UPDATE alerts SET escalation_id = ?, escalation_round = 1, escalation_step = 0, escalate_at = ?
  WHERE sequence = ?`;
const selectMembers = `
  SELECT a.sequence, a.id, a.rank, a.state, a.labels, a.labels ->> '$.channel' AS about_channel,
    a.fired_change, a.ended_change, m.joined, m.moved, m.muted,
    (SELECT count(*) FROM alert_members AS n WHERE n.alert_sequence = a.sequence AND n.moved = 0) AS routes
  FROM alert_members AS m JOIN alerts AS a ON a.sequence = m.alert_sequence
  WHERE m.group_sequence = ? AND m.done = 0`;
const selectRoutesOf = `
  SELECT g.route_id FROM alert_members AS m JOIN alert_groups AS g ON g.sequence = m.group_sequence
  WHERE m.alert_sequence = ? AND m.moved = 0`;
const selectToldElsewhere = `
  SELECT t.channel_id FROM alert_members AS m JOIN alert_told AS t ON t.group_sequence = m.group_sequence
  WHERE m.alert_sequence = ? AND m.moved = 0 AND m.muted <> 1 AND t.change >= m.joined`;
const selectTold = 'SELECT channel_id, change, at FROM alert_told WHERE group_sequence = ?';
const selectToldUpTo = 'SELECT max(change) AS change FROM alert_told WHERE group_sequence = ?';
const pullToldIn = 'UPDATE alert_told SET at = ?2 WHERE group_sequence = ?1 AND at > ?2';
const setTold = `
  INSERT INTO alert_told (group_sequence, channel_id, change, at) VALUES (?, ?, ?, ?)
  ON CONFLICT DO UPDATE SET change = excluded.change, at = excluded.at`;
const insertMessage = `
  INSERT INTO alert_messages (group_sequence, event_id, at, after_change, change, text, channel_ids)
  VALUES (?, ?, ?, ?, ?, ?, ?)`;

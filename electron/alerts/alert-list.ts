import {
  type Alert,
  type AlertCounts,
  type AlertState,
  alertStates,
  type EscalationState,
  type OpenCounts,
} from '../../shared/alert.ts';
import type { CallOutput } from '../../shared/contract.ts';
import type { Delivery } from '../../shared/delivery.ts';
import { AppError } from '../../shared/errors.ts';
import { severities } from '../../shared/event.ts';
import { readSequenceCursor } from '../delivery/delivery-query.ts';
import { type IsHeld, type Row, readDelivery, selectDeliveries } from '../delivery/delivery-rows.ts';
import type { Database } from '../store/database.ts';
import { conditionsOf, type LooseAlertFilter } from './alert-query.ts';
import { isoTime, readAlert, readLabels } from './alert-rows.ts';
import { readTimeline } from './alert-timeline.ts';
import type { AlertingStore } from './alerting-store.ts';
import type { EscalationStore } from './escalation-store.ts';
import type { Muting } from './muting.ts';
import { resolvedRoutes } from './routing.ts';

/** What people see of alerts. */
export interface AlertList {
  /** Newest first. Throws AppError call.invalid for a cursor that is not one of ours. */
  list(
    filter: LooseAlertFilter,
    page: { limit: number; cursor?: string | undefined },
  ): CallOutput<'alerts.list'>;
  /** Throws AppError notFound. */
  get(id: string): CallOutput<'alerts.get'>;
  /** As they are now; those that are gone are left out. */
  readAll(ids: readonly string[]): Alert[];
  /** All open ones that `wanted` takes, newest first, at most so many. */
  openOnes(wanted: (alert: Alert) => boolean, limit: number): { alerts: Alert[]; total: number };
  open(): OpenCounts;
}

export interface AlertListParts {
  database: Pick<Database, 'statement' | 'read'>;
  alerting: Pick<AlertingStore, 'get'>;
  policies: Pick<EscalationStore, 'find'>;
  muting: Muting;
  /** Whether a channel takes nothing at the moment. */
  isHeld: IsHeld;
}

export function createAlertList(parts: AlertListParts): AlertList {
  const { database, alerting, policies, muting, isHeld } = parts;
  const { statement, read } = database;
  const look = () => muting.look() ?? (() => null);

  function rowsOf(
    state: AlertState,
    { sql, values }: ReturnType<typeof conditionsOf>,
    before: number,
    limit: number,
  ): Row[] {
    const page = `${selectByState}${sql} ORDER BY sequence DESC LIMIT ?`;
    return read(() => statement(page).all(state, before, ...values, limit));
  }

  function countsOf({ sql, values }: ReturnType<typeof conditionsOf>): AlertCounts {
    const count = (state: AlertState) =>
      Number(read(() => statement(`${countByState}${sql}`).get(state, ...values))?.count);
    return {
      firing: count('firing'),
      acknowledged: count('acknowledged'),
      resolved: count('resolved'),
      expired: count('expired'),
    };
  }

  function open(): OpenCounts {
    const count = (state: AlertState) => Number(read(() => statement(countByState).get(state))?.count);
    const worst = read(() => statement(selectWorst).get())?.rank;
    return {
      firing: count('firing'),
      acknowledged: count('acknowledged'),
      worst: worst === null || worst === undefined ? null : (severities[Number(worst)] ?? null),
    };
  }

  function groupsOf(sequence: number): CallOutput<'alerts.get'>['groups'] {
    const routes = resolvedRoutes(alerting.get().routes);
    return read(() => statement(selectGroups).all(sequence)).map((row) => ({
      id: String(row.id),
      routeId: String(row.route_id),
      routeName: routes.get(String(row.route_id))?.name ?? 'A route that is gone',
      labels: readLabels(row),
      open: Number(row.open),
      lastSentAt: row.sent_at === null ? null : isoTime(row.sent_at),
      nextAt: row.flush_at === null ? null : isoTime(row.flush_at),
    }));
  }

  function escalationOf(row: Row): EscalationState | null {
    const policy = row.escalation_id === null ? null : policies.find(String(row.escalation_id));
    if (policy === null || row.ended_at !== null) return null;
    const time = (value: unknown) => (value === null ? null : isoTime(value));
    return {
      policyId: policy.id,
      policyName: policy.name,
      stepsDone: Number(row.escalation_step),
      steps: policy.steps.length,
      round: Number(row.escalation_round),
      nextAt: time(row.escalate_at),
      remindAt: time(row.remind_at),
      unacknowledgeAt: time(row.unacknowledge_at),
    };
  }

  function deliveriesOf(eventIds: readonly string[]): Delivery[] {
    const rows = read(() => statement(selectDeliveriesOf).all(JSON.stringify(eventIds)));
    return rows.map((row) => readDelivery(row, isHeld));
  }

  return {
    list(filter, { limit, cursor }) {
      const before = cursor === undefined ? Number.MAX_SAFE_INTEGER : readSequenceCursor(cursor);
      const conditions = conditionsOf(filter);
      const rows = (filter.states ?? alertStates)
        .flatMap((state) => rowsOf(state, conditions, before, limit + 1))
        .toSorted((a, b) => Number(b.sequence) - Number(a.sequence));
      const shown = rows.slice(0, limit);
      const suppressionOf = look();
      return {
        items: shown.map((row) => readAlert(row, suppressionOf)),
        counts: countsOf(conditions),
        open: open(),
        nextCursor: rows.length > limit ? String(shown.at(-1)?.sequence) : null,
      };
    },
    get(id) {
      const row = read(() => statement(selectById).get(id));
      if (row === undefined) {
        throw new AppError('notFound', 'This alert is not kept any more. List the alerts again.');
      }
      const sequence = Number(row.sequence);
      const { entries, eventIds } = readTimeline(database, row);
      const deliveries = deliveriesOf(eventIds);
      const ended = deliveries.flatMap((delivery) => outcomeOf(delivery));
      return {
        alert: readAlert(row, look()),
        timeline: [...entries, ...ended].toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0)),
        groups: groupsOf(sequence),
        escalation: escalationOf(row),
        deliveries,
      };
    },
    readAll(ids) {
      const suppressionOf = look();
      const rows = read(() =>
        ids.flatMap((id): Row[] => {
          const row = statement(selectById).get(id);
          return row === undefined ? [] : [row];
        }),
      );
      return rows.map((row) => readAlert(row, suppressionOf));
    },
    openOnes(wanted, limit) {
      const suppressionOf = look();
      const alerts = read(() => statement(selectOpen).all())
        .map((row) => readAlert(row, suppressionOf))
        .filter(wanted);
      return { alerts: alerts.slice(0, limit), total: alerts.length };
    },
    open,
  };
}

/** How a delivery ended, as a step of the alert's life. */
function outcomeOf({ state, endedAt, eventId, channelId, explanation }: Delivery) {
  if (endedAt === null) return [];
  const kind = state === 'delivered' ? ('delivered' as const) : ('failed' as const);
  const text = explanation ?? '';
  return [{ at: endedAt, kind, who: null, text, eventId, channelIds: [channelId] }];
}

const selectById = 'SELECT * FROM alerts WHERE id = ?';
const selectByState = 'SELECT * FROM alerts WHERE state = ? AND sequence < ?';
const countByState = 'SELECT count(*) AS count FROM alerts WHERE state = ?';
const selectWorst = `SELECT max(rank) AS rank FROM alerts WHERE state = 'firing'`;
const selectOpen = 'SELECT * FROM alerts WHERE ended_at IS NULL ORDER BY sequence DESC';
const selectGroups = `
  SELECT g.id, g.route_id, g.labels, g.flush_at,
    (SELECT max(at) FROM alert_messages WHERE group_sequence = g.sequence) AS sent_at,
    (SELECT count(*) FROM alert_members AS n JOIN alerts AS a ON a.sequence = n.alert_sequence
      WHERE n.group_sequence = g.sequence AND n.done = 0 AND n.moved = 0 AND a.ended_at IS NULL) AS open
  FROM alert_members AS m JOIN alert_groups AS g ON g.sequence = m.group_sequence
  WHERE m.alert_sequence = ? AND m.moved = 0`;
const selectDeliveriesOf = `${selectDeliveries}
  WHERE d.event_sequence IN (SELECT e2.sequence FROM json_each(?) AS ids JOIN events AS e2 ON e2.id = ids.value)
  ORDER BY d.sequence DESC LIMIT 500`;

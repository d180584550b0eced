import type { Clock } from '../delivery/clock.ts';
import type { RecordedEvent } from '../delivery/outbox.ts';
import type { Publisher } from '../integrations/publisher.ts';
import type { Log } from '../log.ts';
import type { Database } from '../store/database.ts';
import type { Escalation } from './escalation.ts';
import type { Groups } from './groups.ts';
import type { LiveAlerts } from './live-alerts.ts';

/** Does what is due for alerts, in the process that leads the data folder. */
export interface AlertClerk {
  /**
   * Something may be due: the lead was taken, others wrote, the clock was set, or something was raised. Cheap. What
   * was planned by a clock that was set back is due as much earlier.
   */
  attend(setBackByMs?: number): void;
  /** Resolves when what is under way is done; nothing is begun after that. */
  stop(): Promise<void>;
}

export interface AlertClerkParts {
  database: Database;
  groups: Groups;
  escalation: Escalation;
  publisher: Pick<Publisher, 'recorded'>;
  live: LiveAlerts;
  /** Only the leader works. */
  leads(): boolean;
  clock: Clock;
  log: Pick<Log, 'error'>;
}

/** Alerts and groups of one transaction. */
const atOnce = { routed: 100, flushed: 20 };
/** The wall clock may be set: nothing is waited for longer without looking again. */
const longestWaitMs = 30_000;
const retryMs = 1_000;
/** No interval and no step is longer: what is due later was planned by a wrong clock. */
const longestPlanMs = 31 * 86_400_000;

/** One timer at the next due time; every state is in the database, so that a restart goes on where it was. */
export function createAlertClerk(parts: AlertClerkParts): AlertClerk {
  const { database, groups, escalation, publisher, live, leads, clock, log } = parts;
  const { statement } = database;
  let working: Promise<void> | null = null;
  let isStopped = false;
  let setBackBy = 0;
  /** It has not worked yet since it took the lead. */
  let isNew = true;
  let cancel = () => {};

  /** Wall-clock milliseconds; 0: now; null: nothing is to be done. */
  function nextAt(): number | null {
    const row = database.read(() => statement(selectNext).get());
    if (row?.unrouted !== null) return 0;
    const times = [row.due_at, row.flush_at].filter((time) => time !== null).map(Number);
    return times.length === 0 ? null : Math.min(...times);
  }

  /** False when there was nothing to do. */
  async function workOnce(): Promise<boolean> {
    const byMs = Math.round(setBackBy);
    const done = await database.write(() => {
      if (byMs > 0) for (const sql of setBack) statement(sql).run({ byMs });
      if (isNew) for (const sql of pullIn) statement(sql).run({ now: clock.now() });
      const unrouted = statement(selectUnrouted).all(atOnce.routed);
      if (unrouted.length > 0) return { ids: idsOf(unrouted), events: unrouted.flatMap(findRoutes) };
      const due = escalation.doDue();
      if (due !== null) return due;
      const events = groups.flushDue(atOnce.flushed);
      return { ids: [], events };
    });
    setBackBy -= byMs;
    isNew = false;
    publisher.recorded(done.events);
    live.add(done.ids);
    const next = nextAt();
    return next !== null && next <= clock.now();
  }

  function findRoutes({ sequence }: Record<string, unknown>): RecordedEvent[] {
    groups.route(Number(sequence));
    return groups.flushOf(Number(sequence));
  }

  async function work(): Promise<void> {
    while (!isStopped && leads() && (await workOnce()));
  }

  /** One at work looks again when it is done. */
  function attend(setBackByMs = 0): void {
    cancel();
    // The leader sets its own plans back.
    setBackBy = leads() ? setBackBy + setBackByMs : 0;
    if (!leads()) isNew = true;
    if (isStopped || working !== null || !leads() || !database.isOpen()) return;
    try {
      const next = nextAt();
      if (next === null) {
        setBackBy = 0;
        return;
      }
      const waitMs = isNew || setBackBy >= 1 ? 0 : next - clock.now();
      if (waitMs > 0) cancel = clock.after(Math.min(waitMs, longestWaitMs), attend);
      else begin();
    } catch (error) {
      recover(error);
    }
  }

  function begin(): void {
    working = work().then(
      () => {
        working = null;
        attend();
      },
      (error: unknown) => {
        working = null;
        recover(error);
      },
    );
  }

  function recover(error: unknown): void {
    log.error({ err: error }, 'Alerts could not be told; it is tried again');
    if (!isStopped) cancel = clock.after(retryMs, attend);
  }

  return {
    attend,
    async stop() {
      isStopped = true;
      cancel();
      await working;
    },
  };
}

function idsOf(rows: readonly Record<string, unknown>[]): string[] {
  return rows.map(({ id }) => String(id));
}

const setBack = [
  'UPDATE alert_groups SET flush_at = flush_at - :byMs, urgent_at = urgent_at - :byMs',
  'UPDATE alert_told SET at = at - :byMs',
  `UPDATE alerts SET escalate_at = escalate_at - :byMs, remind_at = remind_at - :byMs,
    unacknowledge_at = unacknowledge_at - :byMs WHERE due_at IS NOT NULL`,
];
/** What a clock that was wrong has left; a group mends by itself what it remembers of the past. */
const pullIn = [
  `UPDATE alert_groups SET flush_at = :now WHERE flush_at > :now + ${longestPlanMs}`,
  ...['escalate_at', 'remind_at', 'unacknowledge_at'].map(
    (column) =>
      `UPDATE alerts SET ${column} = :now WHERE due_at IS NOT NULL AND ${column} > :now + ${longestPlanMs}`,
  ),
];
const selectUnrouted = 'SELECT sequence, id FROM alerts WHERE routed = 0 ORDER BY sequence LIMIT ?';
const selectNext = `
  SELECT (SELECT min(due_at) FROM alerts WHERE due_at IS NOT NULL) AS due_at,
    (SELECT min(flush_at) FROM alert_groups WHERE flush_at IS NOT NULL) AS flush_at,
    (SELECT sequence FROM alerts WHERE routed = 0 LIMIT 1) AS unrouted`;

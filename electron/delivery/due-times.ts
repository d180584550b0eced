import type { Database } from '../store/database.ts';

/** No schedule and no quiet hours wait longer than a week: what is due later was planned by a wrong clock. */
const latestDueMs = 8 * 24 * 60 * 60 * 1_000;

/** What a clock that is set does to waiting deliveries. What they lack in speed, they are rare. */
export interface DueTimes {
  /** After the wall clock was set back by so much: what waits is due as much earlier. */
  setBack(byMs: number): Promise<void>;
  /** At a start: what is due in days because the clock was wrong is due now. */
  pullIn(now: number): Promise<void>;
}

export function createDueTimes(database: Database): DueTimes {
  return {
    async setBack(byMs) {
      await database.write(() => database.statement(setBack).run(Math.round(byMs)));
    },
    async pullIn(now) {
      await database.write(() => database.statement(pullIn).run(now, now + latestDueMs));
    },
  };
}

const setBack = `UPDATE deliveries SET due_at = due_at - ? WHERE state = 'waiting'`;
const pullIn = `UPDATE deliveries SET due_at = ? WHERE state = 'waiting' AND due_at > ?`;

import type { Database } from '../store/database.ts';

/** Whether some process on the data folder sends at the moment. */
export function isLed(database: Database, now: number): boolean {
  const row = database.read(() => database.statement('SELECT until FROM courier WHERE id = 1').get());
  return Number(row?.until ?? 0) > now;
}

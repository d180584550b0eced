import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import type { Database } from '../store/database.ts';
import type { Clock } from './clock.ts';

/** A leader that does not renew for so long has lost it, even if its process still runs. */
const leaseMs = 15_000;
/** How often the leader says that it lives. */
export const renewEveryMs = 5_000;

/** Which process of those on a data folder sends. */
export interface Leadership {
  /** The fencing number while it is ours, else null. */
  epoch(): number | null;
  /** Takes it when it is free: given up, run out, or its process is gone. Returns whether it is ours. */
  tryTake(): Promise<boolean>;
  /** Says that we live. False: another has taken it meanwhile. */
  renew(): Promise<boolean>;
  giveUp(): Promise<void>;
}

interface Owner {
  owner: string;
  host: string;
  pid: number;
  until: number;
}

/** Owners within this process: a pid alone says nothing where a restarted container gets the same again. */
const ownersHere = new Set<string>();

/** One row says who leads. Its epoch rises with every change, so that a leader of before cannot settle any more. */
export function createLeadership({ database, clock }: { database: Database; clock: Clock }): Leadership {
  const host = hostname();
  const owner = `${host}:${process.pid}:${randomUUID()}`;
  ownersHere.add(owner);
  let epoch: number | null = null;

  const readOwner = () =>
    database.statement('SELECT owner, host, pid, until FROM courier WHERE id = 1').get() as Owner | undefined;

  function isFree(): boolean {
    const current = readOwner();
    return current === undefined || current.until <= clock.now() || isGone(current, host);
  }

  async function tryTake(): Promise<boolean> {
    if (!database.read(isFree)) return false;
    epoch = await database.write(() => {
      // Another may have been quicker.
      if (!isFree()) return null;
      const row = database
        .statement(
          `INSERT INTO courier (id, owner, host, pid, epoch, until) VALUES (1, ?, ?, ?, 1, ?)
           ON CONFLICT (id) DO UPDATE SET owner = excluded.owner, host = excluded.host, pid = excluded.pid,
             epoch = epoch + 1, until = excluded.until
           RETURNING epoch`,
        )
        .get(owner, host, process.pid, clock.now() + leaseMs);
      return Number(row?.epoch);
    });
    return epoch !== null;
  }

  async function setUntil(until: number): Promise<boolean> {
    const { changes } = await database.write(() =>
      database.statement('UPDATE courier SET until = ? WHERE id = 1 AND owner = ?').run(until, owner),
    );
    return Number(changes) > 0;
  }

  return {
    epoch: () => epoch,
    tryTake,
    async renew() {
      if (!(await setUntil(clock.now() + leaseMs))) epoch = null;
      return epoch !== null;
    },
    async giveUp() {
      ownersHere.delete(owner);
      if (epoch === null) return;
      epoch = null;
      await setUntil(0);
    },
  };
}

function isGone({ owner, host, pid }: Owner, here: string): boolean {
  if (host !== here) return false;
  if (pid === process.pid) return !ownersHere.has(owner);
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    // EPERM: it runs under another user.
    return error instanceof Error && 'code' in error && error.code === 'ESRCH';
  }
}

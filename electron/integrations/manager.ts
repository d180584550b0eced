import type { EventPayload } from '../../shared/contract.ts';
import { AppError } from '../../shared/errors.ts';
import type { Beat, Check, Health, HealthPart, HealthStatus, PartState } from '../../shared/health.ts';
import { statusOf } from '../../shared/health.ts';
import type { Clock } from '../delivery/clock.ts';
import type { EventBus } from '../events.ts';
import type { Log } from '../log.ts';
import { type CheckRecord, judge, noteFinding } from './checks/judge-checks.ts';
import { createRounds } from './checks/rounds.ts';
import type { HealthHistory } from './health-history.ts';
import type { Finding, Integration } from './integration.ts';

/** Everything is looked at anew this often, whatever was heard; what was heard is told together. */
const [lookEveryMs, tellEveryMs] = [5_000, 250];
/** How exactly the next start can say when a run ended that did not say so itself. */
const seenEveryMs = 30_000;
const checkTimeoutMs = 15_000;
const [heartbeatMs, heartbeatSlots] = [3_600_000, 30];

/** How a part does, and since when. */
export interface Standing {
  state: PartState;
  reason: string | null;
  /** Wall-clock milliseconds. */
  since: number;
}

/** Knows every integration and how it does. One that throws is down, and the others never notice. */
export interface Manager {
  /** Begins to look; throws nothing. */
  start(): void;
  stop(): Promise<void>;
  health(): Health;
  /** Looks for itself now. Throws AppError notFound. */
  check(id: string): Promise<HealthPart>;
  /** Throws AppError notFound. */
  history(id: string, stretch: { from: number; to: number; slots: number }): Beat[];
  /** Something happened: looked at soon. */
  touch(): void;
}

export interface ManagerParts {
  /** Those of now: channels come and go. */
  integrations(): readonly Integration[];
  history: HealthHistory;
  /** Whether this process leads the data folder: it alone writes the history. */
  leads(): boolean;
  /** This process leads from now on. */
  onLead?(): Promise<void>;
  /** After every look of the process that leads. */
  onLook?(standings: readonly { integration: Integration; standing: Standing }[]): void;
  events: Pick<EventBus, 'emit'>;
  clock: Clock;
  /** 0 to 1. */
  random(): number;
  log: Pick<Log, 'warn' | 'error'>;
}

export function createManager(parts: ManagerParts): Manager {
  const { history, events, clock, log } = parts;
  const standings = new Map<string, Standing>();
  /** What the history says last. */
  const written = new Map<string, PartState>();
  const told = new Map<string, string>();
  const checks = new Map<string, CheckRecord>();
  const rounds = createRounds({ monotonic: clock.monotonic, random: parts.random });
  const checking = new Map<string, Promise<void>>();
  const stopping = new AbortController();
  let status: { word: HealthStatus; since: number } | null = null;
  let cancelLook = () => {};
  let cancelTouch: (() => void) | null = null;
  let isLeading = false;
  let seenAt = Number.NEGATIVE_INFINITY;
  let writing: Promise<unknown> = Promise.resolve();

  function find(id: string): Integration {
    const found = parts.integrations().find((integration) => integration.id === id);
    if (found !== undefined) return found;
    throw new AppError('notFound', `There is no part "${id}". Ask for the health again.`);
  }

  function standingOf(integration: Integration): Standing {
    const { id } = integration;
    const recorded = known(id);
    if (!parts.leads() && !integration.isOwn && recorded !== null) return recorded;
    const look = lookAt(integration);
    if (look === null)
      return recorded ?? { state: 'disabled', reason: 'It does not run here.', since: clock.now() };
    const { state, reason } = look;
    const before = standings.get(id) ?? recorded;
    const standing = { state, reason, since: before?.state === state ? before.since : clock.now() };
    standings.set(id, standing);
    return standing;
  }

  /** As the process that leads wrote it down. */
  function known(id: string): Standing | null {
    const change = history.latest(id);
    return change === null || change.state === 'off'
      ? null
      : { state: change.state, reason: change.reason, since: change.at };
  }

  function lookAt(integration: Integration): Pick<Standing, 'state' | 'reason'> | null {
    try {
      const look = integration.look();
      return look === null ? null : judge(look, checks.get(integration.id));
    } catch (error) {
      log.warn({ err: error, part: integration.id }, 'A part could not be looked at');
      return { state: 'down', reason: 'Nobody can tell how it does. The log has the details.' };
    }
  }

  function partOf(integration: Integration, { state, reason, since }: Standing): HealthPart {
    const { id, kind, label, target, channelId, critical = false } = integration;
    const now = clock.now();
    return {
      ...{ id, kind, label, target, channelId, critical, state, reason },
      since: new Date(since).toISOString(),
      checkable: integration.check !== undefined,
      lastCheck: history.lastCheck(id),
      figures: integration.figures(),
      heartbeat: history.beats(id, { from: now - heartbeatMs, to: now, slots: heartbeatSlots }),
    };
  }

  function statusNow(
    all: readonly Pick<HealthPart, 'state' | 'critical'>[],
  ): Pick<Health, 'status' | 'since'> {
    const word = statusOf(all);
    if (status?.word !== word) status = { word, since: clock.now() };
    return { status: word, since: new Date(status.since).toISOString() };
  }

  /** The history is written by the process that leads, the screens are told by each of its own. */
  function look(): void {
    const seen = parts
      .integrations()
      .map((integration) => ({ integration, standing: standingOf(integration) }));
    const overall = statusNow(
      seen.map(({ integration, standing }) => ({
        state: standing.state,
        critical: integration.critical ?? false,
      })),
    );
    if (isLeading) {
      const changed = seen.filter(({ integration: { id }, standing }) => written.get(id) !== standing.state);
      for (const { integration, standing } of changed) written.set(integration.id, standing.state);
      keep(changed.map(({ integration, standing }) => ({ partId: integration.id, ...changeOf(standing) })));
      parts.onLook?.(seen);
    }
    tell(seen, overall);
  }

  function keep(changes: Parameters<HealthHistory['record']>[0]): void {
    if (changes.length === 0) return;
    write(() => history.record(changes), 'The health could not be written down');
  }

  function write(work: () => Promise<unknown>, complaint: string): void {
    writing = writing.then(work).catch((error: unknown) => log.warn({ err: error }, complaint));
  }

  function tell(
    seen: readonly { integration: Integration; standing: Standing }[],
    overall: Pick<Health, 'status' | 'since'>,
  ): void {
    const ids = new Set(seen.map(({ integration }) => integration.id));
    const removed = [...told.keys()].filter((id) => !ids.has(id));
    for (const id of removed) {
      told.delete(id);
      standings.delete(id);
      written.delete(id);
      keep(isLeading ? [{ partId: id, at: clock.now(), state: 'off', reason: null }] : []);
    }
    const changed = seen.filter(({ integration, standing }) => {
      const text = JSON.stringify([standing, history.lastCheck(integration.id), integration.label]);
      if (told.get(integration.id) === text) return false;
      told.set(integration.id, text);
      return true;
    });
    if (changed.length === 0 && removed.length === 0) return;
    const payload: EventPayload<'health.changed'> = {
      ...overall,
      parts: changed.map(({ integration, standing }) => partOf(integration, standing)),
      removed,
    };
    events.emit('health.changed', payload);
  }

  async function lead(): Promise<void> {
    await parts.onLead?.();
    isLeading = true;
    standings.clear();
    written.clear();
  }

  async function lookAround(): Promise<void> {
    try {
      if (parts.leads() && !isLeading) await lead();
      if (!parts.leads()) isLeading = false;
      look();
      if (!isLeading) return;
      if (clock.monotonic() >= seenAt + seenEveryMs) {
        seenAt = clock.monotonic();
        write(history.seen, 'The health could not be written down');
      }
      for (const integration of rounds.due(parts.integrations())) void check(integration);
    } catch (error) {
      log.warn({ err: error }, 'The health could not be looked at');
    }
  }

  function plan(): void {
    if (stopping.signal.aborted) return;
    cancelLook = clock.after(lookEveryMs, () => {
      looking = lookAround().finally(plan);
    });
  }
  let looking = Promise.resolve();

  /** One look at a time for each part: who asks meanwhile waits for the one under way. */
  function check(integration: Integration): Promise<void> {
    const { id } = integration;
    const underWay = checking.get(id);
    if (underWay !== undefined || integration.check === undefined) return underWay ?? Promise.resolve();
    const checked = runCheck(integration).finally(() => checking.delete(id));
    checking.set(id, checked);
    return checked;
  }

  async function runCheck(integration: Integration): Promise<void> {
    const { id } = integration;
    const at = new Date(clock.now()).toISOString();
    const began = clock.monotonic();
    const finding = await findingOf(integration, clock, stopping.signal);
    if (stopping.signal.aborted) return;
    const check: Check = { at, ok: finding.ok, detail: finding.detail, tookMs: clock.monotonic() - began };
    checks.set(id, noteFinding(checks.get(id), finding, clock.now()));
    await history
      .keepCheck(id, check)
      .catch((error: unknown) => log.warn({ err: error, part: id }, 'A check could not be written down'));
    touch();
  }

  function touch(): void {
    if (stopping.signal.aborted) return;
    cancelTouch ??= clock.after(tellEveryMs, () => {
      cancelTouch = null;
      try {
        look();
      } catch (error) {
        log.warn({ err: error }, 'The health could not be looked at');
      }
    });
  }

  return {
    start() {
      looking = lookAround().finally(plan);
    },
    async stop() {
      stopping.abort();
      cancelLook();
      cancelTouch?.();
      await looking;
      cancelLook();
      await Promise.all(checking.values());
      if (isLeading) write(history.end, 'The end of the run could not be written down');
      await writing;
    },
    health() {
      const seen = parts.integrations().map((integration) => partOf(integration, standingOf(integration)));
      return { ...statusNow(seen), parts: seen };
    },
    async check(id) {
      await check(find(id));
      look();
      const integration = find(id);
      return partOf(integration, standingOf(integration));
    },
    history(id, stretch) {
      find(id);
      return history.beats(id, stretch);
    },
    touch,
  };
}

/** A check that takes too long has failed; one that throws too. Neither stops another. */
async function findingOf({ check }: Integration, clock: Clock, stopping: AbortSignal): Promise<Finding> {
  const abort = new AbortController();
  const over = Promise.withResolvers<Finding>();
  const end = (detail: string) => {
    abort.abort();
    over.resolve({ ok: false, detail });
  };
  const cancel = clock.after(checkTimeoutMs, () =>
    end(`It did not answer within ${checkTimeoutMs / 1_000} s.`),
  );
  stopping.addEventListener('abort', () => end('The program is closing.'), { signal: abort.signal });
  try {
    return await Promise.race([check?.(abort.signal) ?? over.promise, over.promise]);
  } catch (error) {
    const detail = error instanceof AppError ? error.message : 'The check itself failed.';
    return { ok: false, detail };
  } finally {
    cancel();
    abort.abort();
  }
}

function changeOf({ state, reason, since }: Standing) {
  return { at: since, state, reason };
}

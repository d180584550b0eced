import type { ChannelState } from '../../shared/channel.ts';
import type { DeliverySettings } from '../../shared/settings.ts';
import type { EventBus } from '../events.ts';
import type { Log } from '../log.ts';
import type { Database } from '../store/database.ts';
import { createChannelStates, type DeliveryFigures } from './channel-states.ts';
import { type Clock, watchJumps } from './clock.ts';
import { createDispatcher, type Dispatcher } from './dispatcher.ts';
import { createDueTimes } from './due-times.ts';
import { createLeadership, renewEveryMs } from './leadership.ts';
import type { Outbox } from './outbox.ts';
import type { Lane, Sender } from './sender.ts';

/** Looks for commits of other processes, for a leader that is gone and for a clock that jumped. */
const usualLookEveryMs = 250;
/** The wall clock moves by less than this without anybody setting it. */
const jumpMs = 1_000;
/** Away for longer than this: the machine slept. */
const sleptMs = 5_000;
/** Everything is looked at anew this often, whatever was heard. */
const sweepEveryMs = 30_000;

/** Sends what waits in the outbox, in one process of those on a data folder; the others stand by. */
export interface Courier {
  /** Takes the lead if it is free and begins to send. */
  start(): Promise<void>;
  /** Within seconds: ends what is under way, gives back the rest and the lead. */
  stop(): Promise<void>;
  /** Channels were added, edited or removed. */
  lanesChanged(): void;
  /** What a channel's target asked us to wait for is over: it said so itself, or it is another one. */
  lift(channelId: string): void;
  /** Whoever leads. */
  state(channelId: string): ChannelState;
  /** Whether what waits for the channel is held: it takes nothing at the moment. Cheap. */
  isHeld(channelId: string): boolean;
  isLeader(): boolean;
}

export interface CourierOptions {
  outbox: Pick<Outbox, 'claim' | 'settle' | 'release' | 'takeBack' | 'nextDueAt' | 'onWork'>;
  list: DeliveryFigures;
  sender: Sender;
  database: Database;
  settings(): DeliverySettings;
  events: Pick<EventBus, 'emit'>;
  clock: Clock;
  /** 0 to 1. */
  random(): number;
  /** Called by the leader when it has taken the lead, when others have written and when the clock was set. */
  attend?(setBackByMs?: number): void;
  /** How often it looks for what others do; 250 when left out. */
  lookEveryMs?: number;
  log: Pick<Log, 'error' | 'warn' | 'info'>;
}

export function createCourier(options: CourierOptions): Courier {
  const { outbox, sender, database, clock, log } = options;
  const lookEveryMs = options.lookEveryMs ?? usualLookEveryMs;
  const attend = (setBackByMs = 0) => options.attend?.(setBackByMs);
  const leadership = createLeadership({ database, clock });
  let lanes: readonly Lane[] | null = null;
  const states = createChannelStates({
    ...options,
    lanes() {
      lanes ??= sender.lanes();
      return lanes;
    },
  });
  const dueTimes = createDueTimes(database);
  const look = watchJumps(clock);
  let dispatcher: Dispatcher | null = null;
  let version = Number.NaN;
  let looking = Promise.resolve();
  let cancelLook = () => {};
  let stopListening = () => {};
  let ending = Promise.resolve();
  let isStopped = false;
  let inTrouble = false;
  const dueAt = { renewal: 0, sweep: 0, lead: 0 };

  const isDue = (what: keyof typeof dueAt, everyMs: number) => {
    if (clock.monotonic() < dueAt[what]) return false;
    dueAt[what] = clock.monotonic() + everyMs;
    return true;
  };

  function plan(): void {
    if (isStopped) return;
    cancelLook = clock.after(lookEveryMs, () => {
      looking = lookAround().finally(plan);
    });
  }

  async function lookAround(): Promise<void> {
    try {
      await meetJump();
      hearOthers();
      if (dispatcher === null) await lead();
      else await keepLead();
      inTrouble = false;
    } catch (error) {
      if (!inTrouble) log.error({ err: error }, 'The courier cannot use the data folder; it goes on trying');
      inTrouble = true;
    }
  }

  async function meetJump(): Promise<void> {
    const { byMs, lateMs } = look(lookEveryMs);
    if (Math.abs(byMs) <= jumpMs && lateMs <= sleptMs) return;
    dueAt.renewal = 0;
    // The lease of a leader that lives looks over until it has renewed it.
    if (byMs > jumpMs) dueAt.lead = clock.monotonic() + renewEveryMs;
    if (dispatcher !== null) states.shift(byMs);
    if (byMs < -jumpMs && dispatcher !== null) await dueTimes.setBack(-byMs);
    if (byMs > sleptMs || lateMs > sleptMs) dispatcher?.probeNow();
    else dispatcher?.hear();
    attend(Math.max(0, -byMs));
  }

  function hearOthers(): void {
    const before = version;
    version = database.dataVersion();
    if (version === before) return;
    if (dispatcher !== null) {
      dispatcher.hear();
      attend();
    } else {
      states.forget();
      states.touch(channelIds());
    }
  }

  function channelIds(): string[] {
    return sender.lanes().map(({ channelId }) => channelId);
  }

  async function lead(): Promise<void> {
    if (clock.monotonic() < dueAt.lead) return;
    await ending;
    if (leadership.epoch() === null && !(await leadership.tryTake())) return;
    const epoch = leadership.epoch();
    if (epoch === null || isStopped) return;
    await outbox.takeBack(epoch);
    await dueTimes.pullIn(clock.now());
    states.forget();
    dueAt.renewal = clock.monotonic() + renewEveryMs;
    dispatcher = createDispatcher({ ...options, sender: { ...sender, disable }, epoch, states });
    attend();
  }

  async function disable(channelId: string, why: string): Promise<void> {
    await sender.disable(channelId, why);
    lanes = null;
    states.touch([channelId]);
  }

  async function keepLead(): Promise<void> {
    if (isDue('renewal', renewEveryMs) && !(await leadership.renew())) loseLead();
    if (isDue('sweep', sweepEveryMs)) dispatcher?.hear();
  }

  /** This process stood still for so long that another took over. */
  function loseLead(): void {
    log.warn('Another process has taken over sending');
    ending = (dispatcher?.stop() ?? ending).catch((error: unknown) =>
      log.error({ err: error }, 'Sending did not end well'),
    );
    dispatcher = null;
  }

  return {
    async start() {
      stopListening = outbox.onWork((heard) => {
        states.touch(heard);
        dispatcher?.hear(heard);
      });
      look(0);
      looking = lookAround();
      await looking;
      plan();
    },
    async stop() {
      if (isStopped) return;
      isStopped = true;
      cancelLook();
      stopListening();
      await looking;
      cancelLook();
      await dispatcher?.stop();
      dispatcher = null;
      await ending;
      await states.close();
      await leadership
        .giveUp()
        .catch((error: unknown) => log.warn({ err: error }, 'The lead could not be given up'));
    },
    lanesChanged() {
      lanes = null;
      states.touch(channelIds());
      dispatcher?.lanesChanged();
    },
    lift: (channelId) => dispatcher?.lift(channelId),
    state: (channelId) => states.state(channelId),
    isHeld: (channelId) => states.isHeld(channelId),
    isLeader: () => dispatcher !== null,
  };
}

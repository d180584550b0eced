import {
  CircuitState,
  CountBreaker,
  circuitBreaker,
  handleWhenResult,
  type IBackoff,
  type IBreaker,
} from 'cockatiel';

/** Opens when more than half of the last ten tries failed, five at least. */
const window = { threshold: 0.5, size: 10, minimumNumberOfCalls: 5 };
/** Or when so many in a row did not even reach the other side: no retries are spent on a dead network. */
const unreachableInRow = 3;
const [firstPauseMs, longestPauseMs] = [5_000, 300_000];

/** What a try says about the other side. Refusals and rate limits come from a service that lives: `well`. */
export type Health = 'well' | 'failing' | 'unreachable';

/** Keeps a channel from burning retries on a target that is down. */
export interface Breaker {
  state(): 'closed' | 'open' | 'halfOpen';
  /** Monotonic time of the next probe while open; in the past when closed, never while a probe is under way. */
  readyAt(): number;
  /** Runs a try; when open, it is the probe. */
  run<T extends { health: Health }>(work: () => Promise<T>): Promise<T>;
  /** The network or the machine is back: the next probe may go at once. */
  probeNow(): void;
  /** Of the last tries, ten at most. */
  recent(): { failed: number; tries: number };
}

/**
 * Over cockatiel's circuit breaker, which decides when to open and to close. When to probe is decided here, on the
 * monotonic clock, because cockatiel would take Date.now(), which jumps: its own pause is always over.
 */
export function createBreaker(options: { monotonic: () => number; startOpen?: boolean }): Breaker {
  const { monotonic, startOpen = false } = options;
  let probeAt = monotonic();
  let recent: boolean[] = [];
  let unreachable = 0;

  const pause: IBackoff<{ attempt: number }> = {
    duration: Number.NEGATIVE_INFINITY,
    next({ attempt }) {
      probeAt = monotonic() + Math.min(longestPauseMs, firstPauseMs * 2 ** (attempt - 1));
      return pause;
    },
  };
  const counter = new CountBreaker(window);
  const breaker: IBreaker = {
    get state() {
      return counter.state;
    },
    set state(state) {
      counter.state = state;
    },
    success: (state) => counter.success(state),
    failure: (state) => counter.failure(state) || unreachable >= unreachableInRow,
  };
  const policy = circuitBreaker(
    handleWhenResult((result) => !isWell(result)),
    { breaker, halfOpenAfter: pause, ...(startOpen && { initialState: openState(counter) }) },
  );
  policy.onReset(() => {
    recent = [];
  });
  if (startOpen) probeAt = monotonic();

  return {
    state: () => words[policy.state],
    readyAt() {
      if (policy.state === CircuitState.HalfOpen) return Number.POSITIVE_INFINITY;
      return policy.state === CircuitState.Open ? probeAt : Number.NEGATIVE_INFINITY;
    },
    run(work) {
      const observed = async () => {
        const result = await work();
        unreachable = result.health === 'unreachable' ? unreachable + 1 : 0;
        recent = [...recent, result.health === 'well'].slice(-window.size);
        return result;
      };
      // A second one would wait for the probe to end: what is sent beside it says nothing.
      return policy.state === CircuitState.HalfOpen ? work() : policy.execute(observed);
    },
    probeNow() {
      probeAt = Math.min(probeAt, monotonic());
    },
    recent: () => ({ failed: recent.filter((well) => !well).length, tries: recent.length }),
  };
}

const words = {
  [CircuitState.Closed]: 'closed',
  [CircuitState.Open]: 'open',
  [CircuitState.HalfOpen]: 'halfOpen',
  [CircuitState.Isolated]: 'open',
} as const;

function isWell(result: unknown): boolean {
  return typeof result === 'object' && result !== null && 'health' in result && result.health === 'well';
}

/** What `toJSON` of a policy that opened once gives. */
function openState(counter: CountBreaker): unknown {
  return {
    ownState: { value: CircuitState.Open, openedAt: 0, attemptNo: 1 },
    breakerState: counter.state,
  };
}

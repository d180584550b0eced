import { create } from 'zustand';
import { toAppError } from '../../../shared/errors.ts';
import { type HealthPart, type HealthStatus, partStates } from '../../../shared/health.ts';
import { core } from '../../core.ts';
import { tell, tellFailure } from '../../ui/notices.tsx';

interface HealthState {
  status: HealthStatus;
  /** Worst first, then by name. */
  parts: readonly HealthPart[];
  state: 'loading' | 'ready' | 'failed';
  /** Why it could not be fetched. */
  reason: string | null;
  /** Id of the part whose details are shown. */
  openId: string | null;
  /** Ids of those that are being looked at. */
  checking: ReadonlySet<string>;
}

/** How everything does that the program works with. */
export const useHealth = create<HealthState>(() => ({
  status: 'healthy',
  parts: [],
  state: 'loading',
  reason: null,
  openId: null,
  checking: new Set(),
}));

/** Figures and bars move without a change being told. */
const refreshMs = 15_000;

/** Keeps the health in step with the core; returns what ends that. */
export function followHealth(): () => void {
  void loadHealth();
  const timer = setInterval(loadHealth, refreshMs);
  const stop = core.listen('health.changed', ({ status, parts, removed }) => {
    question++;
    useHealth.setState((now) => ({ status, parts: sorted(withChanged(now.parts, parts, removed)) }));
    void loadHealth();
  });
  return () => {
    clearInterval(timer);
    stop();
  };
}

/** Only the answer to the latest question counts. */
let question = 0;

export async function loadHealth(): Promise<void> {
  const mine = ++question;
  try {
    const { status, parts } = await core.call('health.get', {});
    if (mine !== question) return;
    useHealth.setState((now) => ({
      status,
      parts: sorted(kept(now.parts, parts)),
      state: 'ready',
      reason: null,
    }));
  } catch (error) {
    if (mine === question) useHealth.setState({ state: 'failed', reason: toAppError(error).message });
  }
}

/** Looks at one now, and says what was found. */
export async function checkNow({ id, label }: HealthPart): Promise<void> {
  useHealth.setState(({ checking }) => ({ checking: new Set([...checking, id]) }));
  try {
    const part = await core.call('health.check', { id });
    useHealth.setState(({ parts }) => ({ parts: sorted(withChanged(parts, [part], [])) }));
    const { lastCheck } = part;
    if (lastCheck !== null)
      tell({ tone: lastCheck.ok ? 'good' : 'bad', message: `${label}: ${lastCheck.detail}` });
  } catch (error) {
    tellFailure(error);
  } finally {
    useHealth.setState(({ checking }) => ({
      checking: new Set([...checking].filter((other) => other !== id)),
    }));
  }
}

/** Those that did not change stay the same objects, so that their tiles are not drawn anew. */
function kept(before: readonly HealthPart[], now: readonly HealthPart[]): readonly HealthPart[] {
  const known = new Map(before.map((part) => [part.id, part]));
  return now.map((part) => {
    const same = known.get(part.id);
    return same !== undefined && JSON.stringify(same) === JSON.stringify(part) ? same : part;
  });
}

function withChanged(
  before: readonly HealthPart[],
  changed: readonly HealthPart[],
  removed: readonly string[],
): readonly HealthPart[] {
  const gone = new Set([...removed, ...changed.map(({ id }) => id)]);
  return [...before.filter(({ id }) => !gone.has(id)), ...changed];
}

const sorted = (parts: readonly HealthPart[]) =>
  parts.toSorted((a, b) => rank(b) - rank(a) || a.label.localeCompare(b.label));

/** What is critical and down comes before all, what is not in use comes last. */
function rank({ state, critical }: HealthPart): number {
  if (state === 'disabled' || state === 'incomplete') return -1;
  return partStates.indexOf(state) + (critical && state === 'down' ? 1 : 0);
}

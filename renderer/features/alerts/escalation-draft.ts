import { create } from 'zustand';
import {
  type EscalationPolicy,
  type EscalationStep,
  escalationPolicySchema,
  escalationStepSchema,
} from '../../../shared/alert.ts';
import type { CallOutput } from '../../../shared/contract.ts';
import { toAppError } from '../../../shared/errors.ts';
import type { Severity } from '../../../shared/event.ts';
import { core } from '../../core.ts';
import { tell, tellFailure } from '../../ui/notices.tsx';
import { errorsOf, type FieldErrors } from '../../ui/schema-errors.ts';
import { useEscalations } from './escalations.ts';
import { freeId } from './route-tree.ts';

export type Simulation = CallOutput<'escalations.simulate'>;

interface EscalationDraft {
  /** The policy that is edited; it outlives a look at another screen. Null while none is. */
  draft: EscalationPolicy | null;
  saving: boolean;
  /** What is supposed to happen in the simulation, in minutes; null: it does not. */
  severity: Severity;
  acknowledgeAfter: number | null;
  resolveAfter: number | null;
  simulation: Simulation | null;
}

/** The escalation policy that is being edited, and what it would do. */
export const useEscalationDraft = create<EscalationDraft>(() => ({
  draft: null,
  saving: false,
  severity: 'error',
  acknowledgeAfter: null,
  resolveAfter: null,
  simulation: null,
}));

const savedOne = (id: string) => useEscalations.getState().saved?.find((policy) => policy.id === id);

/** Whether there is something that is not saved. */
export const isPolicyUnsaved = ({ draft }: Pick<EscalationDraft, 'draft'>) =>
  draft !== null && JSON.stringify(draft) !== JSON.stringify(savedOne(draft.id));

// A browser asks before it leaves the page; the window of the desktop program must close at once.
if (globalThis.window !== undefined && window.h200 === undefined)
  window.addEventListener('beforeunload', (event) => {
    if (isPolicyUnsaved(useEscalationDraft.getState())) event.preventDefault();
  });

/** What is wrong with it as it is now, by dotted path. */
export const problemsOfPolicy = (draft: EscalationPolicy): FieldErrors =>
  errorsOf(escalationPolicySchema, draft, {});

/** Opens a policy, unless another one is open with changes. */
export function openPolicy(policy: EscalationPolicy): void {
  const now = useEscalationDraft.getState();
  if (now.draft?.id === policy.id) return;
  if (isPolicyUnsaved(now)) {
    tell({ tone: 'unsure', message: `Save or discard the changes of “${now.draft?.name}” first.` });
    return;
  }
  const [severity = now.severity] = policy.severities;
  useEscalationDraft.setState({ draft: policy, severity, simulation: null });
}

const everybody = { all: true, kinds: [], channelIds: [] };

/** Begins a policy of two steps, as one most often wants it. */
export function beginPolicy(): void {
  const ids = (useEscalations.getState().saved ?? []).map(({ id }) => id);
  openPolicy(
    escalationPolicySchema.parse({
      id: freeId('escalation', ids),
      name: 'Nobody answers',
      severities: ids.length === 0 ? ['error', 'critical'] : [],
      steps: [
        { afterMinutes: 5, to: { kinds: ['slack'] } },
        { afterMinutes: 10, to: everybody, raiseTo: 'critical' },
      ],
    }),
  );
}

export const changePolicy = (part: Partial<EscalationPolicy>) =>
  useEscalationDraft.setState(({ draft }) => ({ draft: draft && { ...draft, ...part } }));

const changeSteps = (change: (steps: EscalationStep[]) => EscalationStep[]) =>
  useEscalationDraft.setState(({ draft }) => ({ draft: draft && { ...draft, steps: change(draft.steps) } }));

export const changeStep = (index: number, part: Partial<EscalationStep>) =>
  changeSteps((steps) => steps.map((step, at) => (at === index ? { ...step, ...part } : step)));
export const removeStep = (index: number) => changeSteps((steps) => steps.toSpliced(index, 1));
export const addStep = () =>
  changeSteps((steps) => [...steps, escalationStepSchema.parse({ afterMinutes: 15, to: everybody })]);

/** Closes it; what was not saved is gone. */
export function discardPolicy(): void {
  useEscalationDraft.setState(({ draft }) => ({ draft: (draft && savedOne(draft.id)) ?? null }));
}

/** Has the core keep it. */
export async function savePolicy(): Promise<void> {
  const { draft, saving } = useEscalationDraft.getState();
  if (draft === null || saving) return;
  useEscalationDraft.setState({ saving: true });
  try {
    const saved = await core.call('escalations.save', draft);
    useEscalations.setState(({ saved: before }) => ({
      saved: [...(before ?? []).filter(({ id }) => id !== saved.id), saved].toSorted((a, b) =>
        a.name.localeCompare(b.name),
      ),
    }));
    useEscalationDraft.setState({ draft: saved });
    tell({ tone: 'good', message: `“${saved.name}” is saved. Alerts under way go on with the new steps.` });
  } catch (error) {
    tellFailure(error);
  } finally {
    useEscalationDraft.setState({ saving: false });
  }
}

/** Removes a policy; it can be put back. */
export async function removePolicy(policy: EscalationPolicy): Promise<void> {
  try {
    await core.call('escalations.remove', { id: policy.id });
    useEscalations.setState(({ saved }) => ({ saved: (saved ?? []).filter(({ id }) => id !== policy.id) }));
    useEscalationDraft.setState({ draft: null });
    const undo = { label: 'Undo', run: () => void putBack(policy) };
    tell({ message: `“${policy.name}” was removed.`, action: undo });
  } catch (error) {
    tellFailure(error);
  }
}

async function putBack(policy: EscalationPolicy): Promise<void> {
  useEscalationDraft.setState({ draft: policy });
  await savePolicy();
}

/** Only the answer to the latest question counts. */
let question = 0;
const calmMs = 150;

async function simulate(): Promise<void> {
  const mine = ++question;
  const { draft, severity, acknowledgeAfter, resolveAfter } = useEscalationDraft.getState();
  if (draft === null || Object.keys(problemsOfPolicy(draft)).length > 0) return;
  const simulation = await core
    .call('escalations.simulate', {
      policy: draft,
      severity,
      acknowledgeAfterMinutes: acknowledgeAfter,
      resolveAfterMinutes: resolveAfter,
    })
    .catch((error: unknown) => {
      if (mine === question) tell({ tone: 'bad', message: toAppError(error).message });
      return null;
    });
  if (mine === question) useEscalationDraft.setState({ simulation });
}

/** Simulates anew whenever the policy or what is supposed becomes another; returns what ends that. */
export function followSimulation(): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(simulate, calmMs);
  };
  soon();
  const stop = useEscalationDraft.subscribe((now, before) => {
    const same = (['draft', 'severity', 'acknowledgeAfter', 'resolveAfter'] as const).every(
      (name) => now[name] === before[name],
    );
    if (!same) soon();
  });
  return () => {
    clearTimeout(timer);
    stop();
  };
}

import { create } from 'zustand';
import type { CallInput, CallOutput } from '../../../shared/contract.ts';
import { toAppError } from '../../../shared/errors.ts';
import type { HookAddress, HookCall, HookView } from '../../../shared/hook.ts';
import { core } from '../../core.ts';
import { tell, tellFailure } from '../../ui/notices.tsx';

interface Hooks {
  list: readonly HookView[];
  address: HookAddress;
  state: 'loading' | 'ready' | 'failed';
  /** Why the list could not be fetched. */
  reason: string | null;
  /** Of hooks that are looked into, newest first. */
  calls: Readonly<Record<string, readonly HookCall[]>>;
}

/** The way in for other programs, as the core has it. */
export const useHooks = create<Hooks>(() => ({
  list: [],
  address: { url: null, lasting: false, problem: null },
  state: 'loading',
  reason: null,
  calls: {},
}));

/** Only the answer to the latest question counts. */
let question = 0;

/** Fetches the list anew. */
export async function loadHooks(): Promise<void> {
  question += 1;
  const mine = question;
  try {
    const { hooks, address } = await core.call('hooks.list', {});
    if (mine === question) useHooks.setState({ list: hooks, address, state: 'ready', reason: null });
  } catch (error) {
    if (mine === question) useHooks.setState({ state: 'failed', reason: toAppError(error).message });
  }
}

/** Fetches the calls of one, to be looked into. */
export async function loadCalls(name: string): Promise<void> {
  try {
    const { calls } = await core.call('hooks.calls', { name });
    useHooks.setState((now) => ({ calls: { ...now.calls, [name]: calls } }));
  } catch (error) {
    tellFailure(error);
  }
}

/** Keeps all in step with the core; returns what stops it. */
export function followHooks(): () => void {
  void loadHooks();
  const stops = [
    core.listen('hooks.changed', () => void loadHooks()),
    core.listen('settings.changed', () => void loadHooks()),
    core.listen('hook.received', takeIn),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}

/** The newest call of a hook, or one that is listed already and has ended. */
function takeIn(call: HookCall): void {
  useHooks.setState(({ list, calls }) => ({
    list: list.map((hook) =>
      hook.name === call.hook && !isOlder(call, hook.lastCall) ? { ...hook, lastCall: call } : hook,
    ),
    calls: { ...calls, [call.hook]: withCall(calls[call.hook], call) },
  }));
}

const isOlder = (call: HookCall, than: HookCall | null) =>
  than !== null && than.id !== call.id && call.receivedAt < than.receivedAt;

const shown = 20;

function withCall(calls: readonly HookCall[] = [], call: HookCall): readonly HookCall[] {
  if (calls.some(({ id }) => id === call.id))
    return calls.map((known) => (known.id === call.id ? call : known));
  return [call, ...calls].slice(0, shown);
}

/** Saves a hook; its new secret, when it got one. Throws AppError. */
export async function saveHook(draft: CallInput<'hooks.save'>): Promise<CallOutput<'hooks.save'>> {
  const saved = await core.call('hooks.save', draft);
  await loadHooks();
  return saved;
}

/** Switches a hook on or off. */
export async function setEnabled(hook: HookView, enabled: boolean): Promise<void> {
  await saveHook({ ...draftOf(hook), enabled }).catch(tellFailure);
}

/** Removes a hook for good, with its secret. */
export async function removeHook(name: string): Promise<void> {
  try {
    await core.call('hooks.remove', { name });
    await loadHooks();
    tell({ message: `The hook ${name} was removed.` });
  } catch (error) {
    tellFailure(error);
  }
}

/** What of a view can be saved. */
export function draftOf({ name, enabled, auth, allows, perMinute }: HookView) {
  return { name, enabled, auth, allows, perMinute };
}

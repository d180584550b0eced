import { create } from 'zustand';
import type { CallOutput, InferenceStatus } from '../shared/contract.ts';
import { defaultSettings, type Settings, type SettingsPatch } from '../shared/settings.ts';
import { connect } from './api.ts';
import { tellFailure } from './ui/notices.tsx';

/** The one client of this page. */
export const core = connect();

interface CoreState {
  /** False while the core cannot be reached; what is on screen stays. */
  connected: boolean;
  info: CallOutput<'app.info'> | null;
  inference: InferenceStatus | null;
  settings: Settings;
  /** False until the settings of the core have replaced the defaults. */
  settingsLoaded: boolean;
}

/** What every screen may know about the core. */
export const useCore = create<CoreState>(() => ({
  connected: true,
  info: null,
  inference: null,
  settings: defaultSettings,
  settingsLoaded: false,
}));

const patienceMs = 3_000;

/** Keeps the state in step with the core for as long as the page lives. */
export function followCore(): void {
  core.listen('inference.changed', (inference) => useCore.setState({ inference }));
  core.listen('settings.changed', (settings) => useCore.setState({ settings }));
  let ever = false;
  core.watchConnection((connected) => {
    // Before the first contact nothing is lost yet; it is called so only when it takes long.
    if (connected || ever) useCore.setState({ connected });
    ever ||= connected;
    if (connected) loadCore().catch(tellFailure);
  });
  setTimeout(() => {
    if (!ever) useCore.setState({ connected: false });
  }, patienceMs);
}

/** Whether the connection is lost: a call may fail a moment before that is noticed, and so it is waited for. */
export function isConnectionLost(withinMs = patienceMs): Promise<boolean> {
  if (!useCore.getState().connected) return Promise.resolve(true);
  return new Promise((resolve) => {
    const settle = (lost: boolean) => {
      clearTimeout(timer);
      stop();
      resolve(lost);
    };
    const stop = useCore.subscribe(({ connected }) => !connected && settle(true));
    const timer = setTimeout(settle, withinMs, false);
  });
}

async function loadCore(): Promise<void> {
  const before = useCore.getState();
  const [info, settings] = await Promise.all([core.call('app.info', {}), core.call('settings.get', {})]);
  // What an event told in the meantime is newer than the answer.
  useCore.setState((now) => ({
    info,
    inference: now.inference === before.inference ? info.inference : now.inference,
    settings: now.settings === before.settings ? settings : now.settings,
    settingsLoaded: true,
  }));
}

/** Replaces whole sections of the settings; throws AppError with the field when the core refuses them. */
export async function saveSettings(patch: SettingsPatch): Promise<void> {
  useCore.setState({ settings: await core.call('settings.set', patch) });
}

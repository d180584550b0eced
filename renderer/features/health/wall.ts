import { useEffect, useState } from 'react';
import { type Alert, openAlertStates } from '../../../shared/alert.ts';
import { severities } from '../../../shared/event.ts';
import { core } from '../../core.ts';
import { goTo } from '../../navigation.ts';

/** Shows the wall, on the whole screen where the browser lets a press do that. */
export function showWall(): void {
  goTo('wall');
  document.documentElement.requestFullscreen?.().catch(() => undefined);
}

/** Back to the health, in a window again. */
export function leaveWall(): void {
  if (document.fullscreenElement !== null) void document.exitFullscreen();
  goTo('health');
}

/** Leaves when the browser itself ended the whole screen, as it does at Escape. Returns what stops that. */
export function leaveWithFullScreen(): () => void {
  const leave = () => {
    if (document.fullscreenElement === null) goTo('health');
  };
  document.addEventListener('fullscreenchange', leave);
  return () => document.removeEventListener('fullscreenchange', leave);
}

/** Keeps the display on while the wall is shown, where the browser can. Returns what ends that. */
export function keepDisplayOn(): () => void {
  let lock: WakeLockSentinel | null = null;
  let over = false;
  const ask = async () => {
    if (document.hidden || over) return;
    // Without it the display goes dark when the machine says so.
    lock = (await navigator.wakeLock?.request('screen').catch(() => null)) ?? null;
    if (over) void lock?.release();
  };
  void ask();
  // It is given up with every look at another window.
  document.addEventListener('visibilitychange', ask);
  return () => {
    over = true;
    document.removeEventListener('visibilitychange', ask);
    void lock?.release();
  };
}

const mostAlerts = 100;

/** All that is open, the worst first and of these the oldest. */
export function useOpenAlertList(connected: boolean): readonly Alert[] {
  const [alerts, setAlerts] = useState<readonly Alert[]>([]);
  useEffect(() => {
    if (!connected) return;
    let question = 0;
    const load = async () => {
      const mine = ++question;
      const asked = { states: [...openAlertStates], limit: mostAlerts };
      // What does not come now comes with the next change; what is shown stays.
      const page = await core.call('alerts.list', asked).catch(() => null);
      if (page !== null && mine === question) setAlerts(page.items.toSorted(byWeight));
    };
    void load();
    const stop = core.listen('alert.changed', () => void load());
    return () => {
      question = Number.NaN;
      stop();
    };
  }, [connected]);
  return alerts;
}

const byWeight = (a: Alert, b: Alert) =>
  severities.indexOf(b.severity) - severities.indexOf(a.severity) || a.raisedAt.localeCompare(b.raisedAt);

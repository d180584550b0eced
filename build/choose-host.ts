/** What is known before anything is started or downloaded. */
export interface Situation {
  forced: 'web' | 'desktop' | null;
  /** --port or --token was given: only the web host has them. */
  hasWebOptions: boolean;
  platform: NodeJS.Platform;
  env: NodeJS.ProcessEnv;
  isRoot: boolean;
}

/** Which host to start and why; `desktop` still needs Electron's executable. */
export type Choice = { host: 'web' | 'desktop'; reason: string } | { host: null; reason: string };

/** Whether a window could be seen. */
export function hasDisplay({ platform, env }: Pick<Situation, 'platform' | 'env'>): boolean {
  return platform !== 'linux' || Boolean(env.DISPLAY || env.WAYLAND_DISPLAY);
}

/** Desktop where a window can be shown within Chromium's sandbox, otherwise the web host. */
export function chooseHost(situation: Situation): Choice {
  const { forced, hasWebOptions } = situation;
  if (forced === 'web') return { host: 'web', reason: '--web was given' };
  if (hasWebOptions) {
    if (forced === 'desktop') return { host: null, reason: '--port and --token belong to --web.' };
    return { host: 'web', reason: '--port or --token was given' };
  }
  const obstacle = obstacleToDesktop(situation);
  if (forced === 'desktop') {
    return obstacle === null
      ? { host: 'desktop', reason: '--desktop was given' }
      : { host: null, reason: `The desktop window cannot be opened: ${obstacle.reason}. ${obstacle.remedy}` };
  }
  if (obstacle !== null) return { host: 'web', reason: obstacle.reason };
  return { host: 'desktop', reason: 'there is a display and Electron is here' };
}

function obstacleToDesktop(situation: Situation): { reason: string; remedy: string } | null {
  if (!hasDisplay(situation)) {
    return { reason: 'there is no display', remedy: 'Set DISPLAY or WAYLAND_DISPLAY, or start with --web.' };
  }
  // Electron's own switch for those who accept pages without a sandbox; never set it for them.
  if (situation.platform === 'linux' && situation.isRoot && !situation.env.ELECTRON_DISABLE_SANDBOX) {
    return {
      reason: 'Electron’s sandbox does not work as root',
      remedy: 'Start as an ordinary user, or with --web.',
    };
  }
  return null;
}

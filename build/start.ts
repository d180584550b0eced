import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { chooseHost } from './choose-host.ts';
import { fetchElectron } from './electron-binary.ts';
import { openPage } from './open-page.ts';
import { ensureBuilt, root } from './out.ts';

const usage = 'Usage: npm start -- [--web | --desktop] [--port PORT] [--token TOKEN] [--data DIR]';
const help = `${usage}

Opens the app: in a window of its own where one can be shown, otherwise as a page on localhost.

  --web         the page
  --desktop     the window
  --port PORT   the port of the page (default: a free one)
  --token TOKEN the token that opens the page (default: a new one at each start)
  --data DIR    the data folder (default: H200_DATA, else the usual place of this system)
`;
const fetchLimitMs = 20_000;
/** A desktop that ends sooner with an error never came up: often a missing library or sandbox. */
const startedAfterMs = 5_000;

const isRoot = process.getuid?.() === 0;
const tell = (line: string) => process.stderr.write(`${line}\n`);

function readArguments() {
  const { values } = parseArgs({
    options: {
      web: { type: 'boolean', default: false },
      desktop: { type: 'boolean', default: false },
      port: { type: 'string' },
      token: { type: 'string' },
      data: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.web && values.desktop) throw new Error('Choose one of --web and --desktop.');
  return values;
}

type Arguments = ReturnType<typeof readArguments>;

/** `npm start`: the desktop window where it can be shown, otherwise the page on localhost. Says which, and why. */
async function start(given: Arguments): Promise<number> {
  if (given.help) {
    process.stdout.write(help);
    return 0;
  }
  const choice = chooseHost({
    forced: given.web ? 'web' : given.desktop ? 'desktop' : null,
    hasWebOptions: given.port !== undefined || given.token !== undefined,
    platform: process.platform,
    env: process.env,
    isRoot,
  });
  if (choice.host === null) {
    tell(choice.reason);
    return 2;
  }
  await ensureBuilt(tell);
  if (choice.host === 'web') return startWeb(given, choice.reason);
  const electron = await fetchElectron({ limitMs: fetchLimitMs, retry: given.desktop, tell });
  if ('file' in electron) return startDesktop(electron.file, given, choice.reason);
  if (!given.desktop) return startWeb(given, electron.reason);
  tell(`The desktop window cannot be opened: ${electron.reason}. Start with --web instead.`);
  return 1;
}

async function startDesktop(electron: string, given: Arguments, reason: string): Promise<number> {
  tell(`Desktop window, because ${reason}.`);
  const startedAt = performance.now();
  const code = await follow(spawn(electron, [root, ...dataArguments(given)], { stdio: 'inherit' }));
  if (code === 0 || given.desktop || performance.now() - startedAt > startedAfterMs) return code;
  return startWeb(given, 'Electron could not start here');
}

async function startWeb(given: Arguments, reason: string): Promise<number> {
  tell(`Page on localhost, because ${reason}.`);
  const options = [
    ...(given.port === undefined ? [] : ['--port', given.port]),
    ...(given.token === undefined ? [] : ['--token', given.token]),
    ...dataArguments(given),
  ];
  const cli = path.join(root, 'electron/cli.ts');
  const child = spawn(process.execPath, [cli, 'serve', ...options], {
    stdio: ['inherit', 'pipe', 'inherit'],
  });
  let printed = '';
  child.stdout?.on('data', (chunk) => {
    process.stdout.write(chunk);
    if (printed === 'opened') return;
    printed += chunk;
    const url = /http:\/\/127\.0\.0\.1:\d+\/\?token=\S+/.exec(printed)?.[0];
    if (url === undefined) return;
    printed = 'opened';
    openPage(url, tell);
  });
  return follow(child);
}

function dataArguments({ data }: Arguments): string[] {
  return data === undefined ? [] : ['--data', path.resolve(data)];
}

/**
 * Waits for the host to end. A Ctrl-C in a terminal reaches it directly; the same signal sent only to this process
 * is passed on. Either way the host stops cleanly and this process ends after it.
 */
function follow(child: ChildProcess): Promise<number> {
  const isTerminal = process.stdin.isTTY === true;
  const pass = (signal: NodeJS.Signals) => {
    if (signal !== 'SIGINT' || !isTerminal) child.kill(signal);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, pass);
  return new Promise((resolve) => {
    child.once('error', (error) => {
      tell(`It could not be started: ${error.message}`);
      resolve(1);
    });
    child.once('close', (code) => {
      for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.off(signal, pass);
      resolve(code ?? 1);
    });
  });
}

function argumentsOrUsage(): Arguments | null {
  try {
    return readArguments();
  } catch (error) {
    tell(`${error instanceof Error ? error.message : error}\n${usage}`);
    return null;
  }
}

const given = argumentsOrUsage();
try {
  process.exitCode = given === null ? 2 : await start(given);
} catch (error) {
  tell(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}

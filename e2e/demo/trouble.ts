import type { Fault, LocalServer } from '../servers/local-server.ts';
import type { SmtpTestServer } from '../servers/smtp.ts';

/** What happens to the requests to a server in turn; undefined: nothing. */
const faults: readonly (Fault | undefined)[] = [
  undefined,
  { status: 503, body: 'The server is starting.' },
  undefined,
  undefined,
  { status: 429, headers: { 'retry-after': '4' }, body: 'Slow down.' },
  undefined,
  { reset: true },
];
const slackRefusesMs = 30_000;

/** Makes the servers fail as real ones do: some now and then, Slack altogether for half a minute, mail twice. */
export function makeTrouble({
  steady,
  slack,
  smtp,
}: {
  steady: readonly LocalServer[];
  slack: LocalServer;
  smtp: SmtpTestServer;
}): void {
  for (const server of steady) server.plan((_, index) => faults[index % faults.length]);
  let until: number | undefined;
  slack.plan(() => {
    until ??= performance.now() + slackRefusesMs;
    return performance.now() < until ? { reset: true } : undefined;
  });
  smtp.fail({ at: 'data', code: 451, text: '4.3.0 Try again later', times: 2 });
}

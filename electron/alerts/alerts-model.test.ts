import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Alerting, alertingSchema, defaultAlerting } from '../../shared/alert.ts';
import type { Severity } from '../../shared/event.ts';
import { openTestAlerts, usualChannels } from './test-alerts.ts';

const minute = 60_000;
const hour = 60 * minute;
const repeatMs = 4 * hour;

type Step =
  /** `elsewhere`: by a process that does not lead. */
  | { do: 'raise'; which: number; severity: Severity; elsewhere: boolean }
  | { do: 'reroute'; to: number }
  | { do: 'resolve'; which: number }
  | { do: 'acknowledge'; which: number }
  | { do: 'unacknowledge'; which: number }
  | { do: 'silence'; which: number; forMs: number }
  | { do: 'advance'; ms: number }
  | { do: 'restart'; ms: number };

/** Two of one group, one of another, and one that the inference inhibits. */
const subjects: Record<string, string>[] = [
  { alertname: 'Disk', source: 'test', disk: 'a' },
  { alertname: 'Disk', source: 'test', disk: 'b' },
  { alertname: 'InferenceDown', source: 'inference' },
  { alertname: 'AnalysisFailed', source: 'analysis', photo: 'p' },
];
/** The usual routes, and before them one by which all channels hear of some of those. */
const diskTo = (...matchers: object[]): Alerting =>
  alertingSchema.parse({
    ...defaultAlerting,
    routes: {
      ...defaultAlerting.routes,
      routes: [
        {
          ...{ id: 'disk', name: 'Disk', to: { all: true }, routes: [] },
          matchers: [{ name: 'alertname', value: 'Disk' }, ...matchers],
        },
        ...defaultAlerting.routes.routes,
      ],
    },
  });
const documents = [defaultAlerting, diskTo(), diskTo({ name: 'disk', value: 'a' })];
const which = fc.nat(subjects.length - 1);
const ms = fc.constantFrom(1_000, 20_000, minute, 5 * minute, 17 * minute, hour, 5 * hour);
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('raise' as const),
      which,
      severity: fc.constantFrom<Severity>('warning', 'error', 'critical'),
      elsewhere: fc.boolean(),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constantFrom('resolve', 'acknowledge', 'unacknowledge'), which }),
  },
  fc.record({ do: fc.constant('silence' as const), which, forMs: ms }),
  fc.record({ do: fc.constant('reroute' as const), to: fc.nat(documents.length - 1) }),
  { weight: 5, arbitrary: fc.record({ do: fc.constantFrom('advance', 'advance', 'restart'), ms }) },
);

type Box = Awaited<ReturnType<typeof openTestAlerts>>;

/** What the test knows of one episode of an alert, without looking into the program. */
interface Episode {
  id: string;
  title: string;
  which: number;
  /** Worst severity from a time on. */
  severities: { at: number; severity: Severity }[];
  endedAt: number;
}

/** Times in which an alert was kept quiet. */
interface Quiet {
  which: number;
  from: number;
  to: number;
}

/** Time goes on; what another process wrote the leader notices first. */
async function goOn(box: Box, forMs: number): Promise<void> {
  box.system.attend();
  await box.advance(forMs);
}

async function play(box: Box, steps: readonly Step[], leads: (isOn: boolean) => void) {
  const startedAt = box.clock.now();
  const now = () => box.clock.now() - startedAt;
  const episodes: Episode[] = [];
  const quiets: Quiet[] = [];
  /** When the routes became others, and in the end. */
  const reroutes: { at: number; to: number }[] = [{ at: 0, to: 0 }];
  const openOf = (index: number) =>
    episodes.find(({ which, endedAt }) => which === index && endedAt === Number.POSITIVE_INFINITY);
  for (const next of steps) {
    // What the test does is never in the very moment of a message.
    await box.advance(1);
    if (next.do === 'advance') await goOn(box, next.ms);
    else if (next.do === 'restart') await box.restart(next.ms);
    else if (next.do === 'reroute') {
      reroutes.push({ at: now(), to: next.to });
      await box.call['routes.save'](documents[next.to] ?? defaultAlerting);
    } else if (next.do === 'raise') {
      const open = openOf(next.which);
      const title = open?.title ?? `E${episodes.length}`;
      leads(!next.elsewhere);
      const { id, severity } = await box.system.notifier.raise({
        labels: { ...subjects[next.which], alertname: subjects[next.which]?.alertname ?? '' },
        severity: next.severity,
        title,
      });
      leads(true);
      const since = { at: now(), severity };
      if (open === undefined) {
        const endedAt = Number.POSITIVE_INFINITY;
        episodes.push({ id, title, which: next.which, severities: [since], endedAt });
        if (next.which === 2) quiets.push({ which: 3, from: now(), to: Number.POSITIVE_INFINITY });
      } else open.severities.push(since);
    } else if (next.do === 'silence') {
      const { alertname = '', disk = '' } = subjects[next.which] ?? {};
      await box.call['silences.save']({
        matchers: [
          { name: 'alertname', op: '=', value: alertname },
          { name: 'disk', op: '=', value: disk },
        ],
        endsAt: new Date(box.clock.now() + next.forMs).toISOString(),
        comment: '',
        who: 'Ann',
      });
      quiets.push({ which: next.which, from: now(), to: now() + next.forMs });
    } else {
      const open = openOf(next.which);
      if (open === undefined) continue;
      if (next.do === 'resolve') {
        open.endedAt = now();
        if (next.which === 2) {
          for (const quiet of quiets) {
            if (quiet.which === 3 && quiet.to === Number.POSITIVE_INFINITY) quiet.to = now();
          }
        }
      }
      await box.call[`alerts.${next.do}`]({ ids: [open.id], who: 'Ann', note: '' });
    }
  }
  return { episodes, quiets, reroutes };
}

const severityAt = ({ severities }: Episode, at: number) =>
  severities.findLast((since) => since.at <= at)?.severity;
const endedIn = (quiets: readonly Quiet[], which: number, from: number, to: number) =>
  quiets.some((quiet) => quiet.which === which && quiet.to > from && quiet.to <= to);
const isQuiet = (quiets: readonly Quiet[], which: number, at: number) =>
  quiets.some((quiet) => quiet.which === which && quiet.from < at && at < quiet.to);

/** Channels by one of the documents. */
function channelsOf({ which }: Episode, severity: Severity, document: number): string[] {
  const isCaught = (document === 1 && which <= 1) || (document === 2 && which === 0);
  if (severity === 'critical' || isCaught) return usualChannels.map(({ id }) => id);
  return severity === 'error'
    ? ['email', 'slack', 'webhook', 'desktop', 'n8n']
    : ['discord', 'webhook', 'desktop', 'n8n'];
}

/** Reads the messages to one channel as their reader would. */
function check(
  box: Box,
  channelId: string,
  { episodes, quiets, reroutes }: Awaited<ReturnType<typeof play>>,
): void {
  const told = new Map<string, { severity: Severity | undefined; at: number }>();
  const ends = new Set<string>();
  const lastOf = new Map<string | undefined, number>();
  const byId = (id: string) => episodes.find((one) => one.id === id);
  for (const { at, data, channelIds } of box.messages()) {
    if (!channelIds.includes(channelId)) continue;
    const firing = data.status === 'resolved' ? [] : (data.alert_ids ?? []).flatMap((id) => byId(id) ?? []);
    const overTitles =
      data.status === 'resolved'
        ? [data.title.replace(/^Resolved: (\d+ alerts: )?/, ''), ...named(data.message)]
        : named(data.message.split('Resolved meanwhile:')[1] ?? '');
    const over = episodes.filter(({ title }) => overTitles.includes(title));
    for (const episode of firing) {
      expect(episode.endedAt, 'nothing that has ended is told as firing').toBeGreaterThanOrEqual(at);
      expect(isQuiet(quiets, episode.which, at), 'nothing that is silenced or inhibited is told').toBe(false);
    }
    for (const { id } of over) {
      expect(told.has(id), 'no end is told of what was not told').toBe(true);
      expect(ends.has(id), 'no end is told twice').toBe(false);
      ends.add(id);
    }
    const isNews =
      over.length > 0 ||
      firing.some((episode) => {
        const before = told.get(episode.id);
        return (
          before === undefined ||
          before.severity !== severityAt(episode, at) ||
          // Among others it is news.
          reroutes.some((reroute) => reroute.at >= before.at && reroute.at <= at) ||
          endedIn(quiets, episode.which, before.at, at)
        );
      });
    if (!isNews) {
      const since = at - (lastOf.get(data.group) ?? Number.NEGATIVE_INFINITY);
      expect(since, 'the same is not said twice within the repeat interval').toBeGreaterThanOrEqual(repeatMs);
    }
    for (const episode of firing) told.set(episode.id, { severity: severityAt(episode, at), at });
    lastOf.set(data.group, at);
  }
  for (const episode of episodes) {
    const severity = episode.severities.at(-1)?.severity ?? 'info';
    if (episode.endedAt === Number.POSITIVE_INFINITY) {
      if (!channelsOf(episode, severity, reroutes.at(-1)?.to ?? 0).includes(channelId)) continue;
      expect(told.get(episode.id)?.severity, 'what is open was told as it is').toBe(severity);
    } else if (told.has(episode.id) && channelId !== 'slack') {
      const wasQuiet = quiets.some(({ which }) => which === episode.which);
      if (!wasQuiet) expect(ends.has(episode.id), 'the end of what was told is told').toBe(true);
    }
  }
}

function named(text: string): string[] {
  return [...text.matchAll(/^• (E\d+) \(/gm)].map(([, title]) => title ?? '');
}

test('whatever happens, and whenever the program restarts, nothing is lost and nothing is said twice', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
      let isLeading = true;
      const box = await openTestAlerts({ leads: () => isLeading });
      try {
        const known = await play(box, steps, (isOn) => {
          isLeading = isOn;
        });
        for (const { id, state } of (await box.call['silences.list']({})).silences) {
          if (state !== 'expired') await box.call['silences.expire']({ id });
        }
        const end = box.clock.now() - Date.UTC(2026, 10, 1);
        const quiets = known.quiets.map((quiet) => ({
          ...quiet,
          to: quiet.to === Number.POSITIVE_INFINITY ? quiet.to : Math.min(quiet.to, end),
        }));
        // What is inhibited for good is not told at all.
        for (const { id, which } of known.episodes) {
          if (which === 2) await box.call['alerts.resolve']({ ids: [id], who: 'Ann', note: '' });
        }
        const episodes = known.episodes.map((one) =>
          one.which === 2 ? { ...one, endedAt: Math.min(one.endedAt, end) } : one,
        );
        await goOn(box, 11 * minute);
        const ended = quiets.map((quiet) => ({ ...quiet, to: Math.min(quiet.to, end) }));
        const { reroutes } = known;
        for (const { id } of usualChannels) check(box, id, { episodes, quiets: ended, reroutes });
        expect(box.errors).toEqual([]);
      } finally {
        await box.close();
      }
    }),
    { numRuns: Number(process.env.H200_RUNS ?? 60) },
  );
}, 120_000);

import type { CallOutput, CallParsedInput } from '../../shared/contract.ts';
import { type Severity, severityRank } from '../../shared/event.ts';
import { type Audience, isNamed } from './audience.ts';
import { nextOf, startOf } from './escalation-plan.ts';

type Simulation = CallOutput<'escalations.simulate'>;
type Entry = Simulation['entries'][number];

const minuteMs = 60_000;
const mostEntries = 200;
const longestMs = 30 * 24 * 60 * minuteMs;

/** What a policy would do to one alert, by the very functions that do it. */
export function simulateEscalation(
  audience: Pick<Audience, 'channels'>,
  { policy, severity, acknowledgeAfterMinutes, resolveAfterMinutes }: CallParsedInput<'escalations.simulate'>,
): Simulation {
  const entries: Entry[] = [];
  let worst: Severity = severity;
  const add = (at: number, kind: Entry['kind'], text: string, channels: Entry['channels'] = []) =>
    entries.push({ afterMinutes: at / minuteMs, kind, severity: worst, text, channels });
  const named = (to: Parameters<typeof isNamed>[0]) =>
    audience
      .channels()
      .filter((one) => one.channel.enabled && isNamed(to, one))
      .map(({ channel: { id, name } }) => ({ id, name }));

  const told = new Map<string, Entry['channels'][number]>();
  const endAt = resolveAfterMinutes === null ? longestMs : resolveAfterMinutes * minuteMs;
  let acknowledgeAt = acknowledgeAfterMinutes === null ? null : acknowledgeAfterMinutes * minuteMs;
  let place = { step: 0, round: 1 };
  let stepAt = startOf(policy, 0);
  let remindAt: number | null = null;
  let unacknowledgeAt: number | null = null;
  let more = false;

  add(0, 'fired', 'The alert is raised and told by its routes.');
  for (;;) {
    const at = earliest(stepAt, acknowledgeAt, remindAt, unacknowledgeAt);
    if (at === null || at >= endAt) break;
    if (entries.length >= mostEntries) {
      more = true;
      break;
    }
    if (at === acknowledgeAt) {
      add(at, 'acknowledged', 'Somebody takes it on: no further step is done.');
      [acknowledgeAt, stepAt] = [null, null];
      remindAt = after(at, policy.remindAfterMinutes);
      unacknowledgeAt = after(at, policy.unacknowledgeAfterMinutes);
    } else if (at === unacknowledgeAt) {
      add(at, 'unacknowledged', 'It is not resolved yet: it is firing again, and the steps begin anew.');
      [remindAt, unacknowledgeAt] = [null, null];
      [place, stepAt] = [{ step: 0, round: 1 }, startOf(policy, at)];
    } else if (at === remindAt) {
      add(at, 'reminded', 'It is acknowledged and not resolved: those who were told are reminded.', [
        ...told.values(),
      ]);
      remindAt = after(at, policy.remindAfterMinutes);
    } else {
      const step = policy.steps[place.step];
      if (step === undefined) break;
      const isWorse = step.raiseTo !== null && severityRank(step.raiseTo) > severityRank(worst);
      if (isWorse && step.raiseTo !== null) worst = step.raiseTo;
      const channels = named(step.to);
      for (const channel of channels) told.set(channel.id, channel);
      const words = [`Step ${place.step + 1} of ${policy.steps.length}`];
      if (place.round > 1) words.push(`round ${place.round}`);
      if (isWorse) words.push(`it is ${worst} now and goes where its routes send that too`);
      add(at, 'escalated', `${words.join(', ')}.`, channels);
      const next = nextOf(policy, place, at);
      stepAt = next?.at ?? null;
      if (next === null) add(at, 'done', 'All steps are done; it stays open until somebody resolves it.');
      else place = next;
    }
  }
  if (resolveAfterMinutes !== null) add(endAt, 'resolved', 'It is over: nothing further is done.');
  else if (!more && earliest(stepAt, acknowledgeAt, remindAt, unacknowledgeAt) !== null) more = true;
  return { entries, more };
}

function after(at: number, minutes: number | null): number | null {
  return minutes === null ? null : at + minutes * minuteMs;
}

function earliest(...times: (number | null)[]): number | null {
  const given = times.filter((time) => time !== null);
  return given.length === 0 ? null : Math.min(...given);
}

import type { Beat, HealthPart } from '../../../shared/health.ts';
import { count, percent, tookText } from '../../ui/words.ts';

type State = Beat['state'];

/** How a part does, as people call it. */
export const stateWords: Readonly<Record<State, string>> = {
  healthy: 'Healthy',
  disabled: 'Not in use',
  incomplete: 'Incomplete',
  held: 'Held',
  degraded: 'Degraded',
  down: 'Down',
  off: 'Not running',
};

const inSentence: Readonly<Record<State, string>> = {
  healthy: 'is healthy',
  disabled: 'is not in use',
  incomplete: 'is incomplete',
  held: 'is held',
  degraded: 'is degraded',
  down: 'is down',
  off: 'does not run',
};

/** What stands in for it, in a sentence: "Slack is down". */
export const standsText = ({ label, state }: Pick<HealthPart, 'label' | 'state'>) =>
  `${label} ${inSentence[state]}`;

export const isInUse = ({ state }: Pick<HealthPart, 'state'>) =>
  state !== 'disabled' && state !== 'incomplete';
export const isUnwell = (part: Pick<HealthPart, 'state'>) => isInUse(part) && part.state !== 'healthy';

/** How all is, in a sentence, and why where one thing is to blame; the worst stands first. */
export function overallText(parts: readonly HealthPart[]): { line: string; why: string | null } {
  const used = parts.filter(isInUse);
  const unwell = used.filter(isUnwell);
  const [first] = unwell;
  if (first === undefined) {
    const line =
      used.length === 1 ? `${used[0]?.label} is healthy.` : `All ${used.length} integrations are healthy.`;
    return { line, why: null };
  }
  if (unwell.length === 1) return { line: `${standsText(first)}${waitingText(first)}.`, why: first.reason };
  const named = unwell.slice(0, 3).map(standsText).join(', ');
  const others = unwell.length > 3 ? `, and ${unwell.length - 3} more` : '';
  return { line: `${unwell.length} of ${used.length} are not well: ${named}${others}.`, why: null };
}

function waitingText({ figures: { queueDepth } }: HealthPart): string {
  if (queueDepth === null || queueDepth === 0) return '';
  return `; ${count(queueDepth, 'message')} ${queueDepth === 1 ? 'waits' : 'wait'}`;
}

/** The numbers of a tile, with what each means; only those that there are. */
export function figureTexts({
  figures,
}: HealthPart): readonly { name: string; value: string; help: string }[] {
  const { responseMs, successRate, queueDepth } = figures;
  const all = [
    responseMs && {
      name: 'p95',
      value: tookText(responseMs.p95),
      help: 'Response time: 95 of 100 answers of the last hour were this fast or faster',
    },
    successRate !== null && {
      name: 'Success',
      value: percent(successRate),
      help: 'Of the last hour, 500 tries at most',
    },
    queueDepth !== null && {
      name: 'Queue',
      value: queueDepth.toLocaleString('en'),
      help: 'What waits to go out',
    },
  ];
  return all.filter((figure) => figure !== null && figure !== false);
}

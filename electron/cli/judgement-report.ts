import type { Analysis } from '../../shared/analysis.ts';
import type { JudgedRule, Judgement } from '../../shared/rules/judgement.ts';
import type { Outcome } from '../../shared/rules/verdict.ts';
import { type Paint, paintForTerminal } from './report.ts';

const words: Readonly<Record<Outcome, string>> = { pass: 'pass', fail: 'fail', unknown: 'cannot tell' };
const colours = { pass: 'green', fail: 'red', unknown: 'yellow' } as const;
const notAbout = 'not about';

/** What rules say of a photo: a line for each, its reason and what to do. */
export function judgementReport(
  path: string | null,
  judgement: Judgement | null,
  paint: Paint = paintForTerminal,
): string {
  const title = path === null ? [] : [paint('bold', path)];
  if (judgement === null) return `${[...title, '  no rule is about this photo'].join('\n')}\n\n`;
  const lines = judgement.rules.flatMap(({ name, verdict }) => [
    `  ${headOf(verdict, paint)}  ${name}`,
    `  ${' '.repeat(11)}  ${paint('dim', [verdict.reason, verdict.advice].filter((part) => part !== null).join(' '))}`,
  ]);
  return `${[...title, ...lines].join('\n')}\n\n`;
}

/** A rule whose condition is not met says nothing of the photo. */
function headOf({ applies, outcome }: JudgedRule['verdict'], paint: Paint): string {
  return applies ? paint(colours[outcome], words[outcome].padEnd(11)) : paint('dim', notAbout.padEnd(11));
}

/** The JSON line of a photo that was held against rules; every rule in the order given. */
export function judgementLine(path: string, { photo }: Analysis, judgement: Judgement | null): string {
  const { verdict = null, rejected = false, tags = [], template = null, advice = [] } = judgement ?? {};
  return JSON.stringify({
    path,
    photoId: photo.id,
    ...{ verdict, rejected, tags, template, advice },
    rules: (judgement?.rules ?? []).map(({ name, verdict: { outcome, ...of }, ...follows }) => ({
      rule: name,
      verdict: outcome,
      ...of,
      alert: follows.alert,
      rejected: follows.rejected,
      tags: follows.tags,
      template: follows.template,
      channels: follows.channels,
    })),
  });
}

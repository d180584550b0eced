import { builtInModel } from '../../models/manifest.ts';
import { parse } from '../../shared/rules/parse.ts';
import type { Reading } from '../../shared/rules/rule.ts';
import { exitStatus } from './exit-status.ts';
import { createOutput } from './output.ts';
import { type Paint, paintForTerminal } from './report.ts';

/** The command `rules check`; ends with 0 when every word was understood, with 1 otherwise. Needs no data folder. */
export async function checkRule(text: string, { json }: { json?: true }): Promise<number> {
  const reading = parse(text, { labels: builtInModel('mug-detector').classes });
  const output = createOutput(process.stdout, () => undefined);
  await output.write(json ? `${JSON.stringify(reading)}\n` : readingReport(text, reading));
  return reading.rule === null ? exitStatus.failed : exitStatus.ok;
}

/** The text with what is wrong marked under it, or what it means. */
export function readingReport(text: string, reading: Reading, paint: Paint = paintForTerminal): string {
  const { canonical, confidence, problems } = reading;
  const head =
    canonical === null
      ? paint('red', 'Not understood.')
      : `${paint('bold', canonical)}  ${paint('dim', `${Math.round(confidence * 100)} % sure`)}`;
  const lines = problems.flatMap(({ start, end, level, message, suggestions }) => {
    const meant =
      suggestions.length === 0 ? '' : ` Perhaps: ${suggestions.map((one) => `"${one}"`).join(', ')}.`;
    const colour = level === 'error' ? 'red' : 'yellow';
    return text.includes('\n')
      ? [paint(colour, `${message}${meant}`)]
      : [
          `  ${text}`,
          paint(colour, `  ${' '.repeat(start)}${'^'.repeat(Math.max(1, end - start))} ${message}${meant}`),
        ];
  });
  return `${[head, ...lines].join('\n')}\n`;
}

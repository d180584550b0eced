import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { builtInModel } from '../../models/manifest.ts';
import { parse } from '../../shared/rules/parse.ts';
import type { Reading } from '../../shared/rules/rule.ts';
import { findDataDir } from '../paths.ts';
import { exitStatus } from './exit-status.ts';
import { createOutput } from './output.ts';
import { type Paint, paintForTerminal } from './report.ts';
import { type Core, withCore } from './with-core.ts';

/**
 * The command `rules check`; ends with 0 when every word was understood, with 1 otherwise. Where there is a data folder
 * names of areas, channels and templates are held against it; without one any name will do.
 */
export async function checkRule(
  text: string,
  { json, dataFolder }: { json?: true; dataFolder?: string },
): Promise<number> {
  const statusOf = ({ rule }: Reading) => (rule === null ? exitStatus.failed : exitStatus.ok);
  const report = (reading: Reading) => (json ? `${JSON.stringify(reading)}\n` : readingReport(text, reading));
  if (existsSync(join(findDataDir(dataFolder), 'h200.sqlite'))) {
    return withCore({ ...(dataFolder !== undefined && { dataFolder }) }, async (core) => {
      const reading = await readWith(core, text);
      await core.write(report(reading));
      return statusOf(reading);
    });
  }
  const reading = parse(text, { labels: builtInModel('mug-detector').classes });
  await createOutput(process.stdout, () => undefined).write(report(reading));
  return statusOf(reading);
}

/** Reads a text with the names that the data folder knows. */
export async function readWith(core: Core, text: string): Promise<Reading> {
  // Those of Templated are asked for, where there is an account.
  await core.call('templates.list', { limit: 1 });
  return core.call('rules.parse', { text });
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

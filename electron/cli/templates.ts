import type { CallInput } from '../../shared/contract.ts';
import type { RenderProvider, TemplateSummary } from '../../shared/template.ts';
import { exitStatus } from './exit-status.ts';
import { type Paint, paintForTerminal } from './report.ts';
import { tableOf } from './table.ts';
import { type Core, withCore } from './with-core.ts';

interface TemplatesOptions {
  json?: true;
  source?: RenderProvider;
  dataFolder?: string;
}

/** The command `templates list`; gives the exit status: failed when not all of them could be seen. */
export function listTemplates({ json, source, ...options }: TemplatesOptions): Promise<number> {
  return withCore(options, async (core) => {
    const { templates, problem } = await readTemplates(core, { source });
    if (problem !== null) core.say(`Those of Templated cannot be seen. ${problem}`);
    await core.write(
      json ? templates.map((one) => `${JSON.stringify(one)}\n`).join('') : templatesReport(templates),
    );
    return problem === null ? exitStatus.ok : exitStatus.failed;
  });
}

/** All templates there are, and the sentence that says why some could not be seen. */
export async function readTemplates(
  { call }: Pick<Core, 'call'>,
  filter: Pick<CallInput<'templates.list'>, 'source'>,
): Promise<{ templates: TemplateSummary[]; problem: string | null }> {
  const templates: TemplateSummary[] = [];
  let cursor: string | undefined;
  do {
    const page = await call('templates.list', { ...filter, limit: 500, cursor });
    templates.push(...page.templates);
    if (page.problem !== null) return { templates, problem: page.problem.message };
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  return { templates, problem: null };
}

function templatesReport(templates: readonly TemplateSummary[], paint: Paint = paintForTerminal): string {
  if (templates.length === 0) return '';
  const rows = templates.map(({ name, id, source, width, height, cells, tags }) => [
    name,
    id,
    source,
    `${width} × ${height}`,
    `${cells}`,
    tags.join(', '),
  ]);
  return tableOf([['name', 'id', 'drawn by', 'size', 'photos', 'tags'], ...rows], paint);
}

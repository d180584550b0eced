import type { Workflow } from '../integrations/workflow.ts';
import type { HandlersOf } from './dispatch.ts';

/** Answers `workflow.*`. */
export function workflowHandlers(workflow: Pick<Workflow, 'run' | 'get'>): HandlersOf<'workflow'> {
  return {
    'workflow.run': workflow.run,
    'workflow.get': ({ id }) => workflow.get(id),
  };
}

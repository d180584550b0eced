import { useEffect, useState } from 'react';
import type { TemplateSummary } from '../../../shared/template.ts';
import { core, useCore } from '../../core.ts';

/** All templates to choose from, whatever the gallery is narrowed to; empty until the core has told. */
export function useTemplateNames(): readonly Pick<TemplateSummary, 'id' | 'name'>[] {
  const connected = useCore((state) => state.connected && state.info !== null);
  const [templates, setTemplates] = useState<readonly TemplateSummary[]>([]);
  useEffect(() => {
    if (!connected) return;
    const load = () =>
      core.call('templates.list', { limit: 500 }).then(
        (answer) => setTemplates(answer.templates),
        // Ids stand where names cannot be told.
        () => undefined,
      );
    void load();
    return core.listen('templates.changed', load);
  }, [connected]);
  return templates;
}

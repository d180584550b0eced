import { Select } from '@mantine/core';
import { useMemo } from 'react';
import { parse } from '../../../shared/rules/parse.ts';
import { saveSettings, useCore } from '../../core.ts';
import { tellFailure } from '../../ui/notices.tsx';
import { useRules } from './rules.ts';

/** Which of the contexts that rules speak of is in force; not shown while none speaks of one. */
export function ContextChoice() {
  const list = useRules((rules) => rules.list);
  const settings = useCore((state) => state.settings.rules);
  const contexts = useMemo(() => contextsOf(list.map(({ text }) => text)), [list]);
  const names = [...new Set([...contexts, ...(settings.context === '' ? [] : [settings.context])])];
  if (names.length === 0) return null;
  return (
    <Select
      label="Context in force"
      data={[{ value: '', label: 'None' }, ...names]}
      value={settings.context}
      onChange={(context) => {
        if (context !== null) saveSettings({ rules: { ...settings, context } }).catch(tellFailure);
      }}
    />
  );
}

function contextsOf(texts: readonly string[]): string[] {
  const names = texts.flatMap((text) => {
    // Reading all of them costs more than looking for the word.
    if (!/context/i.test(text)) return [];
    const statements = parse(text).rule?.statements ?? [];
    return statements.flatMap(({ scope }) => (scope?.in === 'context' ? scope.name : []));
  });
  return [...new Map(names.map((name) => [name.toLowerCase(), name])).values()];
}

import { type RuleSettings, ruleSettingsSchema } from '../../../shared/settings.ts';
import type { FieldErrors } from '../../ui/schema-errors.ts';
import { SchemaForm } from '../../ui/schema-form.tsx';
import { AssistantKey } from './assistant-key.tsx';
import { SettingsSection } from './settings-section.tsx';
import { settingsWords } from './settings-words.ts';

interface RulesSectionProps {
  value: RuleSettings;
  errors: FieldErrors;
  onChange: (value: RuleSettings) => void;
}

/** How rules are judged and written; the key of the assistant is kept apart from the other settings. */
export function RulesSection({ value, errors, onChange }: RulesSectionProps) {
  return (
    <SettingsSection title="Rules">
      <SchemaForm
        schema={ruleSettingsSchema}
        path="rules"
        value={value}
        words={settingsWords}
        errors={errors}
        onChange={onChange}
      />
      {value.assistant.enabled && <AssistantKey />}
    </SettingsSection>
  );
}

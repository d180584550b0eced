import { useEffect, useMemo } from 'react';
import { type RenderSettings, renderSettingsSchema } from '../../../shared/settings.ts';
import { useCore } from '../../core.ts';
import type { FieldErrors } from '../../ui/schema-errors.ts';
import { SchemaForm } from '../../ui/schema-form.tsx';
import { followRenderers } from '../templates/renderers.ts';
import { ChoicesTable } from './choices-table.tsx';
import { useEnvironmentNames } from './environment-names.ts';
import { SettingsSection } from './settings-section.tsx';
import { settingsWords } from './settings-words.ts';
import { TemplatedKey } from './templated-key.tsx';

const orderSchema = renderSettingsSchema.pick({ order: true, templatedBaseUrl: true });
const formatSchema = renderSettingsSchema.pick({ format: true });

interface PicturesSectionProps {
  value: RenderSettings;
  errors: FieldErrors;
  onChange: (value: RenderSettings) => void;
}

/** Who draws pictures, with which account, and which template a photo gets. */
export function PicturesSection({ value, errors, onChange }: PicturesSectionProps) {
  const connected = useCore((state) => state.connected && state.info !== null);
  useEffect(() => (connected ? followRenderers() : undefined), [connected]);
  const names = useEnvironmentNames();
  const locked = useMemo((): Record<string, string> => {
    const source = Array.isArray(names) && names.find(({ name }) => name === 'TEMPLATED_BASE_URL')?.source;
    return source ? { 'render.templatedBaseUrl': `TEMPLATED_BASE_URL (${source})` } : {};
  }, [names]);
  const form = { path: 'render', value, words: settingsWords, errors };
  return (
    <SettingsSection title="Pictures">
      <SchemaForm
        {...form}
        schema={orderSchema}
        locked={locked}
        onChange={(part) => onChange({ ...value, ...part })}
      />
      <TemplatedKey />
      <SchemaForm {...form} schema={formatSchema} onChange={(part) => onChange({ ...value, ...part })} />
      <ChoicesTable value={value} errors={errors} onChange={onChange} />
    </SettingsSection>
  );
}

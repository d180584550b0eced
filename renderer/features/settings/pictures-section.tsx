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

const orderSchema = renderSettingsSchema.pick({ order: true });
const addressSchema = renderSettingsSchema.pick({ templatedBaseUrl: true });
const webhookSchema = renderSettingsSchema.pick({ templatedWebhookUrl: true });
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
  const isLocked = Object.keys(locked).length > 0;
  const form = { path: 'render', value, words: settingsWords, errors };
  return (
    <SettingsSection title="Pictures">
      <SchemaForm {...form} schema={orderSchema} onChange={({ order }) => onChange({ ...value, order })} />
      <SchemaForm
        {...form}
        schema={addressSchema}
        // What the environment says is never told, and the one that is kept here is not in use.
        value={isLocked ? { templatedBaseUrl: 'The one of the environment' } : value}
        locked={locked}
        onChange={({ templatedBaseUrl }) => onChange({ ...value, templatedBaseUrl })}
      />
      <TemplatedKey />
      <SchemaForm
        {...form}
        schema={webhookSchema}
        onChange={({ templatedWebhookUrl }) => onChange({ ...value, templatedWebhookUrl })}
      />
      <SchemaForm {...form} schema={formatSchema} onChange={({ format }) => onChange({ ...value, format })} />
      <ChoicesTable value={value} errors={errors} onChange={onChange} />
    </SettingsSection>
  );
}

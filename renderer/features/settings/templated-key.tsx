import { Button, Group } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react';
import { useState } from 'react';
import { secretMask } from '../../../shared/channel.ts';
import { toAppError } from '../../../shared/errors.ts';
import type { RendererState } from '../../../shared/render.ts';
import { tell } from '../../ui/notices.tsx';
import type { FieldErrors } from '../../ui/schema-errors.ts';
import { SchemaForm } from '../../ui/schema-form.tsx';
import type { SchemaNode } from '../../ui/schema-node.ts';
import { QuotaGauge } from '../templates/quota-gauge.tsx';
import { loadRenderers, rendererOf, setTemplatedKey, useRenderers } from '../templates/renderers.ts';
import classes from './templated-key.module.css';

const keySchema: SchemaNode = {
  type: 'object',
  properties: {
    key: {
      type: 'string',
      secret: true,
      title: 'Key of Templated',
      description:
        'From app.templated.io, API integration. It is kept like the secrets of channels, and never shown again.',
    },
  },
};

const unnamed: FieldErrors = {};

/** The key of the account, kept apart from the other settings, and the button that tries it. */
export function TemplatedKey() {
  const { list, asking, reason } = useRenderers();
  const state = rendererOf(list, 'templated');
  const [draft, setDraft] = useState<string | null>(null);
  const [refused, setRefused] = useState<FieldErrors>(unnamed);
  const [saving, setSaving] = useState(false);
  const [tested, setTested] = useState(false);
  const source = state?.keySource ?? null;
  const kept = state?.configured === true;
  const value: unknown = draft ?? (kept ? secretMask : '');
  const changed = draft !== null && draft !== secretMask;

  const save = async (key: string) => {
    setSaving(true);
    try {
      await setTemplatedKey(key);
      setDraft(null);
      setRefused(unnamed);
      setTested(false);
      tell({ tone: 'good', message: key === '' ? 'The key was removed.' : 'The key was kept.' });
    } catch (error) {
      setRefused({ key: toAppError(error).message });
    } finally {
      setSaving(false);
    }
  };
  const test = async () => {
    setTested(false);
    await loadRenderers(true);
    setTested(true);
  };

  return (
    <div className={classes.key}>
      <SchemaForm<{ key?: unknown }>
        schema={keySchema}
        path=""
        value={{ key: value }}
        errors={refused}
        {...(source !== null && { locked: { key: source } })}
        onChange={({ key }) => {
          setRefused(unnamed);
          // Undefined: the kept one is to go; the empty text: another one is about to be typed.
          if (key === undefined && value === secretMask) void save('');
          else setDraft(typeof key === 'string' ? key : '');
        }}
      />
      <Group gap={8}>
        {changed && (
          <Button loading={saving} disabled={draft.trim() === ''} onClick={() => save(draft.trim())}>
            Keep this key
          </Button>
        )}
        <Button variant="default" loading={asking} disabled={!kept || changed} onClick={test}>
          Test
        </Button>
      </Group>
      {tested && state !== undefined && <Tested state={state} failure={reason} />}
    </div>
  );
}

/** What the account said; `failure` is why it said nothing. */
function Tested({ state: { quota }, failure }: { state: RendererState; failure: string | null }) {
  const works = failure === null;
  const Icon = works ? IconCircleCheck : IconAlertTriangle;
  const plan = quota?.plan ? ` The account has the plan ${quota.plan}.` : '';
  return (
    <div className={classes.tested} data-works={works} role="status">
      <Icon size={16} aria-hidden />
      <div>
        <p className={classes.words}>{works ? `Templated takes the key.${plan}` : failure}</p>
        {works && quota && <QuotaGauge quota={quota} />}
      </div>
    </div>
  );
}

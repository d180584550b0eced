import { Button, Group, Modal } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { hookSchema } from '../../../shared/hook.ts';
import { errorsOf } from '../../ui/schema-errors.ts';
import { SchemaForm } from '../../ui/schema-form.tsx';
import { changeDraft, closeEditor, saveDraft, useHookDraft } from './hook-draft.ts';
import classes from './hook-editor.module.css';
import { hookFormWords } from './hook-words.ts';

const naming = hookSchema.pick({ name: true });
const rest = hookSchema.omit({ name: true, enabled: true });

/** A hook as it is made or changed. */
export function HookEditor() {
  const editing = useHookDraft((state) => state.editing);
  // The title stays while the form goes out of sight.
  const [title, setTitle] = useState('');
  const now = editing === null ? title : editing.isNew ? 'Add a hook' : `Edit ${editing.draft.name}`;
  if (now !== title) setTitle(now);
  return (
    <Modal
      opened={editing !== null}
      onClose={closeEditor}
      title={now}
      size={460}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {editing !== null && <Form key={now} />}
    </Modal>
  );
}

function Form() {
  const editing = useHookDraft((state) => state.editing);
  const [tried, setTried] = useState(false);
  if (editing === null) return null;
  const { draft, isNew, refused, saving } = editing;
  const wrong = errorsOf(hookSchema, draft, hookFormWords);
  // A name that nobody has typed yet is no mistake.
  const errors = { ...(tried || draft.name !== '' ? wrong : {}), ...refused };
  const save = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (Object.keys(wrong).length === 0) void saveDraft();
  };
  const form = { path: '', words: hookFormWords, errors };
  return (
    <form className={classes.form} noValidate onSubmit={save}>
      {isNew && (
        <SchemaForm
          {...form}
          schema={naming}
          value={draft}
          onChange={({ name }) => changeDraft({ ...draft, name })}
        />
      )}
      <SchemaForm
        {...form}
        schema={rest}
        value={draft}
        onChange={(value) => changeDraft({ ...draft, ...value })}
      />
      <Group gap={8} justify="flex-end">
        <Button variant="default" onClick={closeEditor}>
          Cancel
        </Button>
        <Button type="submit" loading={saving}>
          {isNew ? 'Add it' : 'Save'}
        </Button>
      </Group>
    </form>
  );
}

import { Button, Group, Modal, Stack, TagsInput, Textarea, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { create } from 'zustand';
import { toAppError } from '../../../shared/errors.ts';
import { type Template, templateSchema } from '../../../shared/template.ts';
import { core } from '../../core.ts';
import { tell } from '../../ui/notices.tsx';
import { errorsOf, type FieldErrors } from '../../ui/schema-errors.ts';
import { loadOpened } from './opened.ts';
import { useTemplates } from './templates.ts';

type Draft = Pick<Template, 'name' | 'description' | 'tags'>;

interface Editing {
  id: string | null;
  opened: boolean;
  draft: Draft;
  saving: boolean;
  refused: FieldErrors;
}

const useEditing = create<Editing>(() => ({
  id: null,
  opened: false,
  draft: { name: '', description: '', tags: [] },
  saving: false,
  refused: {},
}));

const draftSchema = templateSchema.pick({ name: true, description: true, tags: true });

/** Opens the form for what a template is called. */
export const editTemplate = ({ id, name, description, tags }: Template) =>
  useEditing.setState({ id, opened: true, draft: { name, description, tags }, saving: false, refused: {} });

const close = () => useEditing.setState({ opened: false });

const change = (part: Partial<Draft>) =>
  useEditing.setState(({ draft }) => ({ draft: { ...draft, ...part }, refused: {} }));

async function save(event: FormEvent): Promise<void> {
  event.preventDefault();
  const { id, draft } = useEditing.getState();
  if (id === null) return;
  useEditing.setState({ saving: true });
  try {
    await core.call('templates.update', { id, ...draft, name: draft.name.trim() });
    close();
    tell({ tone: 'good', message: `${draft.name.trim()} was saved.` });
    void loadOpened();
  } catch (error) {
    const { field, message } = toAppError(error);
    useEditing.setState({ refused: { [field ?? 'name']: message } });
  } finally {
    useEditing.setState({ saving: false });
  }
}

/** Name, description and tags of one of the operator's own. */
export function EditTemplate() {
  const { opened, draft, saving, refused } = useEditing();
  const known = useTemplates((templates) => templates.tags);
  const [search, setSearch] = useState('');
  const errors = { ...errorsOf(draftSchema, { ...draft, name: draft.name.trim() }, {}), ...refused };
  const wrong = Object.keys(errors).length > 0;
  const ofTags = Object.keys(errors).find((path) => path.startsWith('tags'));
  return (
    <Modal
      opened={opened}
      onClose={close}
      title="Name and tags"
      size={460}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <form onSubmit={save} noValidate>
        <Stack gap={12}>
          <TextInput
            label="Name"
            data-autofocus
            value={draft.name}
            error={draft.name.trim() === '' ? 'A name is needed.' : errors.name}
            onChange={({ currentTarget }) => change({ name: currentTarget.value })}
          />
          <Textarea
            label="Description"
            autosize
            minRows={2}
            maxRows={6}
            value={draft.description}
            error={errors.description}
            onChange={({ currentTarget }) => change({ description: currentTarget.value })}
          />
          <TagsInput
            label="Tags"
            description="Templates are found by them."
            placeholder={draft.tags.length === 0 ? 'Enter or a comma adds one' : ''}
            // Offered while one types: an open list would lie on the buttons.
            data={search === '' ? [] : [...known]}
            searchValue={search}
            onSearchChange={setSearch}
            splitChars={[',', ';', '\n']}
            value={draft.tags}
            error={ofTags === undefined ? undefined : errors[ofTags]}
            onChange={(tags) => change({ tags })}
          />
        </Stack>
        <Group mt={16} gap={8} justify="flex-end">
          <Button variant="default" onClick={close}>
            Cancel
          </Button>
          <Button type="submit" loading={saving} disabled={wrong}>
            Save
          </Button>
        </Group>
      </form>
    </Modal>
  );
}

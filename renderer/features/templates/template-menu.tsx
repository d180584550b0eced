import { ActionIcon, Menu } from '@mantine/core';
import { IconCode, IconCopyPlus, IconDots, IconPencil, IconTrash } from '@tabler/icons-react';
import type { CallInput } from '../../../shared/contract.ts';
import type { PlacementDialect } from '../../../shared/render.ts';
import type { Template } from '../../../shared/template.ts';
import { askToDelete } from './delete-template.tsx';
import { EditTemplate, editTemplate } from './edit-template.tsx';
import { dialectWords, exportPlacement, PlacementDialog } from './placement-dialog.tsx';
import { cloneTemplate } from './template-actions.ts';

interface TemplateMenuProps {
  template: Template;
  request: CallInput<'renders.preview'> | null;
}

const dialects = Object.keys(dialectWords) as PlacementDialect[];

/** What is done with a template now and then. */
export function TemplateMenu({ template, request }: TemplateMenuProps) {
  return (
    <>
      <Menu position="bottom-end" shadow="md" width={280}>
        <Menu.Target>
          <ActionIcon aria-label={`More for ${template.name}`} size={30}>
            <IconDots size={16} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconCopyPlus size={14} />} onClick={() => cloneTemplate(template)}>
            Clone
          </Menu.Item>
          <Menu.Item
            leftSection={<IconPencil size={14} />}
            disabled={template.builtIn}
            onClick={() => editTemplate(template)}
          >
            {template.builtIn ? 'Name and tags: clone it first' : 'Name and tags…'}
          </Menu.Item>
          <Menu.Divider />
          <Menu.Label>Export this placement as JSON for</Menu.Label>
          {dialects.map((dialect) => (
            <Menu.Item
              key={dialect}
              leftSection={<IconCode size={14} />}
              disabled={request === null}
              onClick={() => request !== null && exportPlacement(request, dialect)}
            >
              {dialectWords[dialect]}
            </Menu.Item>
          ))}
          <Menu.Divider />
          <Menu.Item
            color="red"
            leftSection={<IconTrash size={14} />}
            disabled={template.builtIn}
            onClick={() => askToDelete(template)}
          >
            {template.builtIn ? 'Cannot be deleted: comes with the program' : 'Delete…'}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <EditTemplate />
      <PlacementDialog />
    </>
  );
}

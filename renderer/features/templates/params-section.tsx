import { ActionIcon, Button, TextInput } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import { Section } from '../../ui/section.tsx';
import { paramLabel } from '../renders/template-needs.ts';
import { paramsFor, setParam, useParams } from './params.ts';
import classes from './params-section.module.css';

interface ParamsSectionProps {
  templateId: string;
  /** Names that the mapping asks for. */
  asked: readonly string[];
}

/** What the operator says himself: `template_params.NAME`. Those the mapping asks for, and others on wish. */
export function ParamsSection({ templateId, asked }: ParamsSectionProps) {
  const params = useParams((kept) => paramsFor(kept, templateId));
  const names = [...asked, ...Object.keys(params).filter((name) => !asked.includes(name))];
  return (
    <Section title="Parameters">
      <div className={classes.fields}>
        {names.length === 0 && (
          <p className={classes.none}>
            None yet. A text with {'{{template_params.title}}'} in it asks for a title here.
          </p>
        )}
        {names.map((name) => (
          <div key={name} className={classes.field}>
            <TextInput
              className={classes.input}
              label={paramLabel(name)}
              {...(!asked.includes(name) && { description: 'No layer asks for it.' })}
              autoComplete="off"
              value={params[name] ?? ''}
              onChange={({ currentTarget }) => setParam(templateId, name, currentTarget.value)}
            />
            {!asked.includes(name) && (
              <ActionIcon
                size={30}
                aria-label={`Remove ${paramLabel(name)}`}
                onClick={() => setParam(templateId, name, null)}
              >
                <IconX size={15} stroke={1.6} />
              </ActionIcon>
            )}
          </div>
        ))}
        <AddParam known={names} onAdd={(name) => setParam(templateId, name, '')} />
      </div>
    </Section>
  );
}

function AddParam({ known, onAdd }: { known: readonly string[]; onAdd: (name: string) => void }) {
  const [name, setName] = useState<string | null>(null);
  if (name === null)
    return (
      <Button
        className={classes.add ?? ''}
        variant="subtle"
        color="gray"
        leftSection={<IconPlus size={14} stroke={1.8} />}
        onClick={() => setName('')}
      >
        Add a parameter
      </Button>
    );
  const problem = known.includes(name)
    ? 'There is one of this name.'
    : name === '' || /^[\w-]{1,60}$/.test(name)
      ? null
      : 'Letters, digits, - and _ only.';
  const add = (event: FormEvent) => {
    event.preventDefault();
    if (problem !== null || name === '') return;
    onAdd(name);
    setName(null);
  };
  return (
    <form className={classes.field} onSubmit={add}>
      <TextInput
        className={classes.input}
        aria-label="Name of the parameter"
        placeholder="Name, such as title"
        autoFocus
        value={name}
        error={problem}
        onChange={({ currentTarget }) => setName(currentTarget.value)}
        onKeyDown={({ key }) => key === 'Escape' && setName(null)}
      />
      <Button type="submit" variant="default" disabled={problem !== null || name === ''}>
        Add
      </Button>
    </form>
  );
}

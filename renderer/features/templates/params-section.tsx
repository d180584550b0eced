import { ActionIcon, Button, TextInput } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import { Section } from '../../ui/section.tsx';
import { paramLabel } from '../renders/param-label.ts';
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
  const [adding, setAdding] = useState(false);
  const names = [...asked, ...Object.keys(params).filter((name) => !asked.includes(name))];
  return (
    <Section
      title="Parameters"
      aside={
        <Button
          variant="subtle"
          color="gray"
          size="compact-xs"
          leftSection={<IconPlus size={14} stroke={1.8} />}
          onClick={() => setAdding(true)}
        >
          Add a parameter
        </Button>
      }
    >
      <div className={classes.fields}>
        {names.length === 0 && !adding && (
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
        {adding && (
          <AddParam
            known={names}
            onAdd={(name) => setParam(templateId, name, '')}
            onDone={() => setAdding(false)}
          />
        )}
      </div>
    </Section>
  );
}

interface AddParamProps {
  known: readonly string[];
  onAdd: (name: string) => void;
  onDone: () => void;
}

function AddParam({ known, onAdd, onDone }: AddParamProps) {
  const [name, setName] = useState('');
  const problem = known.includes(name)
    ? 'There is one of this name.'
    : name === '' || /^[\w-]{1,60}$/.test(name)
      ? null
      : 'Letters, digits, - and _ only.';
  const add = (event: FormEvent) => {
    event.preventDefault();
    if (problem !== null || name === '') return;
    onAdd(name);
    onDone();
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
        onKeyDown={({ key }) => key === 'Escape' && onDone()}
      />
      <Button type="submit" variant="default" disabled={problem !== null || name === ''}>
        Add
      </Button>
    </form>
  );
}

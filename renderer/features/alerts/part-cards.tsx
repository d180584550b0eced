import { Menu, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import type { FieldErrors } from '../../ui/schema-errors.ts';
import { AddButton } from './add-button.tsx';
import { togglePart, useAlerting } from './alerting-draft.ts';
import { PartCard } from './part-card.tsx';
import tree from './route-cards.module.css';

interface PartCardsProps<Part> {
  parts: readonly Part[];
  /** Where they stand within the errors. */
  path: string;
  errors: FieldErrors;
  onChange: (parts: Part[]) => void;
  /** What a part says, in words. */
  words: (part: Part) => ReactNode;
  /** Beside the words. */
  aside?: (part: Part, change: (to: Partial<Part>) => void) => ReactNode;
  /** Its form, below its name; `path` is its own within the errors. */
  fields: (part: Part, change: (to: Partial<Part>) => void, path: string) => ReactNode;
  /** What adding one is called, and the new one. */
  adds: string;
  fresh: () => Part;
}

/** Parts of one kind, each read as a sentence and edited where it stands. */
export function PartCards<Part extends { id: string; name: string }>(props: PartCardsProps<Part>) {
  const { parts, path, errors, onChange, words, aside, fields, adds, fresh } = props;
  const openPart = useAlerting((state) => state.openPart);
  const add = () => {
    const part = fresh();
    onChange([...parts, part]);
    useAlerting.setState({ openPart: part.id });
  };
  return (
    <div className={tree.tree}>
      {parts.map((part, index) => {
        const own = `${path}.${index}`;
        const change = (to: Partial<Part>) =>
          onChange(parts.map((other) => (other.id === part.id ? { ...other, ...to } : other)));
        return (
          <PartCard
            key={part.id}
            label={part.name}
            wrong={Object.keys(errors).some((name) => name.startsWith(`${own}.`))}
            aside={aside?.(part, change)}
            menu={
              <Menu.Item onClick={() => onChange(parts.filter(({ id }) => id !== part.id))}>Remove</Menu.Item>
            }
            onToggle={() => togglePart(part.id)}
            form={
              openPart === part.id ? (
                <>
                  <TextInput
                    label="Name"
                    value={part.name}
                    error={errors[`${own}.name`]}
                    onChange={({ currentTarget }) => change({ name: currentTarget.value } as Partial<Part>)}
                  />
                  {fields(part, change, own)}
                </>
              ) : null
            }
          >
            {words(part)}
          </PartCard>
        );
      })}
      <AddButton onPress={add}>{adds}</AddButton>
    </div>
  );
}

import { ActionIcon, Button, Select } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconPlus, IconTrash } from '@tabler/icons-react';
import type { RenderSettings } from '../../../shared/settings.ts';
import type { FieldErrors } from '../../ui/schema-errors.ts';
import { Conditions, firstCondition } from '../templates/conditions.tsx';
import classes from './choices-table.module.css';
import { useExampleValues } from './example-values.ts';
import { useTemplateNames } from './template-names.ts';

type Choice = RenderSettings['choices'][number];

interface ChoicesTableProps {
  value: RenderSettings;
  errors: FieldErrors;
  onChange: (value: RenderSettings) => void;
}

/** Which template a photo gets when nobody chooses: the first choice that fits, else the last line. */
export function ChoicesTable({ value, errors, onChange }: ChoicesTableProps) {
  const { choices, otherwise } = value;
  const values = useExampleValues();
  const templates = useTemplateNames();
  const setChoices = (next: Choice[]) => onChange({ ...value, choices: next });
  const change = (at: number, part: Partial<Choice>) =>
    setChoices(choices.map((choice, place) => (place === at ? { ...choice, ...part } : choice)));
  return (
    <fieldset className={classes.choices}>
      <legend className={classes.legend}>Template by the photo</legend>
      <p className={classes.help}>
        For pictures that are asked for without naming one. The first that fits counts.
      </p>
      <ol className={classes.list}>
        {choices.map((choice, at) => (
          <li key={at} className={classes.choice} aria-label={`Choice ${at + 1}`}>
            <div className={classes.line}>
              <span className={classes.word}>When</span>
              <Conditions
                conditions={choice.when}
                values={values}
                problems={errors}
                judged={false}
                path={(...rest) => ['render.choices', at, 'when', ...rest].join('.')}
                onChange={(when) => change(at, { when })}
              />
            </div>
            <div className={classes.line}>
              <span className={classes.word}>then</span>
              <TemplateSelect
                templates={templates}
                label={`Template of choice ${at + 1}`}
                value={choice.templateId}
                error={errors[`render.choices.${at}.templateId`]}
                onChange={(templateId) => change(at, { templateId })}
              />
              <Order
                number={at + 1}
                total={choices.length}
                onMove={(by) => setChoices(moved(choices, at, by))}
                onRemove={() => setChoices(choices.filter((_, place) => place !== at))}
              />
            </div>
          </li>
        ))}
        <li className={classes.choice}>
          <div className={classes.line}>
            <span className={classes.word}>{choices.length === 0 ? 'Always' : 'Otherwise'}</span>
            <TemplateSelect
              templates={templates}
              label="Template otherwise"
              value={otherwise}
              error={errors['render.otherwise']}
              onChange={(templateId) => onChange({ ...value, otherwise: templateId })}
            />
          </div>
        </li>
      </ol>
      <Button
        className={classes.add ?? ''}
        variant="default"
        leftSection={<IconPlus size={14} />}
        onClick={() => setChoices([...choices, { when: [firstCondition], templateId: otherwise }])}
      >
        Add a choice
      </Button>
    </fieldset>
  );
}

function moved(choices: readonly Choice[], at: number, by: 1 | -1): Choice[] {
  const next = [...choices];
  const [choice] = next.splice(at, 1);
  if (choice !== undefined) next.splice(at + by, 0, choice);
  return next;
}

interface OrderProps {
  number: number;
  total: number;
  onMove: (by: 1 | -1) => void;
  onRemove: () => void;
}

function Order({ number, total, onMove, onRemove }: OrderProps) {
  return (
    <span className={classes.order}>
      <ActionIcon
        size={26}
        aria-label={`Choice ${number} up`}
        disabled={number === 1}
        onClick={() => onMove(-1)}
      >
        <IconArrowUp size={15} stroke={1.6} />
      </ActionIcon>
      <ActionIcon
        size={26}
        aria-label={`Choice ${number} down`}
        disabled={number === total}
        onClick={() => onMove(1)}
      >
        <IconArrowDown size={15} stroke={1.6} />
      </ActionIcon>
      <ActionIcon size={26} aria-label={`Remove choice ${number}`} onClick={onRemove}>
        <IconTrash size={15} stroke={1.6} />
      </ActionIcon>
    </span>
  );
}

interface TemplateSelectProps {
  templates: ReturnType<typeof useTemplateNames>;
  label: string;
  value: string | null;
  error: string | undefined;
  onChange: (templateId: string | null) => void;
}

/** No id is empty. */
const noPicture = '';

function TemplateSelect({ templates, label, value, error, onChange }: TemplateSelectProps) {
  const known = templates.map(({ id, name }) => ({ value: id, label: name }));
  const isGone = value !== null && !templates.some(({ id }) => id === value);
  return (
    <Select
      className={classes.template}
      aria-label={label}
      searchable
      data={[
        { value: noPicture, label: 'No picture' },
        ...known,
        ...(isGone ? [{ value, label: value }] : []),
      ]}
      value={value ?? noPicture}
      error={error}
      onChange={(next) => next !== null && onChange(next === noPicture ? null : next)}
    />
  );
}

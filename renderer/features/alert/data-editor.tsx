import { ActionIcon, Button, SegmentedControl, Textarea, TextInput } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import { changeDraft, useAlert, writeDataAs } from './alert.ts';
import { type DataRow, emptyRow, kindOf, readValue } from './alert-data.ts';
import classes from './data-editor.module.css';
import { FieldGroup } from './field-group.tsx';

/** The data that goes with an alert, in lines of name and value or as JSON. */
export function DataEditor() {
  const { draft, errors } = useAlert();
  const { json } = draft;
  return (
    <FieldGroup
      title="Data"
      choice={
        <SegmentedControl
          aria-label="Write data as"
          data={[
            { value: 'lines', label: 'Lines' },
            { value: 'json', label: 'JSON' },
          ]}
          value={json === null ? 'lines' : 'json'}
          onChange={(form) => writeDataAs(form === 'json' ? 'json' : 'lines')}
        />
      }
    >
      {json === null ? (
        <Lines rows={draft.rows} />
      ) : (
        <Textarea
          aria-label="Data as JSON"
          classNames={{ input: classes.json }}
          autosize
          minRows={4}
          maxRows={14}
          spellCheck={false}
          value={json}
          error={errors.data}
          onChange={({ currentTarget }) => changeDraft({ json: currentTarget.value })}
        />
      )}
    </FieldGroup>
  );
}

function Lines({ rows }: { rows: readonly DataRow[] }) {
  const change = (key: string, part: Partial<DataRow>) =>
    changeDraft({ rows: rows.map((row) => (row.key === key ? { ...row, ...part } : row)) });
  return (
    <>
      {rows.map((row, index) => (
        <Line
          key={row.key}
          row={row}
          number={index + 1}
          onChange={(part) => change(row.key, part)}
          onRemove={() => changeDraft({ rows: rows.filter(({ key }) => key !== row.key) })}
        />
      ))}
      <Button
        className={classes.add}
        variant="subtle"
        color="gray"
        leftSection={<IconPlus size={14} stroke={1.8} />}
        onClick={() => changeDraft({ rows: [...rows, emptyRow()] })}
      >
        Add a line
      </Button>
    </>
  );
}

interface LineProps {
  row: DataRow;
  /** 1 for the first. */
  number: number;
  onChange: (part: Partial<DataRow>) => void;
  onRemove: () => void;
}

function Line({ row, number, onChange, onRemove }: LineProps) {
  return (
    <div className={classes.line}>
      <TextInput
        aria-label={`Name ${number}`}
        placeholder="station"
        maxLength={100}
        value={row.name}
        onChange={({ currentTarget }) => onChange({ name: currentTarget.value })}
      />
      <TextInput
        aria-label={`Value ${number}`}
        placeholder="4"
        value={row.value}
        rightSection={
          row.value === '' ? null : <span className={classes.kind}>{kindOf(readValue(row.value))}</span>
        }
        rightSectionWidth={68}
        rightSectionPointerEvents="none"
        onChange={({ currentTarget }) => onChange({ value: currentTarget.value })}
      />
      <ActionIcon size={28} aria-label={`Remove line ${number}`} onClick={onRemove}>
        <IconX size={15} stroke={1.6} />
      </ActionIcon>
    </div>
  );
}

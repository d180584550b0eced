import { Button, Menu, Select, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconDownload, IconSearch } from '@tabler/icons-react';
import { type ReactNode, useEffect, useState } from 'react';
import { type Severity, severities } from '../../shared/event.ts';
import classes from './filter-bar.module.css';
import { severityWords } from './severity.tsx';

interface FilterBarProps {
  children: ReactNode;
  /** What is done with all that the filter shows, at the end of the line. */
  actions: ReactNode;
}

/** What narrows a list. */
export function FilterBar({ children, actions }: FilterBarProps) {
  return (
    <search className={classes.bar}>
      {children}
      <div className={classes.end}>{actions}</div>
    </search>
  );
}

/** The line of chips below the bar. */
export function FilterChips({ children }: { children: ReactNode }) {
  return <div className={classes.chips}>{children}</div>;
}

interface SearchFieldProps {
  /** For the key that goes there. */
  id: string;
  label: string;
  placeholder: string;
  /** What is searched for at the moment. */
  text: string;
  onSearch: (text: string) => void;
}

const typingMs = 200;

/** Searches a moment after the last letter. */
export function SearchField({ id, label, placeholder, text, onSearch }: SearchFieldProps) {
  const [typed, setTyped] = useState(text);
  const search = useDebouncedCallback(onSearch, typingMs);
  useEffect(() => setTyped(text), [text]);
  return (
    <TextInput
      id={id}
      className={classes.search}
      aria-label={label}
      placeholder={placeholder}
      leftSection={<IconSearch size={15} stroke={1.6} />}
      value={typed}
      onChange={({ currentTarget: { value } }) => {
        setTyped(value);
        search(value);
      }}
    />
  );
}

const severityChoices = [
  { value: '', label: 'Any severity' },
  ...severities.slice(1).map((severity) => ({
    value: severity,
    label: `${severityWords[severity]}${severity === 'critical' ? '' : ' or worse'}`,
  })),
];

interface SeveritySelectProps {
  value: Severity | undefined;
  onChange: (value: Severity | undefined) => void;
}

/** From which severity on; undefined: from the least. */
export function SeveritySelect({ value, onChange }: SeveritySelectProps) {
  return (
    <Select
      aria-label="Severity"
      data={severityChoices}
      w={150}
      value={value ?? ''}
      onChange={(chosen) => onChange((chosen as Severity | '') || undefined)}
    />
  );
}

interface ExportMenuProps {
  disabled: boolean;
  /** What each format holds. */
  csv: string;
  json: string;
  onExport: (format: 'csv' | 'json') => void;
}

/** Saves all that the filter shows. */
export function ExportMenu({ disabled, csv, json, onExport }: ExportMenuProps) {
  return (
    <Menu position="bottom-end" shadow="md">
      <Menu.Target>
        <Button variant="default" disabled={disabled} leftSection={<IconDownload size={15} stroke={1.6} />}>
          Export
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>All that the filter shows</Menu.Label>
        <Menu.Item onClick={() => onExport('csv')}>CSV, {csv}</Menu.Item>
        <Menu.Item onClick={() => onExport('json')}>JSON, {json}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

import { Select } from '@mantine/core';
import { useState } from 'react';
import type { RenderValue } from '../../../shared/render.ts';
import { valueNamed } from '../../../shared/rendering/values.ts';
import { ValueOption } from './value-option.tsx';

interface ValueSelectProps {
  label: string;
  name: string;
  values: readonly RenderValue[];
  error: string | undefined;
  onChange: (name: string) => void;
}

const isParam = (name: string) => /^template_params\.[\w-]{1,60}$/.test(name);

/** One of the values of the photo, found by typing; a parameter of one's own by its whole name. */
export function ValueSelect({ label, name, values, error, onChange }: ValueSelectProps) {
  const [search, setSearch] = useState(name);
  const names = values.map((value) => value.name);
  const others = [name, ...(isParam(search) ? [search] : [])].filter(
    (other) => other !== '' && !names.includes(other),
  );
  return (
    <Select
      aria-label={label}
      title={name}
      searchable
      data={[...new Set([...names, ...others])]}
      value={name === '' ? null : name}
      searchValue={search}
      onSearchChange={setSearch}
      error={error}
      placeholder="Value"
      nothingFoundMessage="No such value. One of your own: template_params.NAME"
      comboboxProps={{ width: 300, position: 'bottom-start', shadow: 'md' }}
      maxDropdownHeight={300}
      onChange={(next) => next !== null && onChange(next)}
      renderOption={({ option }) => {
        const value = valueNamed(values, option.value);
        return value === undefined ? option.label : <ValueOption value={value} />;
      }}
    />
  );
}

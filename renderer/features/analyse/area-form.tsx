import { Button, CloseButton, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { areaDraftSchema } from '../../../shared/area.ts';
import { toAppError } from '../../../shared/errors.ts';
import type { Frame } from '../../../shared/positioning.ts';
import { saveArea, useAreas } from '../rules/areas.ts';
import { useRulesAbout } from './areas-section.tsx';
import classes from './line-form.module.css';
import { type DrawnArea, dropArea, useView } from './view.ts';
import { useZoom } from './zoom.ts';

/** Asks, beside the area just drawn, what it is called. */
export function AreaForm({ frame }: { frame: Frame }) {
  const area = useView((view) => view.area);
  return area === null ? null : <NameForm key={area.id ?? 'new'} frame={frame} area={area} />;
}

function NameForm({ frame, area }: { frame: Frame; area: DrawnArea }) {
  const { k, x, y } = useZoom();
  const saved = useAreas(({ list }) => list.find(({ id }) => id === area.id)?.name);
  const about = useRulesAbout(saved);
  const [name, setName] = useState(saved ?? '');
  const [refused, setRefused] = useState<string | null>(null);
  const save = async () => {
    const draft = areaDraftSchema.safeParse({ ...area, name });
    if (!draft.success) {
      setRefused(draft.error.issues[0]?.message ?? null);
      return;
    }
    try {
      await saveArea(draft.data);
      dropArea();
    } catch (error) {
      setRefused(toAppError(error).message);
    }
  };
  const across = (area.x + area.width / 2) * frame.width * k + x;
  const down = area.y * frame.height * k + y + 8;
  const loses = saved !== undefined && name.trim() !== saved && about.length > 0;
  return (
    <form
      className={classes.form}
      style={{ transform: `translate(${across}px, ${down}px) translateX(-50%)` }}
      aria-label="Name of the area"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
      onKeyDown={(event) => event.key === 'Escape' && dropArea()}
    >
      <div>
        <TextInput
          w={180}
          aria-label="This area is called"
          placeholder="Tray"
          value={name}
          error={refused}
          maxLength={60}
          onChange={({ currentTarget }) => {
            setName(currentTarget.value);
            setRefused(null);
          }}
          autoFocus
        />
        {loses && (
          <Text size="xs" c="var(--review)" w={180}>
            {about.length === 1 ? `${about[0]} speaks` : `${about.length} rules speak`} of “{saved}” and then
            cannot tell.
          </Text>
        )}
      </div>
      <Button type="submit">Save</Button>
      <CloseButton size="sm" aria-label="Discard the area" onClick={dropArea} />
    </form>
  );
}

import { ActionIcon, Button, Text, Tooltip } from '@mantine/core';
import { IconPencil, IconSquareDashed, IconTrash } from '@tabler/icons-react';
import { useMemo } from 'react';
import type { Area } from '../../../shared/area.ts';
import { Section } from '../../ui/section.tsx';
import { count } from '../../ui/words.ts';
import { removeArea, useAreas } from '../rules/areas.ts';
import { useRules } from '../rules/rules.ts';
import classes from './areas-section.module.css';
import { currentPhoto, useRoll } from './roll.ts';
import { editArea, toggleTool, useView } from './view.ts';

/** Names of the rules that speak of an area. */
export function useRulesAbout(area: string | undefined): string[] {
  const list = useRules((rules) => rules.list);
  return useMemo(() => {
    const wanted = area?.toLowerCase();
    if (wanted === undefined) return [];
    return list.filter(({ text }) => text.toLowerCase().includes(wanted)).map(({ name }) => name);
  }, [list, area]);
}

/** The named areas that rules speak of, drawn on the photo itself. */
export function AreasSection() {
  const areas = useAreas(({ list }) => list);
  const drawing = useView((view) => view.tool === 'area');
  const shown = useRoll((roll) => currentPhoto(roll)?.state.kind === 'analysed');
  if (!shown) return null;
  return (
    <Section title="Areas">
      {areas.length > 0 && (
        <ul className={classes.list}>
          {areas.map((area) => (
            <AreaItem key={area.id} area={area} />
          ))}
        </ul>
      )}
      {(drawing || areas.length === 0) && (
        <Text mb={8}>
          {drawing
            ? 'Drag an area on the photo.'
            : 'Parts of the photo that rules speak of: “in the area ‘Tray’”.'}
        </Text>
      )}
      <Button
        variant={drawing ? 'light' : 'default'}
        leftSection={<IconSquareDashed size={15} stroke={1.6} />}
        onClick={() => toggleTool('area')}
      >
        {drawing ? 'Stop' : 'Draw an area'}
      </Button>
    </Section>
  );
}

function AreaItem({ area }: { area: Area }) {
  const used = useRulesAbout(area.name);
  return (
    <li className={classes.area}>
      <span className={classes.name} title={area.name}>
        {area.name}
      </span>
      {used.length > 0 && (
        <span className={classes.used} title={used.join(', ')}>
          {count(used.length, 'rule')}
        </span>
      )}
      <Tooltip label="Rename it, or drag it anew">
        <ActionIcon size={26} aria-label={`Change the area ${area.name}`} onClick={() => editArea(area)}>
          <IconPencil size={14} />
        </ActionIcon>
      </Tooltip>
      <Tooltip label={used.length > 0 ? `Remove: ${count(used.length, 'rule')} then cannot tell` : 'Remove'}>
        <ActionIcon
          size={26}
          aria-label={`Remove the area ${area.name}`}
          onClick={() => void removeArea(area)}
        >
          <IconTrash size={14} />
        </ActionIcon>
      </Tooltip>
    </li>
  );
}

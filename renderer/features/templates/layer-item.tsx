import { Button, Menu } from '@mantine/core';
import {
  IconAlertTriangle,
  IconChevronRight,
  IconEyeOff,
  IconPhoto,
  IconPlus,
  IconShape,
  IconStar,
  IconTypography,
} from '@tabler/icons-react';
import { type ComponentType, useEffect, useId, useRef } from 'react';
import type { LayerMapping } from '../../../shared/mapping.ts';
import type { Layer } from '../../../shared/template.ts';
import { FacetFields } from './facet-fields.tsx';
import { boxOf } from './layer-boxes.ts';
import classes from './layer-item.module.css';
import { facetsOf, type LayerGroup, startOf } from './mapping-draft.ts';
import { pathOf } from './mapping-problems.ts';
import { facetWords, summaryOf } from './mapping-words.ts';
import { changeLayer, pickLayer } from './opened.ts';
import { usePreview } from './preview.ts';
import { useProblems } from './use-problems.ts';

const icons: Readonly<
  Record<Layer['type'], ComponentType<{ size: number; stroke: number; 'aria-hidden': true }>>
> = { text: IconTypography, image: IconPhoto, shape: IconShape, rating: IconStar };

interface LayerItemProps {
  group: LayerGroup;
  entry: LayerMapping | undefined;
  opened: boolean;
  /** It shows the photo itself. */
  isFrame: boolean;
}

/** One layer, or its likes in all cells: what it takes in a line, and unfolded the fields for it. */
export function LayerItem({ group, entry, opened, isFrame }: LayerItemProps) {
  const id = useId();
  const item = useRef<HTMLLIElement>(null);
  const problems = useProblems();
  const own = `${pathOf(group.layer.layer)}.`;
  const isWrong = Object.keys(problems).some((path) => `${path}.`.startsWith(own));
  const isHidden = usePreview(
    ({ shown }) => shown !== null && boxOf(group.layer, shown.layers[group.layer.layer]).hide,
  );
  const Icon = icons[group.layer.type];
  const summary = summaryOf(group.layer, entry, isFrame);
  // It may have been picked on the picture.
  useEffect(() => {
    if (opened) item.current?.scrollIntoView({ block: 'nearest' });
  }, [opened]);
  return (
    <li
      ref={item}
      className={classes.item}
      data-opened={opened}
      data-layer={group.name}
      data-hidden={isHidden}
    >
      <button
        type="button"
        className={classes.header}
        aria-expanded={opened}
        aria-controls={opened ? id : undefined}
        onClick={() => pickLayer(group.name)}
      >
        <IconChevronRight size={14} stroke={1.8} className={classes.fold} aria-hidden />
        <Icon size={16} stroke={1.5} aria-hidden />
        <span className={classes.name}>{group.name}</span>
        {isHidden && <IconEyeOff size={14} stroke={1.5} role="img" aria-label="Not shown with this photo" />}
        <span className={classes.summary} data-wrong={isWrong}>
          {isWrong && <IconAlertTriangle size={14} aria-label="Needs correcting" />}
          <span className={classes.text} title={summary}>
            {summary}
          </span>
        </span>
      </button>
      {opened && (
        <div id={id} className={classes.body}>
          <Facets group={group} entry={entry} />
        </div>
      )}
    </li>
  );
}

function Facets({ group, entry }: Pick<LayerItemProps, 'group' | 'entry'>) {
  const { layer, members } = group;
  const possible = facetsOf(layer, entry);
  const taken = possible.filter((facet) => entry?.[facet] !== undefined);
  const free = possible.filter((facet) => entry?.[facet] === undefined);
  const start = startOf(layer);
  return (
    <>
      {members.length > 1 && (
        <p className={classes.note}>The same in all {members.length} places of the page.</p>
      )}
      {taken.length === 0 && <p className={classes.note}>It stays as the template has it.</p>}
      {taken.map((facet) => (
        <FacetFields key={facet} facet={facet} group={group} entry={entry} />
      ))}
      {free.length > 0 && (
        <Menu position="bottom-start" shadow="md" width={300}>
          <Menu.Target>
            <Button
              className={classes.add ?? ''}
              variant="default"
              leftSection={<IconPlus size={14} stroke={1.8} />}
            >
              Let it take
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {free.map((facet) => (
              <Menu.Item
                key={facet}
                onClick={() => changeLayer(group, { [facet]: start[facet] }, `${facet} added`)}
              >
                {facetWords[facet].add}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      )}
    </>
  );
}

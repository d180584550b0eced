import { Button, SegmentedControl, Select, Switch } from '@mantine/core';
import { useState } from 'react';
import { fitModes, type Mapping } from '../../../shared/mapping.ts';
import { needsOf } from '../../../shared/rendering/template-needs.ts';
import type { Template } from '../../../shared/template.ts';
import { Section } from '../../ui/section.tsx';
import panel from '../analyse/panels.module.css';
import { DesignPicker } from './design-picker.tsx';
import { LayerItem } from './layer-item.tsx';
import { entryOf, groupsOf, takesAnything } from './mapping-draft.ts';
import classes from './mapping-panel.module.css';
import { matchesFrame } from './mapping-problems.ts';
import { changeMapping, useOpened } from './opened.ts';
import { OriginSection } from './origin-section.tsx';
import { ParamsSection } from './params-section.tsx';
import { useProblems } from './use-problems.ts';

interface MappingPanelProps {
  template: Template;
  mapping: Mapping;
}

/** The right side: what each layer takes from the photo, and what else goes into the picture. */
export function MappingPanel({ template, mapping }: MappingPanelProps) {
  const needs = needsOf(template, mapping);
  return (
    <aside className={`${panel.panel} ${classes.panel}`} data-side="right" aria-label="Mapping">
      <OriginSection template={template} />
      {needs.design && <DesignPicker />}
      <ParamsSection templateId={template.id} asked={needs.params} />
      <FrameSection template={template} mapping={mapping} />
      <LayersSection template={template} mapping={mapping} />
    </aside>
  );
}

const fitWords = { cover: 'Cover', contain: 'Contain', stretch: 'Stretch' } as const;
const wholeCanvas = '';

/** The layer that shows the photo: places are carried over from the photo through it. */
function FrameSection({ template, mapping }: MappingPanelProps) {
  const problems = useProblems();
  const { frame, fit } = mapping;
  const images = groupsOf(template).filter(({ layer }) => layer.type === 'image');
  const names = images.map(({ name }) => name);
  const isListed = frame === null || names.includes(frame);
  return (
    <Section title="Frame of the photo">
      <div className={classes.fields}>
        <Select
          aria-label="Layer that shows the photo"
          title="Where a mug stands in this layer is where layers are placed"
          data={[
            { value: wholeCanvas, label: 'The whole picture' },
            ...[...names, ...(isListed || frame === null ? [] : [frame])].map((name) => ({
              value: name,
              label: name,
            })),
          ]}
          value={frame ?? wholeCanvas}
          error={problems.frame}
          onChange={(value) =>
            changeMapping(
              (now) => ({ ...now, frame: value === null || value === wholeCanvas ? null : value }),
              'frame',
            )
          }
        />
        <SegmentedControl
          fullWidth
          aria-label="How the photo fills it"
          data={fitModes.map((value) => ({ value, label: fitWords[value] }))}
          value={fit}
          onChange={(value) => {
            const chosen = fitModes.find((mode) => mode === value);
            if (chosen !== undefined) changeMapping((now) => ({ ...now, fit: chosen }), 'fit');
          }}
        />
      </div>
    </Section>
  );
}

function LayersSection({ template, mapping }: MappingPanelProps) {
  const picked = useOpened((opened) => opened.layer);
  const problems = useProblems();
  const [onlyFilled, setOnlyFilled] = useState(false);
  const groups = groupsOf(template);
  const shown = groups.filter(
    ({ name, layer }) => !onlyFilled || name === picked || takesAnything(entryOf(mapping, layer.layer)),
  );
  const gone = mapping.layers.filter(({ layer }) => !template.layers.some((known) => known.layer === layer));
  return (
    <Section
      title="Layers"
      aside={
        <Switch
          size="xs"
          labelPosition="left"
          label="Only those that take something"
          checked={onlyFilled}
          onChange={({ currentTarget }) => setOnlyFilled(currentTarget.checked)}
        />
      }
    >
      <ul className={classes.layers}>
        {shown.map((group) => (
          <LayerItem
            key={group.name}
            group={group}
            entry={entryOf(mapping, group.layer.layer)}
            opened={group.name === picked}
            isFrame={mapping.frame !== null && matchesFrame(mapping.frame, group.layer.layer)}
          />
        ))}
      </ul>
      {gone.map(({ layer }) => (
        <p key={layer} className={classes.gone} role="alert">
          <span>{problems[`layers.${layer}`]}</span>
          <Button
            variant="default"
            size="compact-xs"
            onClick={() =>
              changeMapping(
                (now) => ({ ...now, layers: now.layers.filter((entry) => entry.layer !== layer) }),
                `gone ${layer}`,
              )
            }
          >
            Take it out
          </Button>
        </p>
      ))}
    </Section>
  );
}

import { Button, Group, SegmentedControl, Select } from '@mantine/core';
import { IconRulerMeasure } from '@tabler/icons-react';
import { useState } from 'react';
import type { Calibration } from '../../../shared/settings.ts';
import { saveSettings, useCore } from '../../core.ts';
import { tellFailure } from '../../ui/notices.tsx';
import { Section } from '../../ui/section.tsx';
import classes from './calibration-section.module.css';
import { type Judged, tryOut, useJudging } from './judging.ts';
import { PositiveInput } from './positive-input.tsx';
import { toggleTool, useView } from './view.ts';

const ways = [
  { value: 'none', label: 'None' },
  { value: 'line', label: 'A line on the photo' },
  { value: 'mug', label: 'A mug of known size' },
  { value: 'pixelsPerMillimetre', label: 'A number' },
];

const calibrate = (calibration: Calibration) =>
  tryOut({ positioning: { ...useJudging.getState().positioning, calibration } });

/** How pixels become millimetres, and which of the two is shown. */
export function CalibrationSection({ judged }: { judged: Judged }) {
  const calibration = useJudging((judging) => judging.positioning.calibration);
  // A way may be chosen before there is a value for it, so the choice is kept here.
  const [chosen, setWay] = useState<string>(calibration.kind);
  const drawing = useView((view) => view.tool === 'line' || view.line !== null);
  const way = drawing ? 'line' : chosen;
  const scale = judged.pixelsPerMillimetre;
  const choose = (next: string | null) => {
    if (next === null) return;
    setWay(next);
    useView.setState({ tool: 'move', line: null });
    if (next === 'none') calibrate({ kind: 'none' });
    if (next === 'mug') calibrate({ kind: 'mug', dimension: 'height', millimetres: 95 });
    if (next === 'line' && calibration.kind !== 'line') toggleTool('line');
  };
  return (
    <Section title="Millimetres" aside={<UnitSwitch />}>
      <p className={classes.state} data-testid="calibration">
        {scale === null
          ? notCalibrated(calibration, judged)
          : `Calibrated: ${Number(scale.toPrecision(3))} px per mm.`}
      </p>
      <Select label="From" data={ways} value={way} onChange={choose} />
      {way === 'line' && <LineWay />}
      {way === 'mug' && calibration.kind === 'mug' && <MugWay calibration={calibration} />}
      {way === 'pixelsPerMillimetre' && (
        <PositiveInput
          mt={8}
          label="Pixels per millimetre"
          decimalScale={4}
          value={calibration.kind === 'pixelsPerMillimetre' ? calibration.value : scale}
          onUse={(value) => calibrate({ kind: 'pixelsPerMillimetre', value })}
        />
      )}
    </Section>
  );
}

function notCalibrated({ kind }: Calibration, { placements }: Judged): string {
  if (kind === 'none') return 'Not calibrated: draw a line of known length on the photo to get millimetres.';
  if (kind !== 'mug')
    return `Not calibrated: such a scale is not possible. Check the ${kind === 'line' ? 'line and its length' : 'number'}.`;
  if (placements.some(({ standing }) => standing === 'accepted'))
    return 'Not calibrated: no mug gives a possible scale. Check the length; from above, heights do not show.';
  return 'Not calibrated: no mug above the review threshold on this photo.';
}

function UnitSwitch() {
  const appearance = useCore((state) => state.settings.appearance);
  return (
    <SegmentedControl
      aria-label="Unit"
      data={['px', 'mm']}
      value={appearance.units}
      onChange={(units) => {
        saveSettings({ appearance: { ...appearance, units: units === 'mm' ? 'mm' : 'px' } }).catch(
          tellFailure,
        );
      }}
    />
  );
}

function LineWay() {
  const drawing = useView((view) => view.tool === 'line');
  return (
    <Button
      mt={8}
      fullWidth
      variant={drawing ? 'light' : 'default'}
      leftSection={<IconRulerMeasure size={16} stroke={1.6} />}
      onClick={() => toggleTool('line')}
    >
      {drawing ? 'Drag along a known length' : 'Draw the line (L)'}
    </Button>
  );
}

function MugWay({ calibration }: { calibration: Calibration & { kind: 'mug' } }) {
  return (
    <Group mt={8} gap={8} align="start" grow>
      <Select
        label="Known is its"
        data={[
          { value: 'height', label: 'Height' },
          { value: 'width', label: 'Width' },
        ]}
        value={calibration.dimension}
        onChange={(value) => calibrate({ ...calibration, dimension: value === 'width' ? 'width' : 'height' })}
      />
      <PositiveInput
        label="It measures"
        suffix=" mm"
        value={calibration.millimetres}
        onUse={(millimetres) => calibrate({ ...calibration, millimetres })}
      />
    </Group>
  );
}

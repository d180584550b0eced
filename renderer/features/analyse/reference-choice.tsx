import { Button, Group, Text } from '@mantine/core';
import { IconTarget } from '@tabler/icons-react';
import type { Reference } from '../../../shared/settings.ts';
import { Section } from '../../ui/section.tsx';
import { percent } from '../../ui/words.ts';
import { tryOut, useJudging } from './judging.ts';
import { currentPhoto, useRoll } from './roll.ts';
import { toggleTool, useView } from './view.ts';

function referenceText(reference: Reference): string {
  switch (reference.kind) {
    case 'frameCentre':
      return 'the centre of the photo';
    case 'point':
      return `a point at ${percent(reference.point.x)} across, ${percent(reference.point.y)} down`;
    case 'area':
      return 'an area of the photo';
  }
}

/** What offsets are measured from, set on the photo itself. */
export function ReferenceChoice() {
  const positioning = useJudging((judging) => judging.positioning);
  const tool = useView((view) => view.tool);
  const shown = useRoll((roll) => currentPhoto(roll)?.state.kind === 'analysed');
  if (!shown) return null;
  return (
    <Section title="Offsets from">
      <Text>
        {tool === 'reference'
          ? 'Press a point, or drag an area, on the photo.'
          : `Now: ${referenceText(positioning.reference)}.`}
      </Text>
      <Group gap={8} mt={8}>
        <Button
          variant={tool === 'reference' ? 'light' : 'default'}
          leftSection={<IconTarget size={15} stroke={1.6} />}
          onClick={() => toggleTool('reference')}
        >
          {tool === 'reference' ? 'Stop' : 'Set on photo'}
        </Button>
        {positioning.reference.kind !== 'frameCentre' && (
          <Button
            variant="default"
            onClick={() => tryOut({ positioning: { ...positioning, reference: { kind: 'frameCentre' } } })}
          >
            Centre
          </Button>
        )}
      </Group>
    </Section>
  );
}

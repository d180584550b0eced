import { Button, Modal, SegmentedControl } from '@mantine/core';
import { IconPhotoPlus } from '@tabler/icons-react';
import { useEffect } from 'react';
import { type Needs, needsOf } from '../../../shared/rendering/template-needs.ts';
import { useCore } from '../../core.ts';
import { count } from '../../ui/words.ts';
import { useDesigns } from '../templates/designs.ts';
import { followRenderers, rendererOf, useRenderers } from '../templates/renderers.ts';
import { CornersDialog } from './corners-dialog.tsx';
import { useCorrecting } from './correct-corners.ts';
import { costText, type Estimate, estimate } from './estimate.ts';
import { choose, make, photosOf, type Subjects, stopMaking, useFormat, useMake } from './make.ts';
import classes from './make-dialog.module.css';
import { MakeOptions } from './make-options.tsx';
import { MakePreview } from './make-preview.tsx';
import { TemplateChoice } from './template-choice.tsx';
import { useTemplateFacts } from './template-facts.ts';

/** Asks what pictures to make of the photos that were chosen; stands on every screen that can ask. */
export function MakeDialog() {
  const { open, subjects } = useMake();
  const amount = useMake((make) => photosOf(make).length);
  // While the design is placed, that window has the keys.
  const isFront = useCorrecting(({ subject }) => subject === null);
  return (
    <>
      <Modal
        opened={open}
        onClose={stopMaking}
        title={`Make pictures of ${count(amount, 'photo')}`}
        size={900}
        closeOnEscape={isFront}
        trapFocus={isFront}
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        {subjects !== null && <Body subjects={subjects} />}
      </Modal>
      <CornersDialog />
    </>
  );
}

const unknownNeeds: Needs = { design: true, designRequired: false, mockup: false, params: [] };

function Body({ subjects }: { subjects: Subjects }) {
  const { templateId, wide } = useMake();
  const facts = useTemplateFacts(templateId);
  useEffect(followRenderers, []);
  const needs = facts ? needsOf(facts.template, facts.mapping) : unknownNeeds;
  return (
    <>
      <div className={classes.body}>
        <TemplateChoice />
        <div className={classes.side}>
          <div className={classes.preview}>
            <MakePreview cells={facts?.template.cells ?? 1} withDesign={needs.design} />
          </div>
          {subjects.all.length > subjects.picked.length && (
            <SegmentedControl
              aria-label="Which photos"
              fullWidth
              data={[
                { value: 'picked', label: pickedLabel(subjects) },
                { value: 'all', label: `All ${subjects.all.length.toLocaleString('en')} shown` },
              ]}
              value={wide ? 'all' : 'picked'}
              onChange={(value) => choose({ wide: value === 'all' })}
            />
          )}
          <MakeOptions needs={needs} />
        </div>
      </div>
      <Foot cells={facts?.template.cells ?? 1} needs={needs} />
    </>
  );
}

const pickedLabel = ({ picked }: Subjects) =>
  picked.length === 1 ? 'This photo' : `The ${picked.length.toLocaleString('en')} picked`;

function Foot({ cells, needs }: { cells: number; needs: Needs }) {
  const { making, reason } = useMake();
  const made = useEstimate(cells);
  const isMissing = useDesigns(({ chosenId }) => needs.mockup && chosenId === null);
  const isShort = made.left !== null && made.left < made.credits;
  return (
    <>
      {reason !== null && (
        <p className={classes.reason} role="alert">
          {reason}
        </p>
      )}
      <div className={classes.foot}>
        <p className={classes.cost} data-tone={isShort ? 'review' : 'plain'} role="status">
          {costText(made)}
        </p>
        <Button variant="default" onClick={stopMaking}>
          Cancel
        </Button>
        <Button
          loading={making}
          disabled={isMissing}
          leftSection={<IconPhotoPlus size={15} stroke={1.6} />}
          onClick={() => void make(needs.design)}
        >
          Make {made.atMost ? 'up to ' : ''}
          {count(made.pictures, 'picture')}
        </Button>
      </div>
    </>
  );
}

function useEstimate(cells: number): Estimate {
  const { templateId, provider } = useMake();
  const photos = useMake((make) => photosOf(make).length);
  const format = useFormat();
  const order = useCore(({ settings }) => settings.render.order);
  const templated = useRenderers(({ list }) => rendererOf(list, 'templated'));
  const isLocal = templateId !== null && /^(local:|own:)/.test(templateId);
  const template = templateId === null ? null : ({ source: isLocal ? 'local' : 'templated', cells } as const);
  return estimate({ photos, template, format, provider, order, templated });
}

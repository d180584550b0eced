import { Anchor } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { type CSSProperties, type PointerEvent, useMemo } from 'react';
import type { CallInput } from '../../../shared/contract.ts';
import type { Template } from '../../../shared/template.ts';
import { tookText } from '../../ui/words.ts';
import { boxOf, groupAt } from './layer-boxes.ts';
import { groupsOf, type LayerGroup } from './mapping-draft.ts';
import { useOpened } from './opened.ts';
import { drawAgain, usePreview } from './preview.ts';
import classes from './preview-stage.module.css';
import { SampleOffer } from './sample-offer.tsx';

interface PreviewStageProps {
  template: Template;
  /** What is drawn; null without a photo. */
  request: CallInput<'renders.preview'> | null;
}

/** The template as it comes out with the photo, as large as it can be. */
export function PreviewStage({ template, request }: PreviewStageProps) {
  if (request === null)
    return (
      <div className={classes.stage}>
        <SampleOffer />
      </div>
    );
  return (
    <section className={classes.stage} aria-label="Preview">
      <div className={classes.canvas}>
        <Picture template={template} />
      </div>
      <Standing request={request} />
    </section>
  );
}

function Picture({ template }: { template: Template }) {
  const { shown, drawing } = usePreview();
  const picked = useOpened((opened) => opened.layer);
  const groups = useMemo(() => groupsOf(template), [template]);
  const { width, height, name } = template;
  const ratio: CSSProperties & { '--ratio': string } = {
    '--ratio': String(width / height),
    aspectRatio: `${width} / ${height}`,
  };
  const pick = (event: PointerEvent<HTMLElement>) => {
    const area = event.currentTarget.getBoundingClientRect();
    const point = {
      x: ((event.clientX - area.left) / area.width) * width,
      y: ((event.clientY - area.top) / area.height) * height,
    };
    const group = groupAt(groups, template, shown?.layers ?? {}, point);
    useOpened.setState({ layer: group?.name ?? null });
  };
  const marked = groups.find((group) => group.name === picked);
  return (
    <div className={classes.sheet} style={ratio} data-drawing={drawing} onPointerDown={pick}>
      {shown === null ? (
        <div className={classes.empty} />
      ) : (
        <img className={classes.picture} src={shown.url} alt={`${name}, filled in`} draggable={false} />
      )}
      {marked && <Marked group={marked} template={template} layers={shown?.layers ?? {}} />}
    </div>
  );
}

interface MarkedProps {
  group: LayerGroup;
  template: Template;
  layers: Readonly<Record<string, unknown>>;
}

/** Where the layer that is worked on stands, with a dark halo so that it is seen on anything. */
function Marked({ group, template, layers }: MarkedProps) {
  const { width, height } = template;
  const boxes = group.members.flatMap(({ layer }) => {
    const found = template.layers.find((candidate) => candidate.layer === layer);
    return found === undefined ? [] : [{ layer, ...boxOf(found, layers[layer]) }];
  });
  return (
    <svg className={classes.marks} viewBox={`0 0 ${width} ${height}`} aria-hidden>
      {boxes.map(({ layer, x, y, width: w, height: h, rotation }) => (
        <g key={layer} transform={`rotate(${rotation} ${x + w / 2} ${y + h / 2})`}>
          <rect {...{ x, y, width: w, height: h }} className={classes.halo} />
          <rect {...{ x, y, width: w, height: h }} className={classes.mark} />
        </g>
      ))}
    </svg>
  );
}

/** How long it took, what was left out or replaced, or why it could not be drawn. */
function Standing({ request }: { request: CallInput<'renders.preview'> }) {
  const { shown, problem, drawing } = usePreview();
  const warnings = shown?.warnings ?? [];
  return (
    <div className={classes.standing} role="status">
      <div className={classes.sentences}>
        {problem !== null && (
          <p className={classes.problem}>
            <IconAlertTriangle size={16} aria-hidden />
            <span>
              {problem} {shown !== null && 'The picture is the last one that could be drawn. '}
              <Anchor component="button" type="button" size="sm" onClick={() => drawAgain(request)}>
                Draw again
              </Anchor>
            </span>
          </p>
        )}
        {problem === null &&
          warnings.map((warning) => (
            <p key={warning} className={classes.warning}>
              <IconAlertTriangle size={16} aria-hidden />
              <span>{warning}</span>
            </p>
          ))}
      </div>
      <span className={classes.took}>
        {shown === null
          ? drawing
            ? 'Drawing the first one'
            : ''
          : drawing
            ? 'Drawing'
            : `Drawn in ${tookText(shown.tookMs)}`}
      </span>
    </div>
  );
}

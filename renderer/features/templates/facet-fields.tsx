import { ActionIcon } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { LayerMapping } from '../../../shared/mapping.ts';
import { ColourRules } from './colour-rules.tsx';
import { Conditions } from './conditions.tsx';
import classes from './facet-fields.module.css';
import { FixedFields } from './fixed-fields.tsx';
import type { Facet, FacetChange, LayerGroup } from './mapping-draft.ts';
import { pathOf } from './mapping-problems.ts';
import { facetWords } from './mapping-words.ts';
import { changeLayer } from './opened.ts';
import { PictureFields } from './picture-fields.tsx';
import { PlaceFields } from './place-fields.tsx';
import { usePreview } from './preview.ts';
import { TemplateText } from './template-text.tsx';
import { useProblems } from './use-problems.ts';
import { ValueSelect } from './value-select.tsx';

interface FacetFieldsProps {
  facet: Facet;
  group: LayerGroup;
  entry: LayerMapping | undefined;
}

/** The fields of one thing that a layer takes, and what takes it away. */
export function FacetFields({ facet, group, entry }: FacetFieldsProps) {
  const { title } = facetWords[facet];
  return (
    <fieldset className={classes.facet} aria-label={`${group.name}: ${title}`}>
      <div className={classes.header}>
        <span className={classes.title}>{title}</span>
        <ActionIcon
          size={22}
          aria-label={`Take away: ${title}`}
          onClick={() => changeLayer(group, { [facet]: undefined }, `${facet} gone`)}
        >
          <IconX size={14} stroke={1.6} />
        </ActionIcon>
      </div>
      <Fields {...{ facet, group, entry }} />
    </fieldset>
  );
}

function Fields({ facet, group, entry }: FacetFieldsProps): ReactNode {
  const problems = useProblems();
  const values = usePreview((preview) => preview.values);
  const path = (...rest: (string | number)[]) => pathOf(group.layer.layer, facet, ...rest);
  // What of a facet was changed: each field is a step of its own to take back.
  const change = (next: FacetChange, field = '') => changeLayer(group, next, `${facet}${field}`);
  if (entry === undefined) return null;
  const { place, text, picture, rating, colour, visible, fixed } = entry;
  switch (facet) {
    case 'place':
      return (
        place && <PlaceFields {...{ place, problems, path }} onChange={(next) => change({ place: next })} />
      );
    case 'text':
      return (
        text !== undefined && (
          <TemplateText
            label={`Text of ${group.name}`}
            text={text}
            values={values}
            error={problems[path()]}
            onChange={(next) => change({ text: next })}
          />
        )
      );
    case 'picture':
      return (
        picture && (
          <PictureFields {...{ picture, problems, path }} onChange={(next) => change({ picture: next })} />
        )
      );
    case 'rating':
      return (
        rating !== undefined && (
          <ValueSelect
            label="Value that gives the stars"
            name={rating}
            values={values}
            error={problems[path()]}
            onChange={(next) => change({ rating: next })}
          />
        )
      );
    case 'colour':
      return (
        colour && (
          <ColourRules
            {...{ rules: colour, values, problems, path }}
            onChange={(next) => change({ colour: next })}
          />
        )
      );
    case 'visible':
      return (
        visible && (
          <Conditions
            {...{ conditions: visible, values, problems, path }}
            onChange={(next) => change({ visible: next })}
          />
        )
      );
    case 'fixed':
      return (
        fixed && (
          <FixedFields
            {...{ layer: group.layer, fixed, problems, path }}
            onChange={(next, field) => change({ fixed: next }, `.${field}`)}
          />
        )
      );
  }
}

import { ActionIcon, Button, ColorInput } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import type { LayerMapping } from '../../../shared/mapping.ts';
import type { RenderValue } from '../../../shared/render.ts';
import type { FieldErrors } from '../../ui/schema-errors.ts';
import classes from './colour-rules.module.css';
import { ConditionFields, firstCondition } from './conditions.tsx';

type Rules = NonNullable<LayerMapping['colour']>;
type Rule = Rules[number];

interface ColourRulesProps {
  rules: Rules;
  values: readonly RenderValue[];
  problems: FieldErrors;
  path: (...rest: (string | number)[]) => string;
  onChange: (rules: Rules) => void;
}

/** Of the house: pass, review, fail, selected, and the greys. */
export const swatches = ['#1c7a3c', '#8f5400', '#bd2a20', '#1769c4', '#1c1c1c', '#767676', '#ffffff'];

/** The first rule that holds gives the colour; one without a condition always does. */
export function ColourRules({ rules, values, problems, path, onChange }: ColourRulesProps) {
  const change = (at: number, next: Rule) =>
    onChange(rules.map((rule, place) => (place === at ? next : rule)));
  const hasLast = rules.at(-1)?.when === undefined && rules.length > 0;
  // Behind one that always holds none has its turn.
  const add = () => {
    const next: Rule = { when: firstCondition, colour: '#bd2a20' };
    onChange(hasLast ? [...rules.slice(0, -1), next, ...rules.slice(-1)] : [...rules, next]);
  };
  return (
    <div className={classes.rules}>
      {rules.map((rule, at) => (
        <div key={at} className={classes.rule}>
          <div className={classes.line}>
            <ColorInput
              aria-label={`Colour ${at + 1}`}
              size="xs"
              format="hexa"
              swatches={swatches}
              swatchesPerRow={7}
              popoverProps={{ withinPortal: true, shadow: 'md' }}
              value={rule.colour}
              error={problems[path(at, 'colour')]}
              onChange={(colour) => change(at, { ...rule, colour: withoutAlpha(colour) })}
            />
            <span className={classes.words}>
              {rule.when !== undefined ? 'when' : rules.length > 1 ? 'otherwise' : 'always'}
            </span>
            <ActionIcon
              size={24}
              aria-label={`Remove colour ${at + 1}`}
              disabled={rules.length === 1}
              onClick={() => onChange(rules.filter((_, place) => place !== at))}
            >
              <IconX size={14} stroke={1.6} />
            </ActionIcon>
          </div>
          {rule.when !== undefined && (
            <ConditionFields
              condition={rule.when}
              {...{ values, problems }}
              path={(...rest) => path(at, 'when', ...rest)}
              onChange={(when) => change(at, { ...rule, when })}
              onRemove={() => change(at, { colour: rule.colour })}
            />
          )}
        </div>
      ))}
      <Button
        className={classes.add ?? ''}
        variant="subtle"
        color="gray"
        size="compact-xs"
        leftSection={<IconPlus size={14} stroke={1.8} />}
        onClick={add}
      >
        Another colour when…
      </Button>
    </div>
  );
}

/** `#1f6febff` says no more than `#1f6feb`. */
export const withoutAlpha = (colour: string) => colour.replace(/^(#[0-9a-f]{6})ff$/i, '$1');

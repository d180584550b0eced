import type { RenderValue } from '../render.ts';
import type { RenderSettings } from '../settings.ts';
import { allHold } from './condition.ts';

/** The template that the settings choose for a photo with these values: the first that fits. Null: no picture. */
export function chooseTemplate(
  { choices, otherwise }: Pick<RenderSettings, 'choices' | 'otherwise'>,
  values: readonly RenderValue[],
): string | null {
  const fitting = choices.find(({ when }) => allHold(when, values));
  return fitting === undefined ? otherwise : fitting.templateId;
}

import type { RenderValue } from '../../../shared/render.ts';
import { valueText } from '../../../shared/rendering/placeholders.ts';
import classes from './value-option.module.css';

/** A value to choose: its name, what it is, and what it is for this photo. */
export function ValueOption({ value }: { value: RenderValue }) {
  return (
    <span className={classes.option}>
      <span className={classes.line}>
        <span className={classes.name}>{value.name}</span>
        <span className={classes.now}>{valueText(value)}</span>
      </span>
      <span className={classes.title}>{value.title}</span>
    </span>
  );
}

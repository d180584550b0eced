import classes from './preview-picture.module.css';
import type { Previewed } from './use-preview.ts';

/** A preview where it is to stand; while a newer one is drawn the old one stays. */
export function PreviewPicture({ previewed, label }: { previewed: Previewed; label: string }) {
  const { shown, problem, drawing } = previewed;
  return (
    <div className={classes.stage} aria-busy={drawing}>
      {shown !== null && <img className={classes.picture} src={shown.url} alt={label} draggable={false} />}
      {problem !== null && (
        <p className={classes.problem} role="status">
          {problem}
        </p>
      )}
      {drawing && problem === null && <span className={classes.drawing}>Drawing…</span>}
    </div>
  );
}

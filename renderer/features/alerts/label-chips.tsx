import type { Alert } from '../../../shared/alert.ts';
import { useChannels } from '../channels/channels.ts';
import { shownLabels } from './alert-words.ts';
import classes from './label-chips.module.css';

interface LabelChipsProps {
  alert: Pick<Alert, 'labels'>;
  /** More are counted. */
  most?: number;
  /** What a press does. */
  onPress?: (name: string, value: string) => void;
}

/** The labels of an alert, quiet; a channel by its name. */
export function LabelChips({ alert, most = Number.POSITIVE_INFINITY, onPress }: LabelChipsProps) {
  const channels = useChannels(({ list }) => list);
  const valueText = (name: string, value: string) =>
    (name === 'channel' ? channels.find(({ channel }) => channel.id === value)?.channel.name : null) ?? value;
  const labels = shownLabels(alert);
  const others = labels.slice(most);
  return (
    <span className={classes.chips}>
      {labels.slice(0, most).map(([name, value]) => {
        const words = (
          <>
            <span className={classes.name}>{name}</span> {valueText(name, value)}
          </>
        );
        if (onPress === undefined) {
          return (
            <span key={name} className={classes.chip} title={`${name}: ${valueText(name, value)}`}>
              {words}
            </span>
          );
        }
        return (
          <button
            key={name}
            type="button"
            className={classes.chip}
            title="Show those with this label"
            onClick={() => onPress(name, value)}
          >
            {words}
          </button>
        );
      })}
      {others.length > 0 && (
        <span className={classes.more} title={others.map(([name, value]) => `${name}: ${value}`).join(', ')}>
          +{others.length}
        </span>
      )}
    </span>
  );
}

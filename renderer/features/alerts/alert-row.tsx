import { IconBellOff } from '@tabler/icons-react';
import { memo } from 'react';
import type { Alert } from '../../../shared/alert.ts';
import { ListRow } from '../../ui/list-row.tsx';
import { SeverityMark, severityWords } from '../../ui/severity.tsx';
import { agoText, exactTime } from '../../ui/words.ts';
import classes from './alert-row.module.css';
import { AlertStateMark } from './alert-state.tsx';
import { nameText, stateWords } from './alert-words.ts';
import { toggleSelected, useAlerts } from './alerts.ts';
import { LabelChips } from './label-chips.tsx';

const labelsShown = 4;

interface AlertRowProps {
  alert: Alert;
  /** It stands under the head of its group, which says its name. */
  grouped: boolean;
  selected: boolean;
  focused: boolean;
  open: boolean;
  /** Milliseconds; times are told against it. */
  now: number;
}

/** One alert: a press opens it, the box selects it, Shift selects up to it. */
export const AlertRow = memo(function AlertRow(props: AlertRowProps) {
  const { alert, grouped, selected, focused, open, now } = props;
  const { id, state, severity, title, count, raisedAt, suppressed, labels } = alert;
  return (
    <ListRow
      kind="alert"
      id={id}
      label={`${severityWords[severity]}: ${title}, ${stateWords[state].toLowerCase()}`}
      selected={selected}
      focused={focused}
      open={open}
      data-grouped={grouped}
      data-calm={state !== 'firing'}
      onOpen={() => useAlerts.setState({ focusId: id, openId: id })}
      select={{ label: `Select ${title}`, toggle: (range) => toggleSelected(id, range) }}
    >
      <SeverityMark severity={severity} />
      <span className={classes.what}>
        <span className={classes.title} title={title}>
          {title}
        </span>
        <span className={classes.below}>
          {!grouped && <span className={classes.name}>{nameText(labels.alertname ?? '')}</span>}
          <LabelChips alert={alert} most={labelsShown} />
        </span>
      </span>
      <span className={classes.state}>
        <AlertStateMark state={state} />
        {suppressed !== null && (
          <span className={classes.muted} title={suppressed.why}>
            <IconBellOff size={13} stroke={1.8} aria-hidden />
            {suppressed.by === 'silence' ? 'Silenced' : 'Inhibited'}
          </span>
        )}
      </span>
      <span className={classes.count} title={`Raised ${count === 1 ? 'once' : `${count} times`}`}>
        {count > 1 && `× ${count.toLocaleString('en')}`}
      </span>
      <time className={classes.time} dateTime={raisedAt} title={`Since ${exactTime(raisedAt)}`}>
        {agoText(raisedAt, now)}
      </time>
    </ListRow>
  );
});

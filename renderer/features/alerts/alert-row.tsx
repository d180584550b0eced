import { Checkbox } from '@mantine/core';
import { IconBellOff } from '@tabler/icons-react';
import { memo } from 'react';
import type { Alert } from '../../../shared/alert.ts';
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
    // biome-ignore lint/a11y/useFocusableInteractive: the screen's keys move through the list
    // biome-ignore lint/a11y/useKeyWithClickEvents: Enter opens, x selects
    <div
      className={classes.row}
      role="option"
      id={`alert-${id}`}
      aria-selected={selected}
      aria-label={`${severityWords[severity]}: ${title}, ${stateWords[state].toLowerCase()}`}
      data-focused={focused}
      data-open={open}
      data-grouped={grouped}
      data-calm={state !== 'firing'}
      onClick={(event) => {
        if (event.shiftKey || event.ctrlKey || event.metaKey) toggleSelected(id, event.shiftKey);
        else useAlerts.setState({ focusId: id, openId: id });
      }}
    >
      <Checkbox
        size="xs"
        aria-label={`Select ${title}`}
        checked={selected}
        readOnly
        tabIndex={-1}
        onClick={(event) => {
          event.stopPropagation();
          toggleSelected(id, event.shiftKey);
        }}
      />
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
    </div>
  );
});

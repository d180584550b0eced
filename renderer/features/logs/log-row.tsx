import { memo } from 'react';
import { ListRow } from '../../ui/list-row.tsx';
import { exactTime } from '../../ui/words.ts';
import { LogLevelMark, levelLooks } from './log-level.tsx';
import { type LogLine, restText } from './log-lines.ts';
import classes from './log-row.module.css';
import { follow, useLogs } from './logs.ts';

interface LogRowProps {
  line: LogLine;
  focused: boolean;
  open: boolean;
}

/** One entry: a press opens it, a press on its id follows the photo that it belongs to. */
export const LogRow = memo(function LogRow({ line, focused, open }: LogRowProps) {
  const { at, level, message, ids } = line.entry;
  const [id] = Object.entries(ids);
  return (
    <ListRow
      kind="log"
      id={String(line.key)}
      label={`${levelLooks[level].word}: ${message}`}
      selected={open}
      focused={focused}
      data-level={level}
      onOpen={() => useLogs.setState({ focusKey: line.key, open: line })}
    >
      <time className={classes.time} dateTime={at} title={exactTime(at)}>
        {timeText(at)}
      </time>
      <LogLevelMark level={level} />
      <span className={classes.message}>
        {message} <span className={classes.rest}>{restText(line.entry)}</span>
      </span>
      {id !== undefined && (
        <button
          type="button"
          className={classes.id}
          tabIndex={-1}
          title={`Follow ${id[0]} ${id[1]}`}
          onClick={(event) => {
            event.stopPropagation();
            follow(id[1]);
          }}
        >
          {id[1]}
        </button>
      )}
    </ListRow>
  );
});

const clock = new Intl.DateTimeFormat('en-GB', {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  fractionalSecondDigits: 3,
});
const dayAndClock = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
});

/** "14:02:10.084"; with its day unless that is today. */
function timeText(at: string): string {
  const date = new Date(at);
  const isToday = date.toDateString() === new Date().toDateString();
  return (isToday ? clock : dayAndClock).format(date);
}

import { ActionIcon, Chip, Select, TextInput } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { type Weekday, type WeekTimes, weekdays } from '../../../shared/alert.ts';
import type { FieldErrors } from '../../ui/schema-errors.ts';
import { LineError, LineHelp, LinesField } from './lines-field.tsx';
import { dayWords } from './route-words.ts';
import classes from './week-times-field.module.css';

interface WeekTimesFieldProps {
  label: string;
  help?: string;
  times: readonly WeekTimes[];
  errors: FieldErrors;
  /** Of the list within the errors. */
  path: string;
  /** The last one cannot be taken away. */
  required?: boolean;
  onChange: (times: WeekTimes[]) => void;
}

const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
const zones = [...new Set([here, 'UTC', ...Intl.supportedValuesOf('timeZone')])];

/** The night, as one most often wants it. */
export const nights: WeekTimes = { days: [...weekdays], from: '22:00', to: '06:00', timeZone: here };

/** Times of the week: on which days, from when to when, by which clock. */
export function WeekTimesField(props: WeekTimesFieldProps) {
  const { label, help, times, errors, path, required = false, onChange } = props;
  const change = (index: number, part: Partial<WeekTimes>) =>
    onChange(times.map((one, at) => (at === index ? { ...one, ...part } : one)));
  return (
    <LinesField label={label} help={help} adds="Add a time" onAdd={() => onChange([...times, nights])}>
      {times.map((one, index) => (
        <div key={index} className={classes.line}>
          <Chip.Group
            multiple
            value={one.days}
            onChange={(days) => change(index, { days: days as Weekday[] })}
          >
            <div className={classes.days}>
              {weekdays.map((day) => (
                <Chip key={day} size="xs" radius="sm" value={day}>
                  {dayWords[day]}
                </Chip>
              ))}
            </div>
          </Chip.Group>
          <div className={classes.clock}>
            <TextInput
              type="time"
              aria-label={`${label}: from ${index + 1}`}
              value={one.from}
              onChange={({ currentTarget }) => change(index, { from: currentTarget.value })}
            />
            to
            <TextInput
              type="time"
              aria-label={`${label}: to ${index + 1}`}
              value={one.to === '24:00' ? '00:00' : one.to}
              onChange={({ currentTarget }) => change(index, { to: currentTarget.value })}
            />
            <Select
              aria-label={`${label}: time zone ${index + 1}`}
              searchable
              w={170}
              limit={50}
              data={zones.includes(one.timeZone) ? zones : [one.timeZone, ...zones]}
              value={one.timeZone}
              onChange={(zone) => zone !== null && change(index, { timeZone: zone })}
            />
            {(!required || times.length > 1) && (
              <ActionIcon
                size={28}
                aria-label={`Remove time ${index + 1}`}
                onClick={() => onChange(times.filter((_, at) => at !== index))}
              >
                <IconX size={15} stroke={1.6} />
              </ActionIcon>
            )}
          </div>
          {['days', 'from', 'to', 'timeZone'].map((name) => {
            const wrong = errors[`${path}.${index}.${name}`];
            return wrong === undefined ? null : <LineError key={name}>{wrong}</LineError>;
          })}
          {one.from > one.to && <LineHelp>It goes on into the next day.</LineHelp>}
        </div>
      ))}
    </LinesField>
  );
}

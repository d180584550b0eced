import { ActionIcon, NumberInput, Switch, Tooltip } from '@mantine/core';
import { IconRotate2 } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import type { AppError } from '../../../shared/errors.ts';
import type { MetricUnit } from '../../../shared/metrics.ts';
import type { Threshold, ThresholdView } from '../../../shared/threshold.ts';
import { SeverityMark } from '../../ui/severity.tsx';
import { valueText } from './metric-words.ts';
import classes from './threshold-row.module.css';
import { resetThresholds, saveThreshold } from './thresholds.ts';

type Field = 'above' | 'forSeconds' | 'clearBelow';

/** One threshold, changed in place: what is typed is saved when the field is left or Enter is pressed. */
export function ThresholdRow({ view }: { view: ThresholdView }) {
  const { threshold, label, ladder, usual, builtIn } = view;
  const unit = view.unit as MetricUnit;
  const [draft, setDraft] = useState(threshold);
  const [problem, setProblem] = useState<AppError | null>(null);
  useEffect(() => {
    setDraft(threshold);
    setProblem(null);
  }, [threshold]);
  const save = async (wanted: Threshold) => {
    if (JSON.stringify(wanted) === JSON.stringify(threshold)) return setProblem(null);
    setProblem(await saveThreshold(wanted));
  };
  const field = (name: Field, words: string, suffix: string) => (
    <NumberInput
      aria-label={`${label}, ${words}`}
      hideControls
      min={0}
      suffix={suffix}
      value={draft[name]}
      error={problem?.field === name}
      onChange={(value) => typeof value === 'number' && setDraft({ ...draft, [name]: value })}
      onBlur={() => save(draft)}
      onKeyDown={({ key }) => {
        if (key === 'Enter') void save(draft);
        if (key === 'Escape') setDraft(threshold);
      }}
    />
  );
  const suffix = suffixes[unit];
  return (
    <>
      <tr className={classes.row} data-off={!threshold.enabled}>
        <th scope="row" className={classes.name}>
          {label}
        </th>
        <td className={classes.number}>{field('above', 'above', suffix)}</td>
        <td className={classes.number}>{field('forSeconds', 'for', ' s')}</td>
        <td className={classes.number}>{field('clearBelow', 'over below', suffix)}</td>
        <td title={ladder.capped ? cappedText : undefined}>
          <span className={classes.ladder}>
            {(['warning', 'error', 'critical'] as const).map((severity) => (
              <span key={severity} className={classes.step}>
                <SeverityMark severity={severity} size={14} bare />
                {valueText(Math.round(ladder[severity] * 10) / 10, unit)}
              </span>
            ))}
          </span>
        </td>
        <td>
          <Switch
            size="xs"
            aria-label={`${label} is watched`}
            checked={threshold.enabled}
            onChange={({ currentTarget: { checked } }) => save({ ...threshold, enabled: checked })}
          />
        </td>
        <td>
          <Tooltip label={builtIn ? 'As it came' : 'Remove'}>
            <ActionIcon
              size={24}
              aria-label={builtIn ? `${label} as it came` : `Remove ${label}`}
              disabled={usual && builtIn}
              onClick={() => resetThresholds(threshold.metric)}
            >
              <IconRotate2 size={15} stroke={1.6} />
            </ActionIcon>
          </Tooltip>
        </td>
      </tr>
      {problem !== null && (
        <tr>
          <td colSpan={7} className={classes.problem} role="alert">
            {problem.message}
          </td>
        </tr>
      )}
    </>
  );
}

const cappedText = 'It cannot get to twice the threshold: the steps lie in the room that is left.';

const suffixes: Readonly<Record<MetricUnit, string>> = {
  percent: ' %',
  bytes: ' B',
  bytesPerSecond: ' B/s',
  milliseconds: ' ms',
  celsius: ' °C',
  watts: ' W',
  perMinute: ' /min',
  count: '',
};

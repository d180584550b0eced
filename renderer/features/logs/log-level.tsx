import {
  IconAlertOctagon,
  IconAlertTriangle,
  IconBug,
  IconCircleX,
  IconInfoCircle,
  IconPoint,
} from '@tabler/icons-react';
import type { LogLevel } from '../../../shared/log-entry.ts';
import { severityColour } from '../../ui/severity.tsx';
import type { StateIcon } from '../../ui/state-mark.tsx';
import classes from './log-level.module.css';

/** The levels as people call them; the colours and shapes are those of severities. */
export const levelLooks: Readonly<Record<LogLevel, { word: string; icon: StateIcon; colour: string }>> = {
  trace: { word: 'Trace', icon: IconPoint, colour: 'var(--text-third)' },
  debug: { word: 'Debug', icon: IconBug, colour: 'var(--text-third)' },
  info: { word: 'Info', icon: IconInfoCircle, colour: severityColour.info },
  warn: { word: 'Warning', icon: IconAlertTriangle, colour: severityColour.warning },
  error: { word: 'Error', icon: IconCircleX, colour: severityColour.error },
  fatal: { word: 'Fatal', icon: IconAlertOctagon, colour: severityColour.critical },
};

/** How bad an entry is, by shape, colour and word. */
export function LogLevelMark({ level }: { level: LogLevel }) {
  const { word, icon: Icon, colour } = levelLooks[level];
  return (
    <span className={classes.mark} style={{ color: colour }}>
      <Icon size={14} stroke={1.8} aria-hidden />
      {word}
    </span>
  );
}

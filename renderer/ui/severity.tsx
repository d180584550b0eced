import { VisuallyHidden } from '@mantine/core';
import {
  IconAlertOctagon,
  IconAlertTriangle,
  IconCircleCheck,
  IconCircleX,
  IconInfoCircle,
} from '@tabler/icons-react';
import type { ComponentType } from 'react';
import { type Severity, severities } from '../../shared/event.ts';
import { type SeverityLook, severityLook } from '../../shared/severity.ts';
import classes from './severity.module.css';

const ofEach = <Value,>(value: (look: SeverityLook) => Value) =>
  Object.fromEntries(severities.map((severity) => [severity, value(severityLook[severity])])) as Readonly<
    Record<Severity, Value>
  >;

/** The severities as people call them. */
export const severityWords = ofEach(({ word }) => word);

/** The one colour of a severity, as CSS takes it: by the scheme of the page. */
export const severityColour = ofEach(({ light, dark }) => `light-dark(${light}, ${dark})`);

const icons: Readonly<
  Record<SeverityLook['icon'], ComponentType<{ size: number; stroke: number; 'aria-hidden': true }>>
> = {
  'info-circle': IconInfoCircle,
  'circle-check': IconCircleCheck,
  'alert-triangle': IconAlertTriangle,
  'circle-x': IconCircleX,
  'alert-octagon': IconAlertOctagon,
};

interface SeverityMarkProps {
  severity: Severity;
  /** Pixels of the icon. */
  size?: number;
  /** Without the word; it is still said to screen readers and on hover. */
  bare?: boolean;
}

/** A severity by shape, colour and word, the same everywhere. */
export function SeverityMark({ severity, size = 16, bare = false }: SeverityMarkProps) {
  const Icon = icons[severityLook[severity].icon];
  const word = severityWords[severity];
  return (
    <span className={classes.mark} style={{ color: severityColour[severity] }} {...(bare && { title: word })}>
      <Icon size={size} stroke={1.8} aria-hidden />
      {bare ? <VisuallyHidden component="span">{word}</VisuallyHidden> : word}
    </span>
  );
}

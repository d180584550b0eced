import type { Severity } from './event.ts';

/** How a severity looks, on every screen and in every channel: one word, one shape, one colour. */
export interface SeverityLook {
  word: string;
  /** The shape in messages. */
  emoji: string;
  /** The same shape on screens: a name of the Tabler icons. */
  icon: 'info-circle' | 'circle-check' | 'alert-triangle' | 'circle-x' | 'alert-octagon';
  /** On light grounds, and as a ground under white text; at least 4.5 : 1 either way. */
  light: string;
  /** On dark grounds. */
  dark: string;
}

export const severityLook: Readonly<Record<Severity, SeverityLook>> = {
  info: {
    word: 'Info',
    emoji: '\u{2139}\u{fe0f}',
    icon: 'info-circle',
    light: '#1769c4',
    dark: '#6cb0ff',
  },
  success: {
    word: 'Success',
    emoji: '\u{2705}',
    icon: 'circle-check',
    light: '#1c7a3c',
    dark: '#5fcb82',
  },
  warning: {
    word: 'Warning',
    emoji: '\u{26a0}\u{fe0f}',
    icon: 'alert-triangle',
    light: '#8f5400',
    dark: '#f2b544',
  },
  error: {
    word: 'Error',
    emoji: '\u{274c}',
    icon: 'circle-x',
    light: '#bd2a20',
    dark: '#ff8379',
  },
  critical: {
    word: 'Critical',
    emoji: '\u{1f6d1}',
    icon: 'alert-octagon',
    light: '#a00f2b',
    dark: '#ff6673',
  },
};

/** The worst of several; info for none. */
export function worstOf(severities: readonly Severity[]): Severity {
  return order.find((severity) => severities.includes(severity)) ?? 'info';
}

const order: readonly Severity[] = ['critical', 'error', 'warning', 'success', 'info'];

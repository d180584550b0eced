import type { ReactNode } from 'react';
import { ScreenParts } from '../../ui/screen-parts.tsx';

const parts = [
  { id: 'health', label: 'Health' },
  { id: 'thresholds', label: 'Thresholds' },
  { id: 'logs', label: 'Log' },
];

/** What all screens about health have in common: the way from one to the other. */
export function HealthFrame({ children }: { children: ReactNode }) {
  return (
    <ScreenParts of="Health" parts={parts}>
      {children}
    </ScreenParts>
  );
}

import { useMemo } from 'react';
import { create } from 'zustand';
import type { Analysis } from '../../../shared/analysis.ts';
import { place } from '../../../shared/positioning.ts';
import {
  type DetectionSettings,
  defaultSettings,
  type PositioningSettings,
} from '../../../shared/settings.ts';
import { saveSettings, useCore } from '../../core.ts';
import { useRoll } from './roll.ts';

/** What the screen judges by: the saved settings, until the operator tries something else here. */
interface Judging {
  detection: DetectionSettings;
  positioning: PositioningSettings;
  /** True while it differs from what is saved. */
  tried: boolean;
}

export const useJudging = create<Judging>(() => ({
  detection: defaultSettings.detection,
  positioning: defaultSettings.positioning,
  tried: false,
}));

/** Judges by other values at once, on this screen only. */
export const tryOut = (change: Partial<Pick<Judging, 'detection' | 'positioning'>>) =>
  useJudging.setState({ ...change, tried: true });

/** Goes back to what is saved. */
export function backToSaved(): void {
  const { detection, positioning } = useCore.getState().settings;
  useJudging.setState({ detection, positioning, tried: false });
}

/** Makes what was tried the default of every host. */
export async function saveAsDefault(): Promise<void> {
  const { detection, positioning } = useJudging.getState();
  await saveSettings({ detection, positioning });
  backToSaved();
}

useCore.subscribe((now, before) => {
  if (now.settings !== before.settings && !useJudging.getState().tried) backToSaved();
});

// Marks and counts of all photos follow, without a round trip.
useJudging.subscribe(({ detection }) => useRoll.setState({ thresholds: detection }));

export type Judged = ReturnType<typeof place>;

/** Where the mugs stand by what is set on this screen: computed here, at once. */
export function useJudged(analysis: Analysis | undefined): Judged | undefined {
  const { detection, positioning } = useJudging();
  return useMemo(() => {
    if (analysis === undefined) return undefined;
    const { detections, width, height } = analysis;
    return place(detections, { width, height }, { detection, positioning });
  }, [analysis, detection, positioning]);
}

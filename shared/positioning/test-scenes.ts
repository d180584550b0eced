import type { Box, Detection } from '../analysis.ts';
import { type Calibration, defaultSettings, type PositioningSettings } from '../settings.ts';

/** Builders for the tests of positioning, overlay and exports. */
export const frame = { width: 900, height: 600 };

export function boxAt(x: number, y: number, width = 60, height = 80): Box {
  return { x, y, width, height };
}

export function boxAround(x: number, y: number, width = 60, height = 80): Box {
  return boxAt(x - width / 2, y - height / 2, width, height);
}

export function mug(box: Box, more: Partial<Detection> = {}): Detection {
  return {
    label: 'mug',
    score: 0.9,
    box,
    handle: { side: 'unknown', confidence: 0.5 },
    upright: { verdict: 'pass', degrees: 0, confidence: 0.9 },
    pose: null,
    seenFromAbove: { value: false, confidence: 0.9 },
    printArea: null,
    ...more,
  };
}

export function thing(label: string, box: Box, score = 0.8): Detection {
  return {
    label,
    score,
    box,
    handle: null,
    upright: null,
    pose: null,
    seenFromAbove: null,
    printArea: null,
  };
}

export function settingsWith(positioning: Partial<PositioningSettings> = {}) {
  return {
    detection: defaultSettings.detection,
    positioning: { ...defaultSettings.positioning, ...positioning },
  };
}

export function calibrated(calibration: Calibration) {
  return settingsWith({ calibration });
}

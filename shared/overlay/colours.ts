/** What a shape means; the drawers look its colour up. */
export const overlayTones = [
  'accepted',
  'review',
  'fail',
  'selected',
  'neutral',
  'guide',
  'offset',
  'body',
] as const;
export type OverlayTone = (typeof overlayTones)[number];

/**
 * sRGB colour of each tone. Every one is light enough to stand out from the dark halo that is drawn around
 * lines and letters, so that they read on white mugs and dark tables alike (at least 4.5 : 1, tested). Green
 * passes, amber is unsure, red fails and blue is selected, as everywhere in the program.
 */
export const overlayColours: Record<OverlayTone, string> = {
  accepted: '#4ade80',
  review: '#fbbf24',
  fail: '#ff8379',
  selected: '#7db4ff',
  /** Things that are not mugs. */
  neutral: '#d4d8dd',
  /** Lines of the frame: zones and centre. */
  guide: '#f4f5f7',
  /** The way a mug would have to move. */
  offset: '#67e8f9',
  /** What was measured on a mug: handle, print area, pose. */
  body: '#f5b8ff',
};

/** Halo under every line and letter: colour, opacity, and width as a multiple of the line's. */
export const overlayHalo = { colour: '#0b0d10', opacity: 0.75, width: 2.6 };

/** Width of a line and size of letters in pixels of the screen, at 100 %. */
export const overlayStroke = { lineWidth: 1.5, fontSize: 13, dash: [5, 4] } as const;

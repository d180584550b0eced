import type { TokenRole } from './rule.ts';

/** Where things are, and what is claimed of them; see vocabulary.ts. */
export const claimWords = {
  // Parts of the frame
  in: ['predicate', 'in|inside|within|inside of|into|on|at|in to|onto'],
  outside: ['predicate', 'outside|outside of|out of|not in'],
  wholly: ['predicate', 'fully|completely|entirely|wholly|totally|in full|all'],
  partly: [
    'predicate',
    'with centre in|centre in|center in|its centre in|its center in|with center in|with middle in|with its centre in|with its center in',
  ],
  frame: [
    'predicate',
    'frame|photo|picture|image|shot|view|photograph|whole frame|whole photo|whole image|whole picture|entire frame|entire photo|canvas|scene',
  ],
  left: ['predicate', 'left|left hand|lefthand'],
  right: ['predicate', 'right|right hand|righthand'],
  top: ['predicate', 'top|upper'],
  bottom: ['predicate', 'bottom|lower'],
  middle: ['predicate', 'middle'],
  centre: ['predicate', 'centre|center|central'],
  side: ['predicate', 'side|part|end'],
  half: ['predicate', 'half'],
  third: ['predicate', 'third'],
  quadrant: ['predicate', 'quadrant|quarter|corner'],
  zone: ['predicate', 'zone|region|cell'],
  area: ['predicate', 'area|named area|zone|region'],
  ofIt: ['filler', 'of|in|on|from|at'],

  // Claims
  centred: [
    'predicate',
    'centred|centered|central|dead centre|dead center|in dead centre|in dead center|in middle|in centre|in center|at centre|at center|in dead centre|in dead center|at middle|centrally|in very middle|in very centre|in very center|mid frame|in mid frame',
  ],
  offCentre: ['predicate', 'off centre|off center|out of centre|out of center'],
  horizontally: ['predicate', 'horizontally|sideways|left to right|from left to right'],
  vertically: ['predicate', 'vertically|up and down|top to bottom|from top to bottom'],
  reference: ['predicate', 'reference|reference point|reference area'],
  tolerance: [
    'predicate',
    'within|to within|give or take|plus or minus|±|with tolerance of|with a tolerance of|with an error of|with deviation of at most|with a deviation of at most|tolerance|with at most|by at most|with a variance of at most|with a variance of|with variance of|with a variation of at most|with variation of at most|with a difference of at most',
  ],
  apart: ['predicate', 'apart|away'],
  from: ['predicate', 'away from|from|off|of|to|clear of|apart from|distant from'],
  awayFrom: [
    'predicate',
    'away from|far from|clear of|apart from|well away from|far away from|off|a safe distance from|at a distance from|not near|not close to',
  ],
  near: [
    'predicate',
    'near|close to|near to|next to|beside|by|nearby|too close to|too near|too near to|close by|at|right next to|right beside|adjacent to',
  ],
  touching: ['predicate', 'touching|touch|touches|in contact with'],
  closer: ['predicate', 'closer than|nearer than|closer together than'],
  closerTo: ['predicate', 'closer to|nearer to'],
  notCloserTo: ['predicate', 'no closer to|not closer to|no nearer to|not nearer to'],
  than: ['filler', 'than'],
  edge: ['predicate', 'edge|edges|border|borders|margin|rim|boundary|side|sides'],
  table: ['predicate', 'table|desk|surface|tabletop|desktop|counter|worktop|table top|desk top|bar'],
  leftOf: ['predicate', 'to left of|left of|on left of|left from|to left from'],
  rightOf: ['predicate', 'to right of|right of|on right of|right from|to right from'],
  leftSideOf: ['predicate', 'on left side of|on left hand side of|on left half of|at left side of'],
  rightSideOf: ['predicate', 'on right side of|on right hand side of|on right half of|at right side of'],
  above: ['predicate', 'above|over|higher than'],
  below: ['predicate', 'below|under|beneath|underneath|lower than'],
  row: [
    'predicate',
    'in a row|in a line|in row|in line|in one row|in one line|in a horizontal row|in a horizontal line|in a straight horizontal line|in a straight row|lined up|in a single row|in a single line|aligned in a row|aligned horizontally|horizontally aligned|aligned|aligned in a line|side by side|form a row|forming a row|form a line|forms a row|make a row|in rows|lined up horizontally|lined up in a row|row',
  ],
  column: [
    'predicate',
    'in a column|in column|in one column|in a vertical line|in a vertical row|aligned vertically|vertically aligned|aligned in a column|form a column|in columns|lined up vertically|lined up in a column|stacked in a column|column',
  ],
  line: [
    'predicate',
    'in a straight line|in one straight line|on a straight line|in straight line|on one line',
  ],
  grid: [
    'predicate',
    'in a grid|in grid|in a regular grid|aligned in a grid|form a grid|forming a grid|in rows and columns|aligned to a grid|on a grid|arranged as a grid|grid',
  ],
  diagonal: [
    'predicate',
    'on a diagonal|aligned along a diagonal|lined up diagonally|lined up along a diagonal|diagonally aligned|in a diagonal|along a diagonal|aligned diagonally|aligned on a diagonal|form a diagonal|in a diagonal line|on diagonal|along diagonal|diagonally|diagonal',
  ],
  evenlySpaced: [
    'predicate',
    'evenly spaced|spaced evenly|equally spaced|spaced equally|equidistant|regularly spaced|spaced regularly|uniformly spaced|evenly distributed|equally distributed|even spacing|equal spacing|equal gaps|evenly apart|equally far apart|same distance apart|evenly|evenly spaced out|spaced out evenly|even gaps|even in spacing|regular spacing',
  ],
  similarSize: [
    'predicate',
    'similar in size|similar size|of similar size|of a similar size|similarly sized|same size|of same size|equal in size|of equal size|equally large|equally big|about same size|similar sizes|alike in size|uniform in size|roughly same size|equal size|same in size',
  ],
  wide: ['predicate', 'wide|in width|across|broad'],
  tall: ['predicate', 'tall|high|in height'],
  width: ['predicate', 'width|breadth'],
  height: ['predicate', 'height'],
  cover: [
    'predicate',
    'cover|covers|fill|fills|occupy|occupies|take up|takes up|covering|filling|occupying|taking up',
  ],
  share: [
    'predicate',
    'share of frame|share of photo|share of picture|share of image|share|coverage|frame coverage|frame share|size',
  ],
  small: ['predicate', 'small|little|tiny|small sized'],
  medium: ['predicate', 'medium|medium sized|mid sized|middle sized|medium size'],
  large: ['predicate', 'large|big|large sized'],
  overlap: [
    'predicate',
    'overlap|overlaps|overlapping|overlap with|overlaps with|overlapping with|intersect|intersects|cover up|overlapped by|covered by|partly hidden by|partly covered by|hidden by|obscured by|occluded by|collide with',
  ],
  cutOff: [
    'predicate',
    'cut off|cropped|cut|clipped|truncated|partly outside|partly outside frame|cut off at edge|cut off by frame',
  ],
  onTable: [
    'predicate',
    'on table|on a table|on desk|on a desk|on surface|on a surface|on tabletop|on a tabletop|on table or desk|on a table or desk|on counter|on top of table|on top of desk|on worktop|on its table',
  ],
  offTable: ['predicate', 'off table|off desk|not on table'],
  upright: [
    'predicate',
    'upright|up right|straight|level|standing up|straight up|straight upright|vertical|right way up',
  ],
  tilted: [
    'predicate',
    'tilted|tilt|leaning|lean|leans|tilts|slanted|tipped|skewed|crooked|tipped over|inclined|tilting|slope|slanting|knocked over|toppled|fallen over|lying down|lying on its side|on its side',
  ],
  by: ['filler', 'by|of'],
  tiltName: ['predicate', 'tilt|lean|inclination|tilt angle|angle of tilt|slant'],
  handle: ['predicate', 'handle|handles'],
  points: [
    'filler',
    'point|points|pointing|face|faces|facing|turned|directed|look|looks|turn|turns|aimed|go|goes|to point|oriented|sticking out',
  ],
  toLeft: [
    'predicate',
    'on left|to left|left|leftwards|leftward|towards left|toward left|on left side|on left hand side|to left side|to left hand side|at left|left side|left hand side',
  ],
  toRight: [
    'predicate',
    'on right|to right|right|rightwards|rightward|towards right|toward right|on right side|on right hand side|to right side|to right hand side|at right|right side|right hand side',
  ],
  toFront: [
    'predicate',
    'in front|to front|front|forward|forwards|towards front|toward front|towards camera|toward camera|to camera|camera|towards viewer|toward viewer|towards us|at front|at camera|towards me|at viewer',
  ],
  handleAngle: ['predicate', 'handle angle|handle direction'],
  angle: ['predicate', 'angle|direction|an angle'],
  confidence: [
    'predicate',
    'confidence|certainty|score|detection score|detection confidence|confidence score|detection certainty|probability',
  ],
  confident: ['predicate', 'confident|sure|certain|detected with|recognised with|recognized with'],
  fromAbove: [
    'predicate',
    'seen from above|viewed from above|from above|seen from top|from top|shot from above|photographed from above|taken from above|viewed from top|a top view|top view|seen from overhead|from overhead',
  ],
  fromSide: [
    'predicate',
    'seen from side|viewed from side|from side|shot from side|photographed from side|from front|seen from front',
  ],
  distance: [
    'predicate',
    'distance|gap|spacing|space|clearance|room|separation|distances|gaps|margin|minimum distance|minimum gap|minimum spacing|mug spacing',
  ],
  between: ['predicate', 'between|among'],
} as const satisfies Record<string, readonly [TokenRole, string]>;

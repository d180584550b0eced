import { numberWords } from './numbers.ts';
import type { TokenRole } from './rule.ts';

/**
 * Every fixed word of the language, by what it means. The first way to say it is the canonical one; it is what is
 * suggested. Fillers ("the") are not written here: they are left out before words are compared.
 */
const entries = {
  // Logic
  and: ['logic', 'and|as well as|plus|but|and also|but also'],
  or: ['logic', 'or|or else|either or'],
  either: ['logic', 'either'],
  not: ['logic', 'not|never'],
  if: [
    'logic',
    'if|when|whenever|where|wherever|in case|as soon as|as long as|only if|only when|provided|once|while|given',
  ],
  unless: ['logic', 'unless|except if|except when|except where|other than when'],
  thenDo: ['logic', 'then|in that case'],
  otherwise: [
    'logic',
    'otherwise|or else|else|failing that|in any other case|if this fails|if it fails|if that fails|if they do not|if it does not|if it is not',
  ],
  comma: ['filler', ','],
  semicolon: ['filler', ';'],
  colon: ['filler', ':|-'],
  stop: ['filler', '.|;'],
  open: ['logic', '('],
  close: ['logic', ')'],

  // How a sentence asks
  must: [
    'filler',
    'must|should|shall|is to be|are to be|has to|have to|ought to|need to|needs to|is required to|are required to|is supposed to|are supposed to|will|may only|can only|must only|should only|must always|should always|needs|need',
  ],
  may: ['filler', 'may|can|might|could|is allowed to|are allowed to'],
  forbidden: ['logic', 'forbidden|not allowed|prohibited|not permitted|unacceptable|not acceptable|banned'],
  be: [
    'filler',
    'be|to be|is|are|being|been|was|were|remain|remains|stay|stays|appear|appears|become|becomes|get|gets',
  ],
  placed: [
    'filler',
    'placed|allowed|positioned|located|situated|standing|stand|stands|sit|sits|sitting|lie|lies|lying|kept|put|set|found|arranged|laid out|shown',
  ],
  do: ['filler', 'do|does|did'],
  have: [
    'filler',
    'have|has|having|with|show|shows|contain|contains|showing|containing|include|includes|hold|holds',
  ],
  without: ['logic', 'without|lacking'],
  whose: ['filler', 'whose'],
  thereBe: ['filler', 'there be|there is|there are'],
  there: ['filler', 'there'],
  allow: ['filler', 'allow|permit|accept|only allow|allow only|tolerate'],
  expect: ['filler', 'i expect|we expect|expect|require|we require|demand|i need|we need|want'],
  place: ['filler', 'place|put|keep|set|position|leave|hold|stand|arrange|locate|move'],
  avoid: [
    'logic',
    'avoid|prevent|forbid|prohibit|disallow|do not allow|do not permit|do not accept|never allow|beware of',
  ],
  centreIt: ['predicate', 'centre|center|centralise|centralize'],
  alignIt: ['predicate', 'align|line up'],
  spaceIt: ['predicate', 'space|space out'],
  turn: ['filler', 'turn|rotate|point|face|aim'],
  leaveGap: ['predicate', 'leave|keep'],

  // Which ones
  mug: [
    'subject',
    'mug|mugs|cup|cups|coffee mug|coffee mugs|coffee cup|coffee cups|tea cup|tea cups|teacup|teacups|beaker|beakers|tea mug|tea mugs',
  ],
  every: ['subject', 'every|all of|all|each of|each|both|every single'],
  any: ['subject', 'any of|any'],
  a: ['subject', 'a|an|some|one of'],
  no: ['subject', 'no|none of|not a|not any|not one|neither of|neither|not a single|zero'],
  notEvery: ['subject', 'not every|not all of|not all|not each'],
  other: ['subject', 'other|another|next|neighbouring|neighboring|adjacent|nearby'],
  eachOther: [
    'subject',
    'each other|one another|another|every other|any other|others|other ones|other one|all others|all other ones|next one|nearest one|nearest other one|nearest neighbour|nearest neighbor|its neighbour|its neighbor|neighbour|neighbor|neighbours|neighbors|themselves|their neighbours|their neighbors',
  ],
  its: ['filler', 'its|their'],
  visible: ['predicate', 'visible|in sight'],
  present: ['predicate', 'present|there'],
  perfectly: ['predicate', 'exactly|perfectly|precisely|right'],
  even: ['predicate', 'even|equal|regular|uniform|same'],
  widerThan: ['predicate', 'wider than|broader than'],
  noWiderThan: ['predicate', 'no wider than|not wider than'],
  narrowerThan: ['predicate', 'narrower than'],
  noNarrowerThan: ['predicate', 'no narrower than|not narrower than'],
  tallerThan: ['predicate', 'taller than|higher than'],
  noTallerThan: ['predicate', 'no taller than|not taller than|no higher than|not higher than'],
  shorterThan: ['predicate', 'shorter than'],
  noShorterThan: ['predicate', 'no shorter than|not shorter than'],
  it: ['subject', 'it|they|them|one|ones|this|that one|these|those'],
  largest: ['subject', 'largest|biggest|greatest'],
  smallest: ['subject', 'smallest|tiniest|littlest'],
  leftmost: ['subject', 'leftmost|left most|furthest left|farthest left'],
  rightmost: ['subject', 'rightmost|right most|furthest right|farthest right'],
  topmost: ['subject', 'topmost|top most|uppermost|upper most|highest'],
  bottommost: ['subject', 'bottommost|bottom most|lowermost|lowest'],
  tallest: ['subject', 'tallest'],
  widest: ['subject', 'widest|broadest'],
  surest: ['subject', 'surest|most certain|most confident'],
  nearest: ['subject', 'nearest|closest'],
  to: ['filler', 'to|from|of'],
  number: ['subject', 'number|no.|nr|#'],
  numberOf: ['predicate', 'number of|count of|amount of|quantity of'],
  count: ['predicate', 'count'],
  last: ['subject', 'last'],
  object: ['subject', 'object|objects'],
  photo: ['subject', 'photo|photos|picture|pictures|image|images|photograph|photographs|shot|shots'],

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
    'in a row|in a line|in row|in line|in one row|in one line|in a horizontal row|in a horizontal line|in a straight line|in a straight horizontal line|in a straight row|lined up|in a single row|in a single line|aligned in a row|aligned horizontally|horizontally aligned|aligned|aligned in a line|side by side|form a row|forming a row|form a line|forms a row|make a row|in rows|lined up horizontally|lined up in a row|row',
  ],
  column: [
    'predicate',
    'in a column|in column|in one column|in a vertical line|in a vertical row|aligned vertically|vertically aligned|aligned in a column|form a column|in columns|lined up vertically|lined up in a column|stacked in a column|column',
  ],
  grid: [
    'predicate',
    'in a grid|in grid|in a regular grid|aligned in a grid|form a grid|forming a grid|in rows and columns|aligned to a grid|on a grid|arranged as a grid|grid',
  ],
  diagonal: [
    'predicate',
    'on a diagonal|diagonally aligned|in a diagonal|along a diagonal|aligned diagonally|aligned on a diagonal|form a diagonal|in a diagonal line|on diagonal|along diagonal|diagonally|diagonal',
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
    'upright|straight|level|standing up|straight up|straight upright|vertical|right way up',
  ],
  tilted: [
    'predicate',
    'tilted|tilt|leaning|lean|leans|tilts|slanted|tipped|skewed|crooked|tipped over|inclined|tilting|slope|slanting',
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

  // The photo itself
  megapixels: ['unit', 'megapixels|megapixel|mp|mpx|mpix|mega pixels|million pixels'],
  megabytes: ['unit', 'megabytes|megabyte|mb|mib'],
  kilobytes: ['unit', 'kilobytes|kilobyte|kb|kib'],
  resolution: ['predicate', 'resolution|photo resolution|image resolution|picture resolution'],
  times: ['unit', 'x|by|times'],
  on: ['filler', 'on|along'],
  fileSize: ['predicate', 'file size|filesize|size'],
  longSide: ['predicate', 'long side|longer side|longest side|long edge|longer edge|longest edge'],
  shortSide: ['predicate', 'short side|shorter side|shortest side|short edge|shorter edge|shortest edge'],
  landscape: [
    'predicate',
    'landscape|in landscape|landscape format|horizontal|in landscape format|in landscape orientation|wider than tall',
  ],
  portrait: [
    'predicate',
    'portrait|in portrait|portrait format|in portrait format|in portrait orientation|upright|taller than wide',
  ],
  square: ['predicate', 'square|square format|quadratic'],
  jpeg: ['predicate', 'jpeg|jpg|jpegs'],
  png: ['predicate', 'png|pngs'],
  webp: ['predicate', 'webp'],
  avif: ['predicate', 'avif'],
  gif: ['predicate', 'gif|gifs'],
  tiff: ['predicate', 'tiff|tif'],
  file: ['filler', 'file|files|image|images|format'],
  large_: ['predicate', 'large|big|in size|heavy'],

  // Limits
  atLeast: [
    'predicate',
    'at least|no less than|not less than|a minimum of|minimum of|minimum|min|min.|≥|no fewer than|not fewer than|no closer than|not closer than|no nearer than|not nearer than|no smaller than|not smaller than|no lower than|not below|not under|no smaller|from at least|not lower than|not closer together than|no closer together than|equal to or more than|greater than or equal to|more than or equal to',
  ],
  atMost: [
    'predicate',
    'at most|no more than|not more than|a maximum of|maximum of|maximum|max|max.|≤|up to|no larger than|not larger than|no bigger than|not bigger than|no further than|not further than|no farther than|not farther than|not over|not above|not exceeding|no greater than|not greater than|no higher than|not higher than|only up to|within|less than or equal to|fewer than or equal to|not exceed|no longer than',
  ],
  moreThan: [
    'predicate',
    'more than|greater than|over|above|larger than|bigger than|>|exceeding|exceeds|exceed|further than|farther than|higher than|longer than|further away than|in excess of|upwards of|heavier than',
  ],
  lessThan: [
    'predicate',
    'less than|fewer than|under|below|smaller than|<|closer than|nearer than|lower than|closer together than',
  ],
  exactly: ['predicate', 'exactly|precisely|=|equal to|equals|just|only|exactly equal to'],
  about: [
    'predicate',
    'about|around|roughly|approximately|approx|approx.|~|circa|ca.|nearly|close to|more or less|some',
  ],
  range: ['predicate', 'between|from|anywhere between|anywhere from'],
  upTo: ['logic', 'to|-|and|up to|until|through'],
  orMore: [
    'predicate',
    'or more|or above|or over|or larger|or greater|or further|or farther|or higher|or wider|or taller|or better|and more|minimum|min|at least|at a minimum|+',
  ],
  orLess: [
    'predicate',
    'or less|or fewer|or below|or under|or smaller|or closer|or lower|or nearer|maximum|max|at most|at maximum|tops',
  ],
  plusMinus: [
    'predicate',
    '±|plus or minus|give or take|plus minus|with a tolerance of|with tolerance of|within',
  ],

  // Units
  px: ['unit', 'px|pixel|pixels|pix'],
  percent: ['unit', '%|percent|per cent|percentage|pct'],
  mm: ['unit', 'mm|millimetre|millimetres|millimeter|millimeters'],
  cm: ['unit', 'cm|centimetre|centimetres|centimeter|centimeters|cms'],
  m: ['unit', 'm|metre|metres|meter|meters'],
  inches: ['unit', 'in|inch|inches|"|ins'],
  feet: ['unit', 'ft|foot|feet'],
  degrees: ['unit', 'degrees|degree|°|deg'],
  radians: ['unit', 'radians|radian|rad'],
  ofFrame: [
    'filler',
    "of frame|of photo|of picture|of image|of frame width|of frame height|of width|of height|of image width|of image height|of photo width|of photo height|of whole frame|of frame 's width|of frame 's height|of shot|of whole photo|of whole image|of whole picture|of entire frame|of view|of picture width|of picture height|of its width|of its height|of area|of frame area|of image area|of size|of mean",
  ],

  // What follows
  alert: [
    'consequence',
    'alert|raise an alert|send an alert|raise alert|send alert|raise a alarm|raise an alarm|alarm|trigger an alert|trigger alert|give an alert|create an alert|sound alarm|raise an alert of|issue an alert',
  ],
  warn: ['consequence', 'warn|raise a warning|send a warning|give a warning|show a warning|issue a warning'],
  raise: ['consequence', 'raise|send|trigger|issue|create|give'],
  as: [
    'filler',
    'as|with|as a|with a|as an|with an|of|at|with severity|of severity|at severity|with level|at level|with priority|a|an|severity',
  ],
  info: ['consequence', 'info|information|notice|informational|informatively'],
  success: ['consequence', 'success|successfully'],
  warning: ['consequence', 'warning|warnings'],
  error: ['consequence', 'error|errors|failure'],
  critical: ['consequence', 'critical|critically|urgent|urgently|emergency|severe|severely'],
  severity: ['filler', 'severity|alert|level|priority|alarm'],
  whom: ['filler', 'me|us|operator|everyone|team|staff|everybody'],
  notify: [
    'consequence',
    'notify|tell|inform|message|ping|post to|post it to|send it to|send to|send a message to|write to|post on|send that to|send this to|send photo to|send picture to|send image to|forward to|forward it to|report to|report it to|let know|post a message to|send a notification to|send an alert to|trigger|call',
  ],
  channel: ['filler', 'channel|channels|on|via|by|through'],
  use: ['consequence', 'use|choose|apply|take|pick|select|render with|draw with|switch to'],
  template: ['filler', 'template|design|layout'],
  reject: [
    'consequence',
    'reject|refuse|discard|decline|throw out|throw away|rule out|do not use|do not accept|sort out',
  ],
  rejected: ['consequence', 'rejected|refused|discarded|declined'],
  tag: ['consequence', 'tag|label|mark|add tag|flag|add a tag|set tag|add label'],
  called: [
    'filler',
    'named|called|titled|whose name contains|whose name has|whose name is|with name|with names|with name containing|name contains|name is|like',
  ],
  context: ['filler', 'context|contexts|mode|setting'],
  batch: ['filler', 'batch|batches|folder|folders|batch name'],
  for: ['filler', 'for|in|of|on|during|under'],
} as const satisfies Record<string, readonly [TokenRole, string]>;

export type Term = keyof typeof entries;

/** Words that are read and weigh nothing, wherever they stand. */
export const fillers: readonly string[] = [
  ...['please', 'the', 'that', 'which', 'kindly', 'also', 'always', "'s", "'", "'re", 'really'],
  ...[
    'simply',
    'ideally',
    'preferably',
    'strictly',
    'ensure',
    'guarantee',
    'make sure',
    'be sure',
    'make certain',
  ],
  ...[
    'see to it',
    'check',
    'verify',
    'i want',
    'we want',
    "i 'd like",
    "we 'd like",
    'i would like',
    'our',
    'my',
  ],
  ...[
    'we would like',
    'it is important',
    'from now on',
    'at all times',
    'in general',
    'in any case',
    'thanks',
  ],
  ...['thank you', 'very', 'your', 'so'],
];

export const ordinalWords: readonly string[] =
  'first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth'.split(' ');

/**
 * What detectors know, in the words of people: the first of a line is how it is called when no detector is at hand.
 * Whichever of a line the detector knows is meant.
 */
const things: readonly string[] = [
  ...[
    'laptop|notebook computer|notebook',
    'book',
    'bottle',
    'table|dining table|tabletop',
    'desk',
    'chair',
    'person',
  ],
  ...[
    'computer mouse|mouse',
    'computer monitor|monitor|screen|display|tv',
    'keyboard|computer keyboard',
    'box|carton',
  ],
  ...[
    'cell phone|phone|mobile phone|smartphone|mobile',
    'camera',
    'bicycle|bike',
    'boot',
    'cat',
    'dog',
    'cattle|cow',
  ],
  ...[
    'stationary bicycle',
    'high heels',
    'vehicle',
    'footwear|shoe',
    'car',
    'motorcycle',
    'airplane|aeroplane',
    'bus',
  ],
  ...[
    'train',
    'truck|lorry',
    'boat',
    'traffic light',
    'fire hydrant',
    'stop sign',
    'parking meter',
    'bench',
    'bird',
  ],
  ...[
    'horse',
    'sheep',
    'elephant',
    'bear',
    'zebra',
    'giraffe',
    'backpack|rucksack',
    'umbrella',
    'handbag',
    'tie',
  ],
  ...[
    'suitcase',
    'frisbee',
    'skis',
    'snowboard',
    'sports ball|ball',
    'kite',
    'baseball bat',
    'baseball glove',
  ],
  ...[
    'skateboard',
    'surfboard',
    'tennis racket',
    'wine glass|glass',
    'fork',
    'knife',
    'spoon',
    'bowl',
    'banana',
  ],
  ...[
    'apple',
    'sandwich',
    'orange',
    'broccoli',
    'carrot',
    'hot dog',
    'pizza',
    'donut|doughnut',
    'cake',
    'couch|sofa',
  ],
  ...['potted plant|plant', 'bed', 'toilet', 'remote|remote control', 'microwave', 'oven', 'toaster', 'sink'],
  ...[
    'refrigerator|fridge',
    'clock',
    'vase',
    'scissors',
    'teddy bear',
    'hair drier|hair dryer',
    'toothbrush',
    'plate',
  ],
];
const oddPlurals: Readonly<Record<string, string>> = {
  person: 'people',
  'computer mouse': 'computer mice',
  mouse: 'mice',
  knife: 'knives',
  sheep: 'sheep',
  shelf: 'shelves',
};

/** Several of a thing: what is added to the last word. */
export function plural(label: string): string {
  if (oddPlurals[label] !== undefined) return oddPlurals[label];
  if (/(?:[^s]s|glasses)$/.test(label)) return label.endsWith('us') ? `${label}es` : label;
  return /(?:s|x|z|ch|sh)$/.test(label)
    ? `${label}es`
    : /[^aeiou]y$/.test(label)
      ? `${label.slice(0, -1)}ies`
      : `${label}s`;
}

/** Ways to say a label, each as its words, and what is meant. */
export interface ThingName {
  words: readonly string[];
  label: string;
  /** Whether the detector at hand knows it. */
  known: boolean;
}

/** What things are called under the labels that the detector knows; without any, the usual ones. */
export function thingNames(labels: readonly string[] = []): ThingName[] {
  const given = new Set(labels.map((label) => label.toLowerCase().trim()).filter((label) => label !== ''));
  const names = new Map<string, ThingName>();
  const add = (name: string, label: string, known: boolean) => {
    for (const form of new Set([name, plural(name)])) {
      const had = names.get(form);
      if (had === undefined || (known && !had.known))
        names.set(form, { words: form.split(/[\s-]+/), label, known });
    }
  };
  for (const label of given) add(label, label, true);
  for (const line of things) {
    const alike = line.split('|');
    const meant = alike.find((name) => given.has(name));
    for (const name of alike) {
      const own = given.has(name) || given.size === 0;
      add(name, given.has(name) ? name : (meant ?? alike[0] ?? name), own || meant !== undefined);
    }
  }
  return [...names.values()].sort((a, b) => b.words.length - a.words.length);
}

/** What a term does in a sentence, and how it is suggested. */
export const vocabulary = Object.fromEntries(
  Object.entries(entries).map(([term, [role, words]]) => [term, { role, say: words.split('|')[0] ?? term }]),
) as unknown as Readonly<Record<Term, { role: TokenRole; say: string }>>;

/** A way to say something, word by word. */
type Phrase = readonly string[];

/** By a word: the terms that may begin with it, and how, the longest way first. */
export const phrasesFrom: ReadonlyMap<string, ReadonlyMap<Term, readonly Phrase[]>> = phraseIndex();

function phraseIndex() {
  const index = new Map<string, Map<Term, Phrase[]>>();
  for (const [term, [, words]] of Object.entries(entries) as [Term, (typeof entries)[Term]][]) {
    const phrases = words.split('|').map((phrase) => phrase.split(' '));
    for (const phrase of phrases.toSorted((a, b) => b.length - a.length)) {
      const terms = index.get(phrase[0] ?? '') ?? new Map<Term, Phrase[]>();
      index.set(phrase[0] ?? '', terms.set(term, [...(terms.get(term) ?? []), phrase]));
    }
  }
  return index;
}

/** Every single word that means something, things aside. */
export const vocabularyWords: readonly string[] = [
  ...new Set([
    ...Object.values(entries).flatMap(([, words]) => words.split(/[| ]/)),
    ...fillers.flatMap((filler) => filler.split(' ')),
    ...numberWords,
    ...ordinalWords,
  ]),
].filter((word) => word !== '');

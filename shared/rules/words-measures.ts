import type { TokenRole } from './rule.ts';

/** What is measured of photos, limits and units; see vocabulary.ts. */
export const measureWords = {
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
    'at least|atleast|no less than|not less than|a minimum of|minimum of|minimum|min|min.|≥|no fewer than|not fewer than|no closer than|not closer than|no nearer than|not nearer than|no smaller than|not smaller than|no lower than|not below|not under|no smaller|from at least|not lower than|not closer together than|no closer together than|equal to or more than|greater than or equal to|more than or equal to',
  ],
  atMost: [
    'predicate',
    'at most|atmost|no more than|not more than|a maximum of|maximum of|maximum|max|max.|≤|up to|no larger than|not larger than|no bigger than|not bigger than|no further than|not further than|no farther than|not farther than|not over|not above|not exceeding|no greater than|not greater than|no higher than|not higher than|only up to|within|less than or equal to|fewer than or equal to|not exceed|no longer than',
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
  toleranceWord: ['predicate', 'tolerance|deviation|error|leeway'],
  oClock: ['unit', "o'clock"],
  plusMinus: [
    'predicate',
    '±|plus or minus|give or take|plus minus|with a tolerance of|with tolerance of|within',
  ],

  giveOrTake: [
    'predicate',
    'give or take|plus or minus|plus minus|±|tolerance|tolerance of|with tolerance of|with a tolerance of|with a tolerance',
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
} as const satisfies Record<string, readonly [TokenRole, string]>;

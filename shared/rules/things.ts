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

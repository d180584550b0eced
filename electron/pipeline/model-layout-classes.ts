/** The 80 classes of COCO in the order that detectors trained on it use. https://cocodataset.org */
export const cocoClasses: readonly string[] = [
  ...['person', 'bicycle', 'car', 'motorcycle', 'airplane', 'bus', 'train', 'truck', 'boat', 'traffic light'],
  ...['fire hydrant', 'stop sign', 'parking meter', 'bench', 'bird', 'cat', 'dog', 'horse', 'sheep', 'cow'],
  ...[
    'elephant',
    'bear',
    'zebra',
    'giraffe',
    'backpack',
    'umbrella',
    'handbag',
    'tie',
    'suitcase',
    'frisbee',
  ],
  ...[
    'skis',
    'snowboard',
    'sports ball',
    'kite',
    'baseball bat',
    'baseball glove',
    'skateboard',
    'surfboard',
  ],
  ...['tennis racket', 'bottle', 'wine glass', 'cup', 'fork', 'knife', 'spoon', 'bowl', 'banana', 'apple'],
  ...['sandwich', 'orange', 'broccoli', 'carrot', 'hot dog', 'pizza', 'donut', 'cake', 'chair', 'couch'],
  ...['potted plant', 'bed', 'dining table', 'toilet', 'tv', 'laptop', 'mouse', 'remote', 'keyboard'],
  ...['cell phone', 'microwave', 'oven', 'toaster', 'sink', 'refrigerator', 'book', 'clock', 'vase'],
  ...['scissors', 'teddy bear', 'hair drier', 'toothbrush'],
];

/**
 * Class names out of a model's metadata, in order, or undefined when it has none. Understands Ultralytics'
 * `names` (a Python dictionary as text), and `names`, `classes` or `id2label` as JSON.
 */
export function classesFromMetadata(metadata: Readonly<Record<string, string>>): string[] | undefined {
  const text = metadata.names ?? metadata.classes ?? metadata.id2label;
  if (text === undefined) return undefined;
  const entries = fromJson(text) ?? fromPython(text);
  const classes: string[] = [];
  for (const [index, name] of entries) classes[index] = name;
  const whole = classes.length > 0 && Array.from(classes).every((name) => name !== undefined);
  return whole ? classes : undefined;
}

/** Indices of the classes that count as a mug: by name, or the only class there is. */
export function mugClassesOf(classes: readonly string[]): number[] {
  const isMug = (name: string) => /(^|[^a-z])(coffee|tea)?[ _-]?(mug|cup)s?($|[^a-z])/i.test(name);
  const named = [...classes.keys()].filter((index) => isMug(classes[index] ?? ''));
  return named.length === 0 && classes.length === 1 ? [0] : named;
}

function fromJson(text: string): [number, string][] | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null) return undefined;
    return Object.entries(value).map(([key, name]) => [Number(key), String(name)]);
  } catch {
    return undefined;
  }
}

/** `{0: 'mug', 1: "barista's cup"}` or `['mug', 'cup']`, as Python prints them. */
function fromPython(text: string): [number, string][] {
  const quoted = /(?:(\d+)\s*:\s*)?(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)")/g;
  return [...text.matchAll(quoted)].map(([, key, single, double], position) => {
    const name = (single ?? double ?? '').replace(/\\(.)/g, '$1');
    return [key === undefined ? position : Number(key), name];
  });
}

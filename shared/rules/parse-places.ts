import type { Cursor } from './cursor.ts';
import type { Condition, Problem, Region, RuleBody, Subject, sides, Target } from './rule.ts';
import type { Term } from './vocabulary.ts';

/** Whether a sentence asks for something ("must") or looks whether it is so ("if … is"). */
export type Mood = 'asks' | 'looks';

/** What a sentence is about so far: what "it" stands for, and a claim without a subject. */
export interface Talk {
  mood: Mood;
  /** "The mug is centred" does not ask for it: what follows "if …" up to a comma may be more of the condition. */
  strict: boolean;
  subject: Subject | null;
  /** The last thing that was named, and whether another was named in the same sentence. */
  thing: RuleBody | null;
  rival: boolean;
  /** The last claim was to be on the table: "its edge" is the table's. */
  onTable: boolean;
  /** "every" was said, not only meant. */
  each: boolean;
  /** One was spoken of, without "every": "the mug", "a mug", "the handle". */
  one: boolean;
  /** Every part of the sentence so far spoke of one. */
  singles: boolean;
  /** Where something is allowed ("may"), or said not to be needed (`all`). */
  grants: { at: number; all: boolean } | null;
  /** Claims of "the mug" whose quantifier is not settled yet. */
  open: { claim: Condition; note: Problem | undefined }[];
  /** "the left and right edges": the other one. */
  otherEdge: (typeof sides)[number] | null;
  /** "the whole mug". */
  whole: boolean;
  /** Several without an article: "if mugs are tilted" speaks of some of them. */
  loose: boolean;
  /** What the claim that is being read is about: "each other" are others of these. */
  about: RuleBody;
}

/** Something was named: "it" may stand for it from now on. */
export function mention(talk: Talk, what: RuleBody) {
  const had = talk.thing;
  talk.rival ||=
    had !== null &&
    (had.kind !== what.kind || (had.kind === 'object' && what.kind === 'object' && had.label !== what.label));
  talk.thing = what;
}

/** What "it" stands for. */
export function meantThing(c: Cursor, talk: Talk): RuleBody | null {
  const { thing, rival } = talk;
  if (thing && rival) c.assume(c.at - 1, `Taken as the ${thing.kind === 'mug' ? 'mug' : thing.label}.`);
  return thing;
}

export const mug: RuleBody = { kind: 'mug' };

export const everyMug: Subject = { body: mug, quantifier: 'every', pick: null };

/** A mug or something with a label. */
export function body(c: Cursor): RuleBody | null {
  return c.first<RuleBody>(
    () => (c.take('mug') ? mug : null),
    () => {
      const label = c.thing();
      return label === null ? null : { kind: 'object', label };
    },
    () => {
      if (!c.take('object')) return null;
      const label = c.name(undefined, 'label');
      return label === null ? null : { kind: 'object', label: label.toLowerCase() };
    },
  );
}

/** A thing with or without an article. */
export function namedBody(c: Cursor): RuleBody | null {
  c.take('any', 'a', 'every');
  c.take('other', 'nearest');
  return body(c);
}

const sideTerms = { left: 'left', right: 'right', top: 'top', bottom: 'bottom' } as const;

type Side = keyof typeof sideTerms;

export function side(c: Cursor): Side | null {
  return c.take('left', 'right', 'top', 'bottom') as Side | null;
}

/** A part of the frame, without the "in" before it: "left third", "area 'Tray'", "frame". */
export function region(c: Cursor): Region | null {
  return c.first<Region>(
    () => {
      const name = areaName(c);
      return name === null ? null : { kind: 'area', name };
    },
    () => {
      c.take('a');
      const rows = c.take('top', 'bottom', 'middle', 'centre');
      const columns = c.take('left', 'right', 'middle', 'centre');
      return divided(c, rows, columns);
    },
    () => {
      c.take('a');
      return c.take('frame') ? { kind: 'frame' } : null;
    },
    // "quadrant at the top left"
    () => {
      const what = c.take('quadrant', 'zone', 'half', 'third');
      if (!what || !c.take('ofIt', 'in')) return null;
      const rows = c.take('top', 'bottom', 'middle', 'centre', 'left', 'right');
      const columns = c.take('left', 'right');
      return rows && named(what, rows, columns);
    },
  );
}

function divided(c: Cursor, rows: Term | null, columns: Term | null): Region | null {
  const first = rows ?? columns;
  if (!first) return null;
  const second = rows ? columns : null;
  const what = c.take('third', 'half', 'quadrant', 'zone', 'side') ?? 'side';
  const found = named(what, first, second);
  if (found) c.first(() => (c.take('ofIt') && c.take('frame') ? true : null));
  return found;
}

/** What a part is called: "top left" and "corner" make a quadrant. */
function named(what: Term, first: Term, second: Term | null): Region | null {
  if (second !== null) {
    const middleOnly = (term: Term) => term === 'middle' || term === 'centre';
    if (what === 'third' || what === 'half') return null;
    if (what === 'quadrant' && !middleOnly(first) && !middleOnly(second))
      return { kind: 'quadrant', corner: `${first}-${second}` as 'top-left' };
    if (what === 'quadrant') return null;
    if (middleOnly(first) && middleOnly(second)) return { kind: 'zone', zone: 'centre' };
    const zone = middleOnly(first) ? second : middleOnly(second) ? first : `${first}-${second}`;
    if (what === 'side' && zone.includes('-')) return { kind: 'quadrant', corner: zone as 'top-left' };
    return { kind: 'zone', zone: zone as 'top-left' };
  }
  if (what === 'third') return { kind: 'third', side: first as Side | 'middle' | 'centre' };
  if (first === 'middle' || first === 'centre')
    return what === 'zone' ? { kind: 'zone', zone: 'centre' } : null;
  if (what === 'half' || what === 'side') return { kind: 'half', side: first as Side };
  return what === 'zone' ? { kind: 'zone', zone: first as Side } : null;
}

/** "area 'Tray'", "the Tray area", "'Tray'". */
export function areaName(c: Cursor): string | null {
  return c.first(
    () => {
      c.take('a');
      if (!c.take('area')) return null;
      c.take('called');
      const areas = c.surroundings.areas;
      return c.name(areas, 'area') ?? (areas?.length ? null : looseAreaName(c));
    },
    () => {
      const name = c.name(c.surroundings.areas, 'area');
      if (name !== null) c.take('area');
      return name;
    },
  );
}

const afterNames = [
  'and',
  'or',
  'thenDo',
  'otherwise',
  'unless',
  'if',
  'must',
  'may',
  'be',
  'have',
  'tolerance',
] as const;

function looseAreaName(c: Cursor): string | null {
  const start = c.at;
  const name = c.looseName(afterNames);
  if (name !== null) c.assume(start, 'Taken as the name of an area.');
  return name;
}

/** What a distance is measured to: "the left edge", "each other", "the laptop". */
export function target(c: Cursor, talk: Talk): Target | null {
  return c.first<Target>(
    () => (c.take('its') && c.take('edge') && talk.onTable ? { kind: 'surfaceEdge' } : null),
    () => edgeTarget(c, talk),
    () => {
      const others = otherThings(c, talk);
      return others && targetAt(others);
    },
    () => {
      const name = areaName(c);
      return name === null ? null : { kind: 'area', name };
    },
    () => {
      if (!c.take('middle', 'centre')) return null;
      c.first(() => (c.take('ofIt') && c.take('frame') ? true : null));
      return { kind: 'centre', of: 'frame' };
    },
    () => (c.take('reference') ? { kind: 'centre', of: 'reference' } : null),
    () => {
      const what = namedBody(c);
      if (!what) return null;
      mention(talk, what);
      return targetAt(what);
    },
    () => {
      if (!c.take('it')) return null;
      const thing = meantThing(c, talk);
      if (!thing) return null;
      return targetAt(thing);
    },
  );
}

export const targetAt = (what: RuleBody): Target =>
  what.kind === 'mug' ? { kind: 'otherMugs' } : { kind: 'object', label: what.label };

/** "each other", "another laptop": others of what the claim is about, or of what is named. */
export function otherThings(c: Cursor, talk: Talk): RuleBody | null {
  return c.first(
    () => {
      c.take('any', 'every', 'nearest', 'its');
      return c.take('other') ? body(c) : null;
    },
    () => (c.take('eachOther') ? talk.about : null),
  );
}

function edgeTarget(c: Cursor, talk: Talk): Target | null {
  return c.first<Target>(
    // "the edge of the table", "the table's edge"
    () => {
      c.take('any', 'a', 'every');
      if (!c.take('edge') || !c.take('ofIt')) return null;
      c.take('a');
      return c.take('table') ? { kind: 'surfaceEdge' } : null;
    },
    () => {
      c.take('any', 'a', 'every');
      return c.take('table') && c.take('edge') ? { kind: 'surfaceEdge' } : null;
    },
    () => {
      const before = c.words[c.at - 1]?.word ?? '';
      c.take('any', 'a', 'every', 'nearest');
      c.first(() => (c.take('frame') ? true : null));
      const which = side(c);
      talk.otherEdge = which && c.first(() => (c.take('and', 'or') ? side(c) : null));
      const edge = c.take('edge');
      const ofFrame = c.first(() => (c.take('ofIt') && c.take('frame') ? true : null));
      // "from the top of the frame"
      return edge || (which && ofFrame && /^(?:from|to|of)$/.test(before))
        ? { kind: 'frameEdge', side: which }
        : null;
    },
    // "the border", "the frame": its edge is meant
    () => {
      c.take('any', 'a');
      return c.take('frame') ? { kind: 'frameEdge', side: null } : null;
    },
  );
}

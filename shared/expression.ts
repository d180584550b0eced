/** Whether a value fits as a whole. */
export type Fits = (value: string) => boolean;

/** More places than this would make a look slow; a count such as `{100}` is as many. */
const mostPlaces = 2_000;

/** One place of an expression: it takes a character, or says where to go on without one. */
type Place =
  | { kind: 'take'; takes: (character: string) => boolean; to: number }
  | { kind: 'fork'; to: number[] }
  | { kind: 'begin' | 'end'; to: number }
  | { kind: 'done' };

/**
 * Reads a regular expression of the usual kind but for what looks around or back; null for what is none. Its time
 * grows with the length of the value, whatever was written: all ways are walked at once (Thompson's construction,
 * https://swtch.com/~rsc/regexp/regexp1.html), where JavaScript's own would try one after the other and hang.
 */
export function readExpression(text: string): Fits | null {
  try {
    const places: Place[] = [];
    const start = build(text, places);
    return (value) => walk(places, start, value);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/** Backwards: every part is built with the place that comes after it, so that it may be built again for each count. */
type Part = (to: number) => number;

function build(text: string, places: Place[]): number {
  const tokens = tokensOf(text);
  let next = 0;
  let spent = 0;

  function spend(): void {
    spent += 1;
    if (spent > mostPlaces) throw new SyntaxError('This expression is too large.');
  }

  function add(place: Place): number {
    spend();
    return places.push(place) - 1;
  }

  function alternatives(): Part {
    const all = [sequence()];
    while (tokens[next] === '|') {
      next += 1;
      all.push(sequence());
    }
    return all.length === 1 && all[0] !== undefined
      ? all[0]
      : (to) => add({ kind: 'fork', to: all.map((one) => one(to)) });
  }

  function sequence(): Part {
    const parts: Part[] = [];
    for (
      let token = tokens[next];
      token !== undefined && token !== '|' && token !== ')';
      token = tokens[next]
    )
      parts.push(counted(token));
    return (to) => parts.reduceRight((after, part) => part(after), to);
  }

  function counted(token: string): Part {
    next += 1;
    const part = token === '(' || token === '(?:' ? group() : single(token);
    const count = countOf(tokens[next]);
    if (count === null) return part;
    next += 1;
    return repeated(part, count);
  }

  function group(): Part {
    const part = alternatives();
    if (tokens[next] !== ')') throw new SyntaxError('A bracket is not closed.');
    next += 1;
    return part;
  }

  function single(token: string): Part {
    if (token === '^' || token === '$') {
      const kind = token === '^' ? 'begin' : 'end';
      return (to) => add({ kind, to });
    }
    const takes = takerOf(token);
    return (to) => add({ kind: 'take', takes, to });
  }

  function repeated(once: Part, { least, most }: { least: number; most: number }): Part {
    const part: Part = (to) => {
      spend();
      return once(to);
    };
    return (to) => {
      let at = to;
      if (most === Number.POSITIVE_INFINITY) {
        const fork: Place & { kind: 'fork' } = { kind: 'fork', to: [to] };
        at = add(fork);
        fork.to.push(part(at));
      } else for (let count = least; count < most; count += 1) at = add({ kind: 'fork', to: [part(at), to] });
      for (let count = 0; count < least; count += 1) at = part(at);
      return at;
    };
  }

  const whole = alternatives();
  if (next < tokens.length) throw new SyntaxError('A bracket is closed that was not opened.');
  return whole(add({ kind: 'done' }));
}

/** Escapes, classes, brackets, counts, and characters by themselves. */
const tokenShape =
  /\\(?:[pP]\{[^}]*\}|u\{[^}]*\}|u[\da-fA-F]{4}|x[\da-fA-F]{2}|c[a-zA-Z]|.)|\[(?:\\.|[^\]\\])*\]|\(\?:|(?:[*+?]|\{\d+(?:,\d*)?\})\??|./gsu;

function tokensOf(text: string): string[] {
  return text.match(tokenShape) ?? [];
}

/** Least and most of `*`, `+`, `?`, `{2}`, `{2,}` and `{2,5}`, lazy or not; null for what is no count. */
function countOf(token: string | undefined): { least: number; most: number } | null {
  const match = /^(?:([*+?])|\{(\d+)(,(\d*))?\})\??$/.exec(token ?? '');
  if (match === null) return null;
  const [, sign, low, comma, high] = match;
  if (sign !== undefined)
    return { least: sign === '+' ? 1 : 0, most: sign === '?' ? 1 : Number.POSITIVE_INFINITY };
  const least = Number(low);
  const most = comma === undefined ? least : high === '' ? Number.POSITIVE_INFINITY : Number(high);
  if (most < least) throw new SyntaxError('This count is none.');
  return { least, most };
}

/** One character is one look for JavaScript's own expressions, so that classes need not be written again. */
function takerOf(token: string): (character: string) => boolean {
  if (/^\\([bBk\d]|$)|^[*+?{}()\]]/.test(token) && token !== '\\0')
    throw new SyntaxError('This stands for nothing.');
  if (!/[\\.[]/.test(token)) return (character) => character === token;
  const own = new RegExp(`^${token}$`, 'u');
  return (character) => own.test(character);
}

function walk(places: readonly Place[], start: number, value: string): boolean {
  const characters = [...value];
  let here = new Set<number>();

  /** With all that is reached from there without a character. */
  function enter(into: Set<number>, at: number, position: number): void {
    const open = [at];
    for (let index = open.pop(); index !== undefined; index = open.pop()) {
      const place = places[index];
      if (place === undefined || into.has(index)) continue;
      into.add(index);
      if (place.kind === 'fork') open.push(...place.to);
      else if (place.kind === 'begin' && position === 0) open.push(place.to);
      else if (place.kind === 'end' && position === characters.length) open.push(place.to);
    }
  }

  enter(here, start, 0);
  for (const [position, character] of characters.entries()) {
    const after = new Set<number>();
    for (const index of here) {
      const place = places[index];
      if (place?.kind === 'take' && place.takes(character)) enter(after, place.to, position + 1);
    }
    if (after.size === 0) return false;
    here = after;
  }
  return [...here].some((index) => places[index]?.kind === 'done');
}

import { conflictsOf } from './conflicts.ts';
import { type Cursor, createCursor } from './cursor.ts';
import { settle } from './parse-claims.ts';
import { condition, type Joining } from './parse-conditions.ts';
import { consequences, scope, severityFirst } from './parse-consequences.ts';
import { ofEach } from './parse-narrowing.ts';
import { photoPredicate } from './parse-photo.ts';
import { photoTail } from './parse-photo-clauses.ts';
import { mug, type Talk } from './parse-places.ts';
import { print } from './print.ts';
import {
  type Condition,
  type Problem,
  type Reading,
  type Rule,
  ruleSchema,
  ruleVersion,
  type Statement,
  type Surroundings,
} from './rule.ts';
import { nearestTo } from './spelling.ts';
import { vocabularyWords } from './vocabulary.ts';
import { toldOf } from './words-beyond.ts';

/** Longer texts are not read. */
const longestText = 20_000;
const mostProblems = 20;
const mostSpellings = 3;

/** Reads a text. What was not understood is in `problems`, at its place, and then there is no rule. */
export function parse(text: string, surroundings: Surroundings = {}): Reading {
  const [c, statements] = bestReading(text.slice(0, longestText), surroundings);
  if (text.length > longestText) addProblem(c, longestText, text.length, 'The text is too long.', []);
  const problems = reported(c);
  const understood = problems.every(({ level }) => level === 'warning');
  const shaped = ruleSchema.safeParse({ version: ruleVersion, statements });
  if (understood && !shaped.success) {
    const { start, end } = wholeOf(c);
    problems.push({
      ...{ start, end, level: 'error', text: text.slice(start, end) },
      message:
        statements.length === 0
          ? 'There is nothing to read yet.'
          : 'This is more, or larger, than a rule can hold.',
      suggestions: statements.length === 0 ? ['Every mug must be centred within 5 % of the frame.'] : [],
    });
  }
  const rule: Rule | null = understood && shaped.success ? shaped.data : null;
  if (rule) problems.push(...contradictions(c, rule));
  return {
    rule,
    canonical: rule && print(rule),
    confidence: confidenceOf(c, problems, rule !== null),
    problems,
    tokens: [...c.roles]
      .map(([start, { end, role }]) => ({ start, end, role }))
      .sort((a, b) => a.start - b.start),
  };
}

/** What no photo can ever keep: understood, and told all the same. */
function contradictions(c: Cursor, rule: Rule): Problem[] {
  const { start, end } = wholeOf(c);
  return conflictsOf([{ id: '', name: 'This rule', rule }])
    .filter(({ kind }) => kind === 'conflict')
    .map(({ reason }) => ({
      ...{ start, end, level: 'warning' as const, text: c.text.slice(start, end) },
      message: reason
        .replace('“This rule”', 'This')
        .replace(/: no photo can satisfy both\.$/, ': no photo can be both.'),
      suggestions: [],
    }));
}

/** Where a slip may stand for several words, the first that makes sense is taken. */
function bestReading(text: string, surroundings: Surroundings): [Cursor, Statement[]] {
  const first = createCursor(text, surroundings);
  const statements = sentences(first);
  const errors = first.notes.filter(({ level }) => level === 'error');
  const [wrong] = errors;
  // Of a text with more faults than one another spelling makes no sense.
  if (!wrong || errors.length > 2) return [first, statements];
  const near = first.otherSpellings.filter(([at]) => isSameSentence(text, at, wrong.start));
  for (const choice of near.slice(0, mostSpellings)) {
    const other = createCursor(text, surroundings, new Map([choice]));
    const found = sentences(other);
    if (!isStuck(other)) return [other, found];
  }
  return [first, statements];
}

const isSameSentence = (text: string, one: number, other: number) =>
  !/[.;!?]/.test(text.slice(Math.min(one, other), Math.max(one, other)));

const isStuck = (c: Cursor) => c.notes.some(({ level }) => level === 'error');

/** Reads the sentences, and goes on behind what is not understood. */
export function sentences(c: Cursor): Statement[] {
  const statements: Statement[] = [];
  const talk: Talk = {
    mood: 'asks',
    strict: false,
    subject: null,
    thing: null,
    rival: false,
    onTable: false,
    each: false,
    one: false,
    singles: false,
    loose: false,
    grants: null,
    open: [],
    otherEdge: null,
    whole: false,
    about: mug,
  };
  while (c.at < c.words.length) {
    if (c.take('stop', 'semicolon', 'comma', 'colon')) continue;
    const start = c.at;
    const found = c.first<Statement[] | true>(
      () => follows(c, talk, statements),
      () => attempt(c, talk, true, true),
      () => (isConditional(c) ? attempt(c, talk, false, true) : null),
      () => (isConditional(c) ? attempt(c, talk, true, false) : null),
    );
    if (found && found !== true) statements.push(...found);
    if (found && (c.at >= c.words.length || c.sees('stop'))) continue;
    skipUnread(c, Math.max(start, Math.min(c.furthest, c.words.length)), start);
  }
  return statements;
}

/** "Otherwise alert critically." goes with the sentence before. */
function follows(c: Cursor, talk: Talk, statements: Statement[]): true | null {
  const last = statements.at(-1);
  const word = c.take('otherwise', 'thenDo', 'ifNot');
  if (!last || !word) return null;
  c.take('comma');
  const found = c.first(() => consequences(c));
  const slot = word === 'thenDo' ? 'onPass' : 'onFail';
  const other = !found && word === 'otherwise' && last.when && last.must && !last.else;
  const more = other ? condition(c, talk, { commas: true }) : null;
  if ((!found && !more) || !ends(c)) return null;
  statements[statements.length - 1] = more
    ? { ...last, else: more }
    : { ...last, [slot]: [...last[slot], ...(found ?? [])] };
  return true;
}

/** Whether there is an "if" up to where the sentence ends: then commas may mean several things. */
function isConditional(c: Cursor): boolean {
  for (let at = c.at; at < c.words.length && !c.words[at]?.phrases?.has('stop'); at += 1) {
    if (c.words[at]?.phrases?.has('if') || c.words[at]?.phrases?.has('unless')) return true;
  }
  return false;
}

function ends(c: Cursor): true | null {
  // "…, please", "No laptop either."
  c.first(() => {
    c.take('comma');
    c.take('either');
    c.take('comma');
    return isOver(c) ? true : null;
  });
  return isOver(c) ? true : null;
}

const isOver = (c: Cursor) => c.at >= c.words.length || c.sees('stop');

/** One sentence to its end, or null. What it speaks of is kept only when it was read. */
function attempt(c: Cursor, talk: Talk, commaEnds: boolean, strict: boolean): Statement[] | null {
  const trial: Talk = { ...talk, open: [] };
  const start = c.at;
  const found = statement(c, trial, commaEnds, strict);
  if (!found || !ends(c) || c.also !== null) return null;
  if (c.sees('question') && !isRequest(c, start))
    c.refuse(start, 'A question asks for nothing.', ['Every mug must be …']);
  Object.assign(talk, { subject: trial.subject, thing: trial.thing });
  return found;
}

/** "Could you make sure that …?" asks for it all the same. */
function isRequest(c: Cursor, start: number): boolean {
  const [first, last] = [c.words[start], c.words[c.at]];
  return /\b(?:could|can|would|will) (?:you|we)\b/i.test(c.text.slice(first?.from ?? 0, last?.end));
}

/** What is told where the mug is taken as all of them. */
const everyMugTaken = ['Taken as every mug.', 'Taken as about every mug.'];

const nothing: Statement = {
  scope: null,
  when: null,
  unless: null,
  must: null,
  else: null,
  onPass: [],
  onFail: [],
};

function statement(c: Cursor, talk: Talk, commaEnds: boolean, strict: boolean): Statement[] | null {
  const made: Statement = { ...nothing };
  Object.assign(talk, { rival: false, onTable: false, singles: true });
  const looks: Joining = { commas: !commaEnds };
  const pause = () => c.take('comma', 'colon');

  made.scope = scope(c);
  if (made.scope) pause();
  const severity = c.first(() => severityFirst(c));
  const lead = c.take('if', 'unless');
  if (lead) {
    made[lead === 'if' ? 'when' : 'unless'] = lookedAt(c, talk, looks);
    if (!made.when && !made.unless) return null;
    pause();
    c.take('thenDo');
    made.scope ??= scope(c);
  }
  const first = c.first(() => consequences(c));
  if (first) {
    made.onPass = first;
    if (!lead) made.when = photosThat(c, talk, looks);
  } else {
    // "If a mug leans, it must …" asks; "if a, b and c, …" tells how it is.
    talk.strict = strict && lead !== null;
    made.must = condition(c, talk, { commas: true });
    talk.strict = false;
    talk.singles &&= talk.one;
    if (!made.must) return null;
  }
  while (c.first(() => tail(c, talk, made, looks)));
  settle(
    talk,
    made.must === null && made.unless === null && made.onPass.some((one) => faults.includes(one.do)),
  );
  if (severity && made.must === null) return null;
  if (severity) made.onFail = [{ do: 'alert', severity }, ...made.onFail];
  if (made.must === null) {
    const follows = withoutMust(made);
    return follows && [follows];
  }
  const each = talk.singles && (made.when || made.unless) ? ofEach(made) : null;
  if (!each) return [made];
  // Nothing was taken as every mug then.
  const kept = c.notes.filter(({ message }) => !everyMugTaken.includes(message));
  c.notes.splice(0, c.notes.length, ...kept);
  return each;
}

/** What follows from something that should not be. */
const faults: readonly string[] = ['alert', 'reject'];

/** What may stand behind what is asked, in any order. */
function tail(c: Cursor, talk: Talk, made: Statement, looks: Joining): true | null {
  const comma = c.take('comma', 'colon');
  c.take('and');
  return c.first<true>(
    () => {
      const found = made.must && c.take('ifNot') ? consequences(c) : null;
      if (!found) return null;
      made.onFail = [...made.onFail, ...found];
      return true;
    },
    () => {
      if (!c.take('otherwise')) return null;
      const found = c.first(() => consequences(c));
      made.onFail = found ? [...made.onFail, ...found] : made.onFail;
      if (found) return true;
      if (made.when === null || made.must === null || made.else !== null) return null;
      made.else = condition(c, talk, { commas: true });
      return made.else && true;
    },
    () => {
      const found = made.must && c.take('thenDo') ? consequences(c) : null;
      if (!found) return null;
      made.onPass = [...made.onPass, ...found];
      return true;
    },
    () => {
      const word = c.take('if', 'unless');
      const slot = word === 'if' ? 'when' : 'unless';
      if (!word || made[slot] !== null) return null;
      const found = lookedAt(c, talk, looks);
      if (found) made[slot] = found;
      return found && true;
    },
    () => {
      const start = c.at;
      const or = c.take('or');
      const found = made.must && (comma || or) ? consequences(c) : null;
      if (!found) return null;
      if (!or && !c.take('otherwise', 'ifNot')) c.assume(start, 'Taken as “otherwise”.');
      made.onFail = [...made.onFail, ...found];
      return true;
    },
    () => {
      if (made.scope !== null) return null;
      made.scope = scope(c);
      return made.scope && true;
    },
  );
}

/** "Reject photos with less than 2 megapixels", "reject portrait photos". */
function photosThat(c: Cursor, talk: Talk, joining: Joining): Condition | null {
  const looking: Talk = { ...talk, mood: 'looks' };
  return c.first(
    () => (c.follows('photo') ? photoTail(c, looking) : null),
    () => {
      c.take('any', 'a', 'every');
      const found = photoPredicate(c, 'looks');
      return found && (c.take('photo') || c.follows('photo')) ? found : null;
    },
    // "reject photos of which …": what is so may follow as it is.
    () => (c.follows('photo') && c.take('in') ? lookedAt(c, talk, joining) : null),
  );
}

/** Without something asked there is one condition: "reject unless A" is "if A, …, otherwise reject". */
function withoutMust(made: Statement): Statement | null {
  const { when, unless, onPass, onFail } = made;
  if (unless === null) return when === null && onFail.length > 0 ? null : made;
  if (when === null) return { ...made, when: unless, unless: null, onPass: onFail, onFail: onPass };
  return { ...made, when: { kind: 'all', of: [when, { kind: 'not', of: unless }] }, unless: null };
}

function lookedAt(c: Cursor, talk: Talk, joining: Joining): Condition | null {
  const looking: Talk = { ...talk, mood: 'looks' };
  const found = condition(c, looking, joining);
  const { subject, thing, rival, one } = looking;
  Object.assign(talk, { subject, thing, rival, one });
  talk.singles &&= looking.one;
  return found;
}

/** Marks what is in the way, up to where a new thought may begin. */
function skipUnread(c: Cursor, stuck: number, start: number) {
  const full = c.notes.filter(({ level }) => level === 'error').length >= mostProblems;
  const told = toldOf.get(c.words[stuck]?.word ?? '');
  const suggestions = full ? [] : expected(c, stuck, told === undefined);
  const unitMissing = c.furthest === stuck && c.expectations().some(({ say }) => say === 'cm');
  const before = c.words[stuck - 1];
  const word = c.words[stuck];
  c.at = Math.max(stuck, start);
  while (c.at < c.words.length && (c.at === stuck || !c.sees(...delimiters)) && !c.sees('stop')) {
    const { start: from, end } = c.words[c.at] ?? { start: 0, end: 0 };
    c.roles.set(from, { end, role: 'unknown' });
    c.at += 1;
  }
  if (word && told !== undefined) {
    const from = before && c.roles.get(before.start)?.role === 'number' ? before.start : word.start;
    addProblem(c, from, endBefore(c), told, suggestions);
  } else if (before && c.roles.get(before.start)?.role === 'number' && unitMissing && stuck > start) {
    const choices = ['cm', '%', 'px', 'mm', 'in'].map(
      (unit) => `${c.text.slice(before.start, before.end)} ${unit}`,
    );
    addProblem(
      c,
      before.start,
      c.at === stuck ? before.end : endBefore(c),
      `A unit is missing: ${choices.join(', ')}?`,
      choices,
    );
  } else if (!word || c.at === stuck) {
    const last = before ?? word;
    if (last)
      addProblem(
        c,
        last.start,
        last.end,
        `Something is missing behind “${c.text.slice(last.start, last.end)}”.`,
        suggestions,
      );
  } else {
    const known = fixedWords.has(word.word) || word.kind !== 'word';
    const message = `“${c.text.slice(word.start, word.end)}” is not ${known ? 'expected here' : 'understood'}.`;
    addProblem(c, word.start, endBefore(c), message, suggestions);
  }
  c.take(...delimiters);
}

const delimiters = ['comma', 'and', 'or', 'otherwise', 'unless', 'thenDo'] as const;

const endBefore = (c: Cursor) => c.words[c.at - 1]?.end ?? 0;

/** What would be understood there: the most alike first. */
function expected(c: Cursor, stuck: number, alikeFirst: boolean): string[] {
  const says =
    c.furthest === stuck ? c.expectations().flatMap(({ say, role }) => (role === 'filler' ? [] : [say])) : [];
  const word = c.words[stuck]?.word ?? '';
  const alike =
    word === '' || !alikeFirst ? [] : [...nearestTo(word, says), ...nearestTo(word, vocabularyFrom(word), 2)];
  const telling = [...says.filter((say) => !littleWords.has(say)), ...says];
  return [...new Set([...alike, ...telling])].filter((say) => say !== word).slice(0, 5);
}

/** Those that could stand nearly anywhere say little. */
const littleWords = new Set([
  'a',
  'any of',
  'either',
  'not',
  'exactly',
  'horizontally',
  'vertically',
  'off centre',
  'every',
  'other',
  'there',
  'present',
  'visible',
]);
const byInitial = Map.groupBy(vocabularyWords, (word) => word.charAt(0));
const vocabularyFrom = (word: string) => byInitial.get(word.charAt(0)) ?? [];
const fixedWords = new Set(vocabularyWords);

function addProblem(c: Cursor, start: number, end: number, message: string, suggestions: readonly string[]) {
  const had = c.notes.filter(({ level }) => level === 'error').length;
  if (had >= mostProblems) {
    // The last one takes in whatever else there is.
    const last = c.notes.findLast(({ level }) => level === 'error');
    if (last) Object.assign(last, { end, text: c.text.slice(last.start, end) });
    return;
  }
  c.notes.push({
    start,
    end,
    level: 'error',
    text: c.text.slice(start, end),
    message,
    suggestions: [...suggestions],
  });
}

/** In the order of the text; what was corrected in a name is not told, for it stands as it is written. */
function reported(c: Cursor): Problem[] {
  const failed = c.notes.some(({ level }) => level === 'error');
  return c.notes
    .filter(({ level, message }) => !failed || level === 'error' || message.startsWith('Read as'))
    .filter(
      ({ start, level, message }) =>
        level === 'error' || !message.startsWith('Read as') || c.roles.get(start)?.role !== 'name',
    )
    .sort((a, b) => a.start - b.start || a.end - b.end);
}

function wholeOf({ words }: Cursor) {
  return { start: words[0]?.start ?? 0, end: words.at(-1)?.end ?? 0 };
}

function confidenceOf(c: Cursor, problems: readonly Problem[], understood: boolean): number {
  const all = [...c.roles.values()];
  const read = all.filter(({ role }) => role !== 'unknown').length / Math.max(1, all.length);
  const slips = problems.reduce((share, { level }) => (level === 'warning' ? share * 0.9 : share), 1);
  return Math.round((understood ? Math.max(0.5, slips) : 0.45 * read * slips) * 100) / 100;
}

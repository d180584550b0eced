import type {
  Condition,
  Consequence,
  LengthLimit,
  PhotoClaim,
  Region,
  Rule,
  RuleAngle,
  RuleBody,
  RuleLength,
  Scope,
  Statement,
  Subject,
  Target,
  Trait,
} from './rule.ts';
import { plural, thingNames } from './things.ts';
import { ordinalWords } from './vocabulary.ts';

/** The rule in canonical English: `parse` reads it back as it is. */
export function print(rule: Rule): string {
  return rule.statements.map(printStatement).join(' ');
}

/** One sentence, with a capital and a full stop. */
export function printStatement({
  scope,
  when,
  unless,
  must,
  else: other,
  onPass,
  onFail,
}: Statement): string {
  const asked = must ? printCondition(must, 'asks') : null;
  // Where something follows only when it is not so, that is said first.
  const lead = asked === null && onPass.length === 0 ? 'unless' : 'if';
  const [first, second] = lead === 'if' ? [onPass, onFail] : [onFail, []];
  const parts = [
    scope && scopeText(scope),
    when && `${lead} ${printCondition(when, 'looks')}`,
    asked,
    other && `otherwise ${printCondition(other, 'asks')}`,
    unless && `unless ${printCondition(unless, 'looks')}`,
    first.length > 0 ? `${asked ? 'then ' : ''}${first.map(consequenceText).join(' and ')}` : null,
    second.length > 0 ? `otherwise ${second.map(consequenceText).join(' and ')}` : null,
  ];
  const text = parts.filter((part) => part !== null).join(', ');
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

type Mood = 'asks' | 'looks';

/** A condition as it is asked for ("must be") or looked at ("is"). */
export function printCondition(condition: Condition, mood: Mood): string {
  switch (condition.kind) {
    case 'all':
    case 'any': {
      const word = condition.kind === 'all' ? 'and' : 'or';
      return condition.of.map((part) => inner(part, mood)).join(` ${word} `);
    }
    case 'not': {
      const { of } = condition;
      const { kind } = of;
      if (kind === 'claim' && of.subject.quantifier === 'every' && of.subject.pick === null && !isOfAll(of))
        return `not ${claimText(of, mood)}`;
      if (of.kind === 'photo' && !('limit' in of.is)) return photoText(of.is, mood, true);
      return `not (${printCondition(of, mood)})`;
    }
    case 'claim':
      return claimText(condition, mood);
    case 'count':
      return countText(condition, mood);
    case 'photo':
      return photoText(condition.is, mood, false);
  }
}

function inner(condition: Condition, mood: Mood): string {
  const text = printCondition(condition, mood);
  return condition.kind === 'all' || condition.kind === 'any' ? `(${text})` : text;
}

function countText(
  { body, limit, in: region, where }: Extract<Condition, { kind: 'count' }>,
  mood: Mood,
): string {
  const value = 'value' in limit && limit.is !== 'about' ? limit.value : null;
  const few = limit.is === 'exactly' && value === 0 ? 'no' : null;
  const single = few !== null || value === 1;
  const be = mood === 'asks' ? 'must be' : single ? 'is' : 'are';
  const amount = few ?? limitText(limit, numberText);
  const what = single ? bodyText(body) : bodiesText(body);
  const those = whereText(where, body, single ? 'one' : 'many');
  return `there ${be} ${amount} ${what}${region ? ` in ${regionText(region)}` : ''}${those}`;
}

/** A verb as it is asked, forbidden of all, stated of one and of several, and denied. */
const verbs = {
  be: { asks: 'must be', forbids: 'may be', looks: 'is', denied: 'is not' },
  beAll: { asks: 'must be', forbids: 'may be', looks: 'are', denied: 'are not' },
  have: { asks: 'must have', forbids: 'may have', looks: 'has', denied: 'does not have' },
  cover: { asks: 'must cover', forbids: 'may cover', looks: 'covers', denied: 'does not cover' },
  overlap: { asks: 'must overlap', forbids: 'may overlap', looks: 'overlaps', denied: 'does not overlap' },
  touch: { asks: 'must touch', forbids: 'may touch', looks: 'touches', denied: 'does not touch' },
} as const;

/** Of several: "are", "do not have". */
const pluralVerbs = {
  ...{ is: 'are', 'is not': 'are not', has: 'have', 'does not have': 'do not have' },
  ...{ covers: 'cover', 'does not cover': 'do not cover', overlaps: 'overlap' },
  ...{ 'does not overlap': 'do not overlap', touches: 'touch', 'does not touch': 'do not touch' },
} as const;

/** " that is on the table and that has the handle on the left". */
export function whereText(
  where: readonly Trait[] | undefined,
  body: RuleBody,
  number: 'one' | 'many',
): string {
  if (where === undefined) return '';
  const traits = where.map(({ is, not }) => {
    const [verb, words] = predicateText(is, body);
    const said = not ? verbs[verb].denied : verbs[verb].looks;
    return `that ${number === 'many' ? pluralVerbs[said as 'is'] : said} ${words}`;
  });
  return ` ${traits.join(' and ')}`;
}

/** "either be centred or have the handle on the left"; "either is centred or has …" where it is looked at. */
function eitherText(of: readonly Trait[], body: RuleBody, mood: Mood): string {
  const each = of.map(({ is, not }) => {
    const [verb, words] = predicateText(is, body);
    if (mood === 'looks') return `${not ? verbs[verb].denied : verbs[verb].looks} ${words}`;
    return `${not ? 'not ' : ''}${verb} ${words}`;
  });
  return `either ${each.join(' or ')}`;
}

function verbText(verb: keyof typeof verbs, mood: Mood, denied: boolean): string {
  if (mood === 'asks') return denied ? verbs[verb].asks.replace('must', 'must not') : verbs[verb].asks;
  return denied ? verbs[verb].denied : verbs[verb].looks;
}

type Claim = Extract<Condition, { kind: 'claim' }>;

function claimText(claim: Claim, mood: Mood): string {
  const { subject, predicate } = claim;
  if (predicate.kind === 'either') {
    const denied = subject.quantifier === 'no' ? (subject.pick === null ? ' may' : ' must not') : ' must';
    const modal = mood === 'looks' ? '' : denied;
    return `${subjectText(subject)}${modal} ${eitherText(predicate.of, subject.body, mood)}`;
  }
  const [verb, words] = predicateText(predicate, subject.body);
  const none = subject.quantifier === 'no';
  if (isOfAll(claim)) {
    const those = whereText(subject.where, subject.body, 'many');
    return `the ${bodiesText(subject.body)}${those} ${verbText('beAll', mood, none)} ${words}`;
  }
  if (none && subject.pick === null && mood === 'asks')
    return `${subjectText(subject)} ${verbs[verb].forbids} ${words}`;
  return `${subjectText(subject)} ${verbText(verb, mood, none && subject.pick !== null)} ${words}`;
}

/** What they are together is said of "the mugs". */
function isOfAll({ subject: { quantifier, pick }, predicate: { kind } }: Claim): boolean {
  return (
    (kind === 'arranged' || kind === 'evenlySpaced' || kind === 'similarSize') &&
    pick === null &&
    quantifier !== 'some'
  );
}

function subjectText({ body, quantifier, pick, where }: Subject): string {
  const what = `${bodyText(body)}${whereText(where, body, 'one')}`;
  if (pick === null) return `${quantifier === 'some' ? 'at least one' : quantifier} ${what}`;
  switch (pick.by) {
    case 'superlative':
      return `the ${pick.word} ${what}`;
    case 'nearest':
      return `the ${what} nearest to ${articled(pick.to)}`;
    case 'ordinal':
      if (pick.number === -1) return `the last ${what}`;
      return ordinalWords[pick.number - 1]
        ? `the ${ordinalWords[pick.number - 1]} ${what}`
        : `the ${what} number ${pick.number}`;
  }
}

function predicateText(predicate: Trait['is'], about: RuleBody): [keyof typeof verbs, string] {
  switch (predicate.kind) {
    case 'centred': {
      const axis = predicate.axis === 'both' ? '' : `${predicate.axis}ly `;
      const on = { frame: '', reference: ' on the reference', area: '' }[predicate.on.kind];
      const area = predicate.on.kind === 'area' ? ` in ${regionText(predicate.on)}` : '';
      const within = predicate.within ? ` within ${lengthText(predicate.within)}` : '';
      return ['be', `${axis}centred${on}${area}${within}`];
    }
    case 'in': {
      if (predicate.region.kind === 'frame')
        return ['be', predicate.wholly ? 'fully in the frame' : 'with its centre in the frame'];
      return ['be', `${predicate.wholly ? 'fully ' : ''}in ${regionText(predicate.region)}`];
    }
    case 'distance':
      return touches(predicate.limit)
        ? ['touch', targetText(predicate.to, about, 'another mug')]
        : [
            'be',
            `${limitText(predicate.limit, lengthText)} from ${targetText(predicate.to, about, othersOf(predicate.limit))}`,
          ];
    case 'side': {
      const side = { left: 'to the left of', right: 'to the right of', above: 'above', below: 'below' }[
        predicate.side
      ];
      return ['be', `${side} ${another(predicate.of, about)}`];
    }
    case 'arranged': {
      const as = {
        ...{ row: 'in a row', column: 'in a column', line: 'in a straight line' },
        ...{ grid: 'in a grid', diagonal: 'on a diagonal' },
      }[predicate.as];
      return ['be', `${as}${predicate.within ? ` within ${lengthText(predicate.within)}` : ''}`];
    }
    case 'evenlySpaced':
      return ['be', `evenly spaced${withinShare(predicate.within)}`];
    case 'similarSize':
      return ['be', `similar in size${withinShare(predicate.within)}`];
    case 'size':
      return [
        'be',
        `${limitText(predicate.limit, lengthText)} ${predicate.of === 'width' ? 'wide' : 'tall'}`,
      ];
    case 'cover':
      return ['cover', `${limitText(predicate.limit, shareText)} of the frame`];
    case 'sizeClass':
      return ['be', predicate.is];
    case 'overlaps':
      return ['overlap', another(predicate.body, about)];
    case 'onSurface':
      return ['be', 'on the table'];
    case 'upright':
      return ['be', `upright${predicate.within ? ` within ${angleText(predicate.within)}` : ''}`];
    case 'tilt':
      return ['be', `tilted by ${limitText(predicate.limit, angleText)}`];
    case 'handle':
      return [
        'have',
        `the handle ${predicate.points === 'front' ? 'in front' : `on the ${predicate.points}`}`,
      ];
    case 'handleAngle':
      return ['have', `a handle angle of ${limitText(predicate.limit, angleText)}`];
    case 'confidence':
      return ['have', `a confidence of ${limitText(predicate.limit, shareText)}`];
    case 'seenFromAbove':
      return ['be', 'seen from above'];
  }
}

const withinShare = (share: number | null) => (share === null ? '' : ` within ${shareText(share)}`);

/** What is far enough from the nearest is so from all; how near it is to be is told of its neighbours. */
const othersOf = ({ is }: LengthLimit) =>
  is === 'atLeast' || is === 'moreThan' ? 'other mugs' : 'neighbouring mugs';

/** No gap at all. */
function touches(limit: LengthLimit): boolean {
  return limit.is === 'atMost' && limit.value.value === 0 && limit.value.unit === 'px';
}

function targetText(to: Target, about: RuleBody, otherMugs: string): string {
  switch (to.kind) {
    case 'frameEdge':
      return to.side ? `the ${to.side} edge` : 'the edge of the frame';
    case 'surfaceEdge':
      return 'the edge of the table';
    case 'otherMugs':
      return about.kind === 'mug' ? otherMugs : 'a mug';
    case 'object':
      return another(to, about);
    case 'area':
      return regionText(to);
    case 'centre':
      return to.of === 'frame' ? 'the centre of the frame' : 'the reference';
  }
}

function regionText(region: Region): string {
  switch (region.kind) {
    case 'frame':
      return 'the frame';
    case 'zone':
      return `the ${region.zone} zone`;
    case 'half':
      return `the ${region.side} half`;
    case 'third':
      return `the ${region.side} third`;
    case 'quadrant':
      return `the ${region.corner} quadrant`;
    case 'area':
      return `the area ${nameText(region.name)}`;
  }
}

function photoText(is: PhotoClaim, mood: Mood, denied: boolean): string {
  const be = verbText('be', mood, denied);
  const have = verbText('have', mood, denied);
  switch (is.kind) {
    case 'orientation':
      return `the photo ${be} ${is.is}`;
    case 'format':
      return `the photo ${be} a ${{ jpeg: 'JPEG', png: 'PNG', webp: 'WebP', avif: 'AVIF', gif: 'GIF', tiff: 'TIFF' }[is.is]}`;
    case 'megapixels':
      return `the photo ${have} ${limitText(is.limit, numberText)} megapixels`;
    case 'megabytes':
      return `the photo ${have} ${limitText(is.limit, numberText)} megabytes`;
    case 'width':
    case 'height':
      return `the photo ${be} ${limitText(is.limit, (value) => `${numberText(value)} px`)} ${is.kind === 'width' ? 'wide' : 'high'}`;
    case 'longSide':
    case 'shortSide':
      return `the photo ${have} a ${is.kind === 'longSide' ? 'long' : 'short'} side of ${limitText(is.limit, (value) => `${numberText(value)} px`)}`;
  }
}

function consequenceText(consequence: Consequence): string {
  switch (consequence.do) {
    case 'alert':
      return consequence.severity === null
        ? 'alert'
        : `alert ${{ info: 'as information', success: 'as success', warning: 'with a warning', error: 'with an error', critical: 'critically' }[consequence.severity]}`;
    case 'notify':
      return `notify ${nameText(consequence.channel)}`;
    case 'useTemplate':
      return `use template ${nameText(consequence.template)}`;
    case 'reject':
      return 'reject the photo';
    case 'tag':
      return `tag it ${nameText(consequence.tag)}`;
  }
}

function scopeText(scope: Scope): string {
  return scope.in === 'context'
    ? `in the context ${nameText(scope.name)}`
    : `for batches named ${nameText(scope.name)}`;
}

const known = new Map(thingNames().map(({ words, label }) => [words.join(' '), label]));

/** A label that is no usual word stands in quotes. */
function bodyText(body: RuleBody): string {
  if (body.kind === 'mug') return 'mug';
  return known.get(body.label) === body.label ? body.label : `object ${nameText(body.label)}`;
}

function bodiesText(body: RuleBody): string {
  const text = bodyText(body);
  return text.startsWith('object ') ? text : plural(text);
}

function article(body: RuleBody): string {
  return /^[aeiou]/.test(bodyText(body)) ? 'an' : 'a';
}

const articled = (body: RuleBody) => `${article(body)} ${bodyText(body)}`;

/** Something else than what it is said of. */
function another(body: RuleBody, about: RuleBody): string {
  return bodyText(body) === bodyText(about) ? `another ${bodyText(body)}` : articled(body);
}

/** In quotes, with what would end them escaped. */
function nameText(name: string): string {
  return `'${name.replace(/['\\]/g, '\\$&')}'`;
}

/** "at least 4 cm", "between 2 cm and 4 cm", "about 4 cm ± 5 mm". */
export function limitText<T>(
  limit: { is: string; value: T; tolerance?: T | null } | { is: 'between'; low: T; high: T },
  text: (value: T) => string,
): string {
  if ('low' in limit) return `between ${text(limit.low)} and ${text(limit.high)}`;
  const words: Readonly<Record<string, string>> = {
    atLeast: 'at least',
    atMost: 'at most',
    moreThan: 'more than',
    lessThan: 'less than',
    exactly: 'exactly',
    about: 'about',
  };
  const tolerance =
    limit.tolerance === undefined || limit.tolerance === null ? '' : ` ± ${text(limit.tolerance)}`;
  return `${words[limit.is]} ${text(limit.value)}${tolerance}`;
}

const unitText = { px: ' px', percent: ' %', mm: ' mm', cm: ' cm', in: ' in' } as const;

/** "4 cm". */
export const lengthText = ({ value, unit }: RuleLength) => `${numberText(value)}${unitText[unit]}`;
/** "5 degrees". */
export const angleText = ({ value, unit }: RuleAngle) => `${numberText(value)} ${unit}`;
/** "15 %". */
export const shareText = (share: number) => `${numberText(Number((share * 100).toPrecision(12)))} %`;
/** In digits, as many as it takes. */
export const numberText = (value: number) => String(value);

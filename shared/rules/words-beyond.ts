/** What no rule can say, and what is told where somebody writes it. */
const beyond: readonly [message: string, words: string][] = [
  [
    'Rules cannot tell colours.',
    'colour colours color colors coloured colored colourful colorful red blue green white black yellow brown grey gray pink purple beige teal violet golden silver transparent',
  ],
  [
    'Rules cannot tell how sharp or bright a photo is.',
    'blurry blurred blur unsharp sharp focus focused fuzzy bright dark dim lit light lights lighting exposure overexposed underexposed brightness contrast shadow shadows glare reflection reflections noisy noise',
  ],
  [
    'Rules cannot tell what a mug is like or holds.',
    'clean dirty stained full empty broken cracked chipped new old shiny matt matte glossy hot cold warm steaming coffee tea liquid ceramic porcelain wooden plastic beautiful nice pretty ugly cheap expensive logo logos text pattern print printed handsome',
  ],
  ['Rules cannot tell what is behind the mugs.', 'background backdrop foreground wall floor carpet'],
  [
    'Rules do not know times and dates.',
    'am pm noon midnight morning afternoon evening today tomorrow yesterday weekday weekdays weekend weekends monday mondays tuesday tuesdays wednesday wednesdays thursday thursdays friday fridays saturday saturdays sunday sundays january february april june july september october november december hour hours minute minutes week weeks daily weekly after later',
  ],
  ['What keeps the rules is approved as it is: say what must be so.', 'approve approves approved'],
  ['Rules cannot weigh.', 'kg kilo kilos gram grams kilogram kilograms pound pounds weight weigh weighs'],
  ['How many there are is said with a number.', 'most many several few enough'],
  ['A question asks for nothing.', 'how why what who'],
];

/** Everyday words that are one slip away from a word of the language: they are meant as they stand. */
const everyday =
  'able alive alone aside bake band bare base bath bean beat beer bell bend bent bill bind bite bitter ' +
  'block blow bold bone bore brain bread breath bridge bright bring burn busy butter calm came candle care ' +
  'cast catch cause chain cheek chipped class clean coat cold come cook cost cough court cross dark dear ' +
  'deep done dotted dull dust early earn east enter event ever expert fact fade fail fair fall farm fast ' +
  'father fear feed feel fell felt fight film fine firm flame flat flight flipped flour flower fold food ' +
  'game gift goat gold gone grain grass grind ground grow hall hang hard hate head hear here hide hill hire ' +
  'hole holy home hook hour house keen kick kill king knot lake land late lead leaf leak leap learn lend ' +
  'letter lids life lift list live loan lock lose loss lost love lung made main male many match meal meat ' +
  'meet mend mild mill mind mine mist moat moon mother nail naked neat nest nice night noon nose note open ' +
  'order pack paid pain paint party past peace pile pink pint plan plane port pound power praise prick ' +
  'print pull pure race rain range rare reach read remove rent rice ride ring rise road roof root rotated ' +
  'round rude rust sand save seat seconds seed seem seize sell shade shake shame shape sharp shave sheet ' +
  'shell shirt shoot shop shore shout shut sick silk simple sing skin sleep slide slight slow smell snow ' +
  'soft sold song sore sorry sour spade spare spend spit sport spot stable star stare steam steep step ' +
  'stiff store stuff suit suppose sweep swell tail tale talk tame teach teal tear tend tender tent term ' +
  'text thin think though thus tide tidy tight tile time tire title told took tool tough tour tower town ' +
  'track tram tree trick trim trunk used verb wait wake wall warm wash watch wave wear weave weed weight ' +
  'went what white wife wild wind wing wipe wire wise wish wore work world worm worn worse wound year';

/** What is told of a word that no rule can use. */
export const toldOf: ReadonlyMap<string, string> = new Map(
  beyond.flatMap(([message, words]) => words.split(' ').map((word) => [word, message] as const)),
);

/** Words that are never taken for a slip. */
export const plainWords: ReadonlySet<string> = new Set([...toldOf.keys(), ...everyday.split(' ')]);

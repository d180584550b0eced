/** Sentences about some of the mugs, one of several claims, one mug at a time, and words people put around them. */
export const narrowedUnderstood: readonly [text: string, canonical: string][] = [
  [
    'If the mug is centred within 5 %, the handle must point right, otherwise the handle must point left',
    'Every mug that is centred within 5 % must have the handle on the right. Every mug that is not centred within 5 % must have the handle on the left.',
  ],
  ['Only two mugs must be on the table', 'There must be exactly 2 mugs that are on the table.'],
  [
    'There must be a bottle at least 10 cm from every mug',
    'There must be at least 1 bottle that is at least 10 cm from a mug.',
  ],
  [
    'The mug must be on the left or on the right',
    'Every mug must either be in the left half or be in the right half.',
  ],
  [
    'Handle must be right or front',
    'Every mug must either have the handle on the right or have the handle in front.',
  ],
  [
    'Handle must point left or right',
    'Every mug must either have the handle on the left or have the handle on the right.',
  ],
  [
    'The handle must point to the left or to the right',
    'Every mug must either have the handle on the left or have the handle on the right.',
  ],
  [
    'Mugs on the left must have their handle pointing left',
    'Every mug that is in the left half must have the handle on the left.',
  ],
  ['Two mugs must be upright', 'There must be exactly 2 mugs that are upright.'],
  ['Exactly two mugs must be upright', 'There must be exactly 2 mugs that are upright.'],
  ['At least two mugs must be upright', 'There must be at least 2 mugs that are upright.'],
  ['At most one mug may be tilted', 'There must be at most 1 mug that is not upright.'],
  ['The mug on the left must be upright', 'Every mug that is in the left half must be upright.'],
  ['Mugs on the table must be upright', 'Every mug that is on the table must be upright.'],
  [
    'Every mug that is on the left must have its handle on the left',
    'Every mug that is in the left half must have the handle on the left.',
  ],
  ['The mugs must stand in a straight line within 1 cm', 'The mugs must be in a straight line within 1 cm.'],
  [
    'Every mug must be upright and either in the left third or in the right third',
    'Every mug must be upright and every mug must either be in the left third or be in the right third.',
  ],
  [
    'The mug must be in the left or right third',
    'Every mug must either be in the left third or be in the right third.',
  ],
  [
    'The mug must be either upright or tilted less than 5 degrees.',
    'Every mug must either be upright or be tilted by less than 5 degrees.',
  ],
  [
    'The mug must be on the table and either centred within 2 % or in the left third.',
    'Every mug must be on the table and every mug must either be centred within 2 % or be in the left third.',
  ],
  [
    'At least 2 mugs must have the handle on the right.',
    'There must be at least 2 mugs that have the handle on the right.',
  ],
  ['If there are two mugs on the table, alert', 'If there are exactly 2 mugs that are on the table, alert.'],
  [
    'If at least one mug that is tilted is on the table, alert',
    'If at least one mug that is not upright is on the table, alert.',
  ],
  [
    'If the handle points left, the mug must be in the right half, otherwise in the left half.',
    'Every mug that has the handle on the left must be in the right half. Every mug that does not have the handle on the left must be in the left half.',
  ],
  ['No more than one mug may be tilted.', 'There must be at most 1 mug that is not upright.'],
  [
    'The largest mug that is on the table must be centred within 5 %.',
    'The largest mug that is on the table must be centred within 5 %.',
  ],
  [
    'Mugs whose handle points left must be in the right half.',
    'Every mug that has the handle on the left must be in the right half.',
  ],
  ['Center the mug vertically, give or take 20 px', 'Every mug must be vertically centred within 20 px.'],
  ['Keep the mug dead centre, plus or minus 3 percent.', 'Every mug must be centred within 3 %.'],
  [
    'Space the mugs 5 cm apart, give or take 5 mm',
    'Every mug must be about 5 cm ± 5 mm from neighbouring mugs.',
  ],
  [
    "The mug's handle must point at 45 degrees, give or take 10 degrees.",
    'Every mug must have a handle angle of about 45 degrees ± 10 degrees.',
  ],
  ['Line up all cups in a row, tolerance 1 cm.', 'The mugs must be in a row within 1 cm.'],
  [
    'All the mugs should be about the same size, within fifteen percent.',
    'The mugs must be similar in size within 15 %.',
  ],
  [
    'Keep the mugs away from the edge of the table, 5 cm minimum.',
    'Every mug must be at least 5 cm from the edge of the table.',
  ],
  [
    'The mug must not be in the top third or the bottom third.',
    'No mug may be in the top third and no mug may be in the bottom third.',
  ],
  [
    'No laptop, book or bottle may be in the frame.',
    'There must be no laptop and there must be no book and there must be no bottle.',
  ],
  [
    'I need one mug and one book in every shot.',
    'There must be exactly 1 mug and there must be exactly 1 book.',
  ],
  ['two or three mugs', 'There must be between 2 and 3 mugs.'],
  [
    'In the production context, exactly six mugs must be in a grid.',
    "In the context 'production', there must be exactly 6 mugs and the mugs must be in a grid.",
  ],
  ['no two mugs closer than 3 cm', 'No mug may be less than 3 cm from neighbouring mugs.'],
  [
    'Critical: the mug must be fully inside the frame.',
    'Every mug must be fully in the frame, otherwise alert critically.',
  ],
  [
    'This is critical: no mug closer than 3 cm to the table edge.',
    'No mug may be less than 3 cm from the edge of the table, otherwise alert critically.',
  ],
  [
    "Every mug must be on the table. If it isn't, reject the photo.",
    'Every mug must be on the table, otherwise reject the photo.',
  ],
  ['Mugs at most 10 centimeters apart, please.', 'Every mug must be at most 10 cm from neighbouring mugs.'],
  ['No person in the picture. No laptop either.', 'There must be no person. There must be no laptop.'],
  ['pls put the handle on the right hand side, thx', 'Every mug must have the handle on the right.'],
  ['I want all the mugs lined up nicely in a row.', 'The mugs must be in a row.'],
  [
    'MUG CENTRED WITHIN 5 %. HANDLE LEFT. NO EXCEPTIONS.',
    'Every mug must be centred within 5 %. Every mug must have the handle on the left.',
  ],
  [
    'The mug has to be about 100 pixels from the top of the frame.',
    'Every mug must be about 100 px from the top edge.',
  ],
  [
    'Mugs must be aligned along a diagonal with a tolerance of 5%.',
    'The mugs must be on a diagonal within 5 %.',
  ],
  ['Every mug must be completely visible in the frame.', 'Every mug must be fully in the frame.'],
  ['The mug must not be cropped at the bottom.', 'No mug may touch the bottom edge.'],
  ['only one cup per photo', 'There must be exactly 1 mug.'],
  ['mugs should be atleast 2 cm apart', 'Every mug must be at least 2 cm from other mugs.'],
  ['The mugs must not be in a straight line.', 'The mugs must not be in a straight line.'],
  [
    'A mug that is in the left third must have its handle on the left.',
    'Every mug that is in the left third must have the handle on the left.',
  ],
  [
    'If the mug is not upright, it must be on the table',
    'Every mug that is not upright must be on the table.',
  ],
  [
    'The mug must be upright unless it is on the table',
    'Every mug that is not on the table must be upright.',
  ],
  ['Either every mug is small or every mug is large', 'Every mug must be small or every mug must be large.'],
  ['If the mug is small, it must be on the table', 'Every mug that is small must be on the table.'],
  ['If a mug is small, it must be on the table', 'Every mug that is small must be on the table.'],
  ['If the mug is not small, it must be on the table', 'Every mug that is not small must be on the table.'],
  [
    'If the mug is not small, the mug must be on the table',
    'Every mug that is not small must be on the table.',
  ],
  [
    'If the mug is tilted, the mug must be on the table',
    'Every mug that is not upright must be on the table.',
  ],
  [
    'If the handle faces left, the mug must be in the right third.',
    'Every mug that has the handle on the left must be in the right third.',
  ],
  [
    'If the handle points right then the mug should be on the left side, otherwise it should be on the right side.',
    'Every mug that has the handle on the right must be in the left half. Every mug that does not have the handle on the right must be in the right half.',
  ],
  [
    'The handle must be on the right unless the mug is in the right third.',
    'Every mug that is not in the right third must have the handle on the right.',
  ],
  [
    'If a mug is small, it must be centred within 5 %.',
    'Every mug that is small must be centred within 5 %.',
  ],
  [
    'If any mug is tilted, all mugs must be in a row',
    'If not every mug is upright, the mugs must be in a row.',
  ],
  [
    'If the mugs are tilted, the mugs must be centred within 5 %',
    'If not every mug is upright, every mug must be centred within 5 %.',
  ],
  [
    'If the mug is on the table and upright, it must be centred within 5 %',
    'Every mug that is on the table and that is upright must be centred within 5 %.',
  ],
  ["The mug's tilt must be at most 4 degrees", 'Every mug must be tilted by at most 4 degrees.'],
  ['Exactly two mugs must not overlap', 'There must be exactly 2 mugs and no mug may overlap another mug.'],
];

/** With what was assumed: its place and what is told. */
export const narrowedAssumed: readonly [text: string, canonical: string, place: string, message: string][] = [
  [
    'If a mug is near the edge, it must be upright',
    'Every mug that is less than 5 % from the edge of the frame must be upright.',
    'near the edge',
    'Taken as less than 5 % of the frame.',
  ],
  [
    'The two mugs must be 5 cm apart',
    'There must be exactly 2 mugs and every mug must be at least 5 cm from other mugs.',
    '5 cm',
    'Taken as “at least”.',
  ],
  [
    'Mugs must be either centred or in the left half',
    'Every mug must either be centred or be in the left half.',
    'centred',
    'Taken as within 5 % of the frame.',
  ],
  [
    'The mug with its handle on the right must be centred',
    'Every mug that has the handle on the right must be centred.',
    'centred',
    'Taken as within 5 % of the frame.',
  ],
  [
    'Every mug near the laptop must be upright',
    'Every mug that is less than 5 % from a laptop must be upright.',
    'near the laptop',
    'Taken as less than 5 % of the frame.',
  ],
  [
    'Could you make sure that the mugs are not near the laptop?',
    'No mug may be less than 5 % from a laptop.',
    'near the laptop',
    'Taken as less than 5 % of the frame.',
  ],
  [
    'The handle must point left and right.',
    'Every mug must have the handle on the left and every mug must have the handle on the right.',
    'handle must point left and right.',
    'This wants the handle to point left, and also wants it to point right: no photo can be both.',
  ],
  [
    'There must be exactly two mugs and exactly three mugs.',
    'There must be exactly 2 mugs and there must be exactly 3 mugs.',
    'There must be exactly two mugs and exactly three mugs.',
    'This wants the number of mugs to be exactly 2, and also wants it to be exactly 3: no photo can be both.',
  ],
  [
    "The left mug's handle should point left and the right mug's handle should point right.",
    'The leftmost mug must have the handle on the left and the rightmost mug must have the handle on the right.',
    'left mug',
    'Taken as the leftmost one.',
  ],
  [
    'coffee mug centred horizontally but not vertically',
    'Every mug must be horizontally centred and no mug may be vertically centred.',
    'centred horizontally',
    'Taken as within 5 % of the frame.',
  ],
  ['No mug on the laptop.', 'No mug may overlap a laptop.', 'on the laptop', 'Taken as overlapping it.'],
  [
    'The mug should ideally be upright.',
    'Every mug must be upright.',
    'ideally',
    'Taken as “must”: a rule asks for something, or it does not.',
  ],
];

/** What starter rules are for. */
export const starterGroups = ['Café', 'Photography', 'Production', 'Safety'] as const;
export type StarterGroup = (typeof starterGroups)[number];

/** A rule to begin with, in the words the operator would write. */
export interface StarterRule {
  id: string;
  group: StarterGroup;
  name: string;
  text: string;
  /** What it is good for, in one line. */
  why: string;
}

/** Rules to add with one click; all of them are understood without a problem (tested). */
export const starterRules: readonly StarterRule[] = [
  {
    id: 'cafe-room-between',
    group: 'Café',
    name: 'Room between mugs',
    text: 'The mugs must be at least 3 cm apart.',
    why: 'Mugs that touch chip, and hands need room to take one.',
  },
  {
    id: 'cafe-off-the-edge',
    group: 'Café',
    name: 'Away from the edge of the table',
    text: 'Every mug must be at least 5 cm from the edge of the table.',
    why: 'A passing sleeve does not sweep a mug off the table.',
  },
  {
    id: 'cafe-handle-right',
    group: 'Café',
    name: 'Handle to the right',
    text: 'The handle of every mug must point right.',
    why: 'Most guests reach with the right hand.',
  },
  {
    id: 'cafe-not-crowded',
    group: 'Café',
    name: 'Not too many on one table',
    text: 'There must be at most six mugs.',
    why: 'A crowded table is cleared before new guests sit down.',
  },
  {
    id: 'cafe-row',
    group: 'Café',
    name: 'A neat row on the bar',
    text: 'The mugs must be in a row and evenly spaced.',
    why: 'Mugs set out for service look cared for.',
  },
  {
    id: 'photo-centred',
    group: 'Photography',
    name: 'Centred',
    text: 'The mug must be centred within 5 % of the frame.',
    why: 'Catalogue pictures are cropped around their centre.',
  },
  {
    id: 'photo-one-mug',
    group: 'Photography',
    name: 'Exactly one mug',
    text: 'There must be exactly one mug.',
    why: 'A product picture shows one product.',
  },
  {
    id: 'photo-fills-frame',
    group: 'Photography',
    name: 'Fills the frame well',
    text: 'The largest mug must cover between 15 % and 60 % of the frame.',
    why: 'Smaller ones look lost, larger ones leave no room for text.',
  },
  {
    id: 'photo-whole-mug',
    group: 'Photography',
    name: 'The whole mug shows',
    text: 'Every mug must be fully inside the frame.',
    why: 'A mug that is cut off cannot be cut out.',
  },
  {
    id: 'photo-safe-margin',
    group: 'Photography',
    name: 'A safe margin',
    text: 'Every mug must be at least 5 % from the edge of the frame.',
    why: 'Shops trim pictures to other shapes.',
  },
  {
    id: 'photo-upright',
    group: 'Photography',
    name: 'Upright',
    text: 'Every mug must be upright within 3 degrees.',
    why: 'A slight slope looks like a mistake of the camera.',
  },
  {
    id: 'photo-resolution',
    group: 'Photography',
    name: 'Sharp enough to print',
    text: 'The photo must have at least 2 megapixels, otherwise reject it.',
    why: 'Smaller pictures look soft on a page.',
  },
  {
    id: 'photo-room-for-text',
    group: 'Photography',
    name: 'Room for text on the right',
    text: 'No mug may be in the right third.',
    why: 'Headlines stand on the right-hand side.',
  },
  {
    id: 'photo-nothing-covers',
    group: 'Photography',
    name: 'Nothing covers the mug',
    text: 'No mug must overlap another mug.',
    why: 'A printed face must show as a whole.',
  },
  {
    id: 'production-listing',
    group: 'Production',
    name: 'Handle away from the print',
    text: 'The handle must point right, otherwise alert with a warning.',
    why: 'The design is laid onto the face on the left of the handle.',
  },
  {
    id: 'production-similar',
    group: 'Production',
    name: 'Mugs of one size',
    text: 'The mugs must be similar in size within 10 %.',
    why: 'One of another size is one of another series, or stands out of line.',
  },
  {
    id: 'production-grid',
    group: 'Production',
    name: 'In a grid on the tray',
    text: 'The mugs must be in a grid.',
    why: 'The packing arm expects rows and columns.',
  },
  {
    id: 'production-count',
    group: 'Production',
    name: 'A full tray',
    text: 'There must be exactly twelve mugs, otherwise alert with an error.',
    why: 'A tray with a gap is stopped before it is wrapped.',
  },
  {
    id: 'production-confidence',
    group: 'Production',
    name: 'Clearly a mug',
    text: 'The confidence of every mug must be at least 60 %.',
    why: 'What the detector is unsure of is looked at by a person.',
  },
  {
    id: 'production-above',
    group: 'Production',
    name: 'Seen from the side',
    text: 'No mug may be seen from above.',
    why: 'From above neither the print nor the tilt can be judged.',
  },
  {
    id: 'safety-laptop',
    group: 'Safety',
    name: 'Away from the laptop',
    text: 'Every mug must be at least 10 cm from the laptop, otherwise alert critically.',
    why: 'Coffee and keyboards do not go together.',
  },
  {
    id: 'safety-if-laptop',
    group: 'Safety',
    name: 'Not between laptop and edge',
    text: 'If there is a laptop, every mug must be at least 5 % from the edge of the frame.',
    why: 'With electronics on the desk, a fall costs more.',
  },
  {
    id: 'safety-on-table',
    group: 'Safety',
    name: 'On the table',
    text: 'Every mug must be on the table.',
    why: 'A mug on a chair or on the floor is kicked over.',
  },
  {
    id: 'safety-books',
    group: 'Safety',
    name: 'Not on books',
    text: 'No mug must overlap a book.',
    why: 'Rings on paper stay.',
  },
];

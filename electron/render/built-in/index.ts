import { comparison } from './comparison.ts';
import { contactSheet } from './contact-sheet.ts';
import type { BuiltIn } from './layers.ts';
import { listingCard } from './listing-card.ts';
import { mockUp } from './mock-up.ts';
import { overlayCard } from './overlay-card.ts';
import { story } from './story.ts';

export type { BuiltIn } from './layers.ts';

/** The templates that come with the program, in the order of the gallery. They cannot be changed, only cloned. */
export const builtInTemplates: readonly BuiltIn[] = [
  overlayCard,
  contactSheet,
  mockUp,
  comparison,
  listingCard,
  story,
];

import type { Detection } from '../../../shared/analysis.ts';
import { mugNumbers } from '../../../shared/overlay.ts';
import { labelText } from '../../ui/words.ts';
import type { Judged } from '../analyse/judging.ts';

/** What a finding is about, as it is called on the photo. */
export interface About {
  /** For a column that is headed "Mug": `2`, `2 and 3`, `2 and laptop`. */
  short: string;
  /** By itself: `Mug 2`, `Mugs 2 and 3`, `Mug 2 and laptop`. */
  long: string;
}

/** Names what findings are about: mugs by their numbers on the photo, other things by what they are. */
export function namesOn(
  detections: readonly Detection[],
  { placements, arrangement }: Judged,
): (about: readonly number[]) => About {
  const numbers = mugNumbers(placements, arrangement);
  return (about) => {
    if (about.length === 0) return { short: 'photo', long: 'The photo' };
    if (about.length > 2 && about.every((one) => numbers.has(one)) && about.length === numbers.size)
      return { short: 'all', long: 'All mugs' };
    const mugs = about.flatMap((one) => numbers.get(one) ?? []);
    const things = about.flatMap((one) => (numbers.has(one) ? [] : (detections[one]?.label ?? [])));
    const short = listed([...mugs.map(String), ...things.map((label) => label.toLowerCase())]);
    const kind = mugs.length === 0 ? '' : mugs.length === 1 ? 'mug ' : 'mugs ';
    return { short, long: labelText(`${kind}${short}`) };
  };
}

const listed = (names: readonly string[]) =>
  names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;

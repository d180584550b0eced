import type { Detection, Length, Neighbour, Placement } from '../../../shared/analysis.ts';
import { lengthText, type Units, vectorText } from '../../../shared/overlay.ts';
import { useCore } from '../../core.ts';
import { Facts } from '../../ui/facts.tsx';
import { handleText, labelText, percent, tight, uprightText, viewText } from '../../ui/words.ts';

/** Neighbours listed per kind; the nearest come first. */
const maxNeighbours = 6;

interface MugFactsProps {
  placement: Placement;
  detection: Detection;
  /** Number of a mug on the photo, by the index of its detection. */
  numberOf: (detection: number) => number;
}

/** Everything measured on one mug, in the operator's unit. */
export function MugFacts({ placement, detection, numberOf }: MugFactsProps) {
  const units = useCore((state) => state.settings.appearance.units);
  const { offset, edges, surface, size, centre } = placement;
  const length = (value: Length) => tight(lengthText(value, units));
  const offsetWords = tight(vectorText(offset, units));
  return (
    <Facts
      facts={[
        ['Handle', handleText(detection.handle)],
        ['Upright', uprightText(detection.upright)],
        ['Seen', viewText(detection.seenFromAbove)],
        ['Offset', labelText(offsetWords)],
        [
          'Centre',
          `${Math.round(centre.px.x)}, ${Math.round(centre.px.y)}\u00a0px (${percent(centre.share.x)}, ${percent(centre.share.y)})`,
        ],
        ['Edges', <Edges key="edges" edges={edges} length={length} />],
        ['Size', <SizeText key="size" size={size} length={length} />],

        ['Surface', surfaceText(surface, units)],
        ...neighbourFacts('Mugs', placement.mugs, units, ({ detection: index }) => `Mug ${numberOf(index)}`),
        ...neighbourFacts('Objects', placement.objects, units, ({ label }) => labelText(label)),
      ]}
    />
  );
}

function Edges({ edges, length }: { edges: Placement['edges']; length: (value: Length) => string }) {
  return (
    <>
      <div>
        ← {length(edges.left)}, → {length(edges.right)}
      </div>
      <div>
        ↑ {length(edges.top)}, ↓ {length(edges.bottom)}
      </div>
    </>
  );
}

function surfaceText(surface: Placement['surface'], units: Units): string {
  if (surface === null) return 'None seen';
  const { label, distance } = surface;
  const gap = lengthText(
    { px: Math.abs(distance.px), mm: distance.mm === null ? null : Math.abs(distance.mm) },
    units,
  );
  return tight(`${labelText(label)}: foot ${gap} ${distance.px < 0 ? 'below' : 'above'} its upper edge`);
}

function neighbourFacts(
  name: string,
  neighbours: readonly Neighbour[],
  units: Units,
  nameOf: (neighbour: Neighbour) => string,
) {
  if (neighbours.length === 0) return [];
  const shown = neighbours.slice(0, maxNeighbours);
  const more = neighbours.length - shown.length;
  const list = (
    <>
      {shown.map((neighbour) => (
        <div key={neighbour.detection}>
          {nameOf(neighbour)}: {distanceText(neighbour, units)}
        </div>
      ))}
      {more > 0 && <div>and {more} more</div>}
    </>
  );
  return [[name, list] as const];
}

function distanceText({ edge, centre }: Neighbour, units: Units): string {
  const gap = edge.px <= 0 ? 'no gap' : `gap ${lengthText(edge, units)}`;
  return tight(`${gap}, centres ${lengthText(centre, units)}`);
}

function SizeText({ size, length }: { size: Placement['size']; length: (value: Length) => string }) {
  return (
    <>
      <div>
        {length(size.width)} wide, {length(size.height)} high
      </div>
      <div>
        {labelText(size.class)}, {percent(size.share)} of the photo
      </div>
    </>
  );
}

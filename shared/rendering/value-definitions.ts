import type { Analysis, Detection, Placement } from '../analysis.ts';
import { vectorText } from '../overlay/wording.ts';

/** How a value is written where a text asks for no format of its own. */
export type ValueKind = 'text' | 'count' | 'pixels' | 'millimetres' | 'share' | 'degrees' | 'moment';

/** A mug and where it stands; `placement` is null below the thresholds. */
export interface SeenMug {
  detection: Detection;
  placement: Placement | null;
  number: number | null;
}

/** Where a photo stands among those of the same request, and how the whole lot did. */
export interface SheetFacts {
  /** From 1, as are the others. */
  photoNumber: number;
  photoCount: number;
  cellNumber: number;
  pageNumber: number;
  pageCount: number;
  verdicts: Record<Verdict, number>;
}

/** What values are read from. */
export interface ValueScene {
  analysis: Analysis;
  /** Null in a photo without a mug. */
  mug: SeenMug | null;
  verdict: Verdict;
  sheet: SheetFacts;
  now: Date;
}

export interface ValueDefinition {
  title: string;
  kind: ValueKind;
  /** Words from the lowest to the highest, where there is an order: `≥ good`. */
  scale?: readonly string[];
  /** Null where it can't be known. */
  read(scene: ValueScene): string | number | boolean | null;
}

export const verdicts = ['pass', 'review', 'fail'] as const;
export type Verdict = (typeof verdicts)[number];

const qualities = ['poor', 'fair', 'good', 'excellent'] as const;

/** From the confidence alone: excellent from 0.9, good from 0.7, fair from 0.5. */
export function positioningQuality(confidence: number): (typeof qualities)[number] {
  if (confidence >= 0.9) return 'excellent';
  if (confidence >= 0.7) return 'good';
  return confidence >= 0.5 ? 'fair' : 'poor';
}

/** Fails without a mug and with a tilted one; to be reviewed when the score is between the thresholds. */
export function verdictOf(mug: SeenMug | null): Verdict {
  if (mug === null || mug.placement === null || mug.detection.upright?.verdict === 'fail') return 'fail';
  return mug.placement.standing === 'review' ? 'review' : 'pass';
}

/** The rule that decided and its reason; without a rule, what of the mug decided. */
function reasonOf({ analysis: { judgement }, mug, verdict }: ValueScene): string | null {
  if (verdict === 'pass') return judgement?.reason ?? null;
  if (judgement !== undefined) return judgement.reason ?? 'A rule is not kept.';
  if (mug === null || mug.placement === null)
    return 'No mug was found, and no rule says that there may be none.';
  if (verdict === 'review') return 'The detector is not sure of the mug.';
  const degrees = mug.detection.upright?.degrees ?? null;
  return `The mug is tilted${degrees === null ? '' : ` by ${Math.abs(degrees).toFixed(0)}°`}.`;
}

const define = (
  kind: ValueKind,
  title: string,
  read: ValueDefinition['read'],
  scale?: readonly string[],
): ValueDefinition => ({ kind, title, read, ...(scale && { scale }) });

const ofMug = (
  kind: ValueKind,
  title: string,
  read: (detection: Detection) => string | number | boolean | null | undefined,
): ValueDefinition => define(kind, title, ({ mug }) => (mug && read(mug.detection)) ?? null);

const ofPlacement = (
  kind: ValueKind,
  title: string,
  read: (placement: Placement) => string | number | null | undefined,
  scale?: readonly string[],
): ValueDefinition =>
  define(kind, title, ({ mug }) => (mug?.placement && read(mug.placement)) ?? null, scale);

/** Every value by its name, in the order an operator reads them. Pixels are those of the photo. */
export const valueDefinitions: Readonly<Record<string, ValueDefinition>> = {
  mug_x: ofMug('pixels', 'Left edge of the mug', ({ box }) => box.x),
  mug_y: ofMug('pixels', 'Top edge of the mug', ({ box }) => box.y),
  mug_width: ofMug('pixels', 'Width of the mug', ({ box }) => box.width),
  mug_height: ofMug('pixels', 'Height of the mug', ({ box }) => box.height),
  mug_width_mm: ofPlacement('millimetres', 'Width of the mug in millimetres', ({ size }) => size.width.mm),
  mug_height_mm: ofPlacement('millimetres', 'Height of the mug in millimetres', ({ size }) => size.height.mm),
  mug_center_x: ofMug('pixels', 'Centre of the mug from the left', ({ box }) => box.x + box.width / 2),
  mug_center_y: ofMug('pixels', 'Centre of the mug from the top', ({ box }) => box.y + box.height / 2),
  bbox_x1: ofMug('pixels', 'Box of the mug: left', ({ box }) => box.x),
  bbox_y1: ofMug('pixels', 'Box of the mug: top', ({ box }) => box.y),
  bbox_x2: ofMug('pixels', 'Box of the mug: right', ({ box }) => box.x + box.width),
  bbox_y2: ofMug('pixels', 'Box of the mug: bottom', ({ box }) => box.y + box.height),
  confidence_score: ofMug('share', 'How sure the detector is, 0 to 1', ({ score }) => score),
  positioning_quality: define(
    'text',
    'excellent, good, fair or poor, by the confidence',
    ({ mug }) => mug && positioningQuality(mug.detection.score),
    qualities,
  ),
  verdict: define('text', 'pass, review or fail', ({ verdict }) => verdict, ['fail', 'review', 'pass']),
  verdict_reason: define('text', 'Why it does not pass', reasonOf),
  label: ofMug('text', 'What was found', ({ label }) => label),
  standing: ofPlacement('text', 'accepted, or review below the threshold', ({ standing }) => standing),
  zone: ofPlacement('text', 'Zone of the photo the mug stands in', ({ zone }) => zone),
  offset_x: ofPlacement('pixels', 'Offset to the right', ({ offset }) => offset.px.x),
  offset_y: ofPlacement('pixels', 'Offset downwards', ({ offset }) => offset.px.y),
  offset_x_mm: ofPlacement('millimetres', 'Offset to the right in millimetres', ({ offset }) => offset.mm?.x),
  offset_y_mm: ofPlacement('millimetres', 'Offset downwards in millimetres', ({ offset }) => offset.mm?.y),
  offset_text: ofPlacement('text', 'Offset in words', ({ offset }) =>
    vectorText(offset, offset.mm === null ? 'px' : 'mm'),
  ),
  edge_left: ofPlacement('pixels', 'Gap to the left edge of the photo', ({ edges }) => edges.left.px),
  edge_right: ofPlacement('pixels', 'Gap to the right edge of the photo', ({ edges }) => edges.right.px),
  edge_top: ofPlacement('pixels', 'Gap to the top edge of the photo', ({ edges }) => edges.top.px),
  edge_bottom: ofPlacement('pixels', 'Gap to the bottom edge of the photo', ({ edges }) => edges.bottom.px),
  size_class: ofPlacement('text', 'small, medium or large', ({ size }) => size.class, [
    'small',
    'medium',
    'large',
  ]),
  frame_share: ofPlacement('share', 'Part of the photo that the mug covers', ({ size }) => size.share),
  handle: ofMug('text', 'Side the handle points to', ({ handle }) => handle?.side),
  upright: ofMug('text', 'Whether it stands upright', ({ upright }) => upright?.verdict),
  tilt_degrees: ofMug('degrees', 'Tilt in degrees, clockwise', ({ upright }) => upright?.degrees),
  from_above: ofMug('text', 'Whether it is seen from above', ({ seenFromAbove }) => seenFromAbove?.value),
  nearest_mug_gap: ofPlacement('pixels', 'Gap to the nearest mug', ({ mugs }) => mugs[0]?.edge.px),
  nearest_mug_gap_mm: ofPlacement(
    'millimetres',
    'Gap to the nearest mug in millimetres',
    ({ mugs }) => mugs[0]?.edge.mm,
  ),
  nearest_object: ofPlacement('text', 'Nearest thing that is no mug', ({ objects }) => objects[0]?.label),
  surface: ofPlacement('text', 'What it stands on', ({ surface }) => surface?.label),
  mug_number: define('count', 'Number of the mug in the photo', ({ mug }) => mug?.number ?? null),
  mug_count: define('count', 'Mugs in the photo', ({ analysis }) => analysis.placements.length),
  arrangement: define('text', 'How the mugs stand together', ({ analysis }) => analysis.arrangement.kind),
  spacing_evenness: define(
    'share',
    'How even the gaps are, 0 to 1',
    ({ analysis }) => analysis.arrangement.spacing?.evenness ?? null,
  ),
  photo_name: define('text', 'Name of the photo', ({ analysis }) => analysis.photo.name),
  photo_width: define('pixels', 'Width of the photo', ({ analysis }) => analysis.width),
  photo_height: define('pixels', 'Height of the photo', ({ analysis }) => analysis.height),
  analysed_at: define('moment', 'When the photo was analysed', ({ analysis }) => analysis.createdAt),
  model_name: define('text', 'Model that found the mug', ({ analysis }) => analysis.model.name),
  processing_ms: define('count', 'Milliseconds it took', ({ analysis }) => analysis.timingsMs.total),
  drawn_at: define('moment', 'When the picture is drawn', ({ now }) => now.toISOString()),
  photo_number: define('count', 'Number of the photo among all', ({ sheet }) => sheet.photoNumber),
  photo_count: define('count', 'Photos in all', ({ sheet }) => sheet.photoCount),
  cell_number: define('count', 'Place on the page', ({ sheet }) => sheet.cellNumber),
  page_number: define('count', 'Number of the page', ({ sheet }) => sheet.pageNumber),
  page_count: define('count', 'Pages in all', ({ sheet }) => sheet.pageCount),
  pass_count: define('count', 'Photos that pass', ({ sheet }) => sheet.verdicts.pass),
  review_count: define('count', 'Photos to be reviewed', ({ sheet }) => sheet.verdicts.review),
  fail_count: define('count', 'Photos that fail', ({ sheet }) => sheet.verdicts.fail),
  pass_share: define('share', 'Part of the photos that pass', ({ sheet }) =>
    sheet.photoCount === 0 ? null : sheet.verdicts.pass / sheet.photoCount,
  ),
};

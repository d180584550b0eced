import { stringify } from 'csv-stringify/sync';
import type { Analysis, Detection, Length, Placement } from '../../shared/analysis.ts';
import { mugNumbers } from '../../shared/overlay.ts';

interface Row {
  analysis: Analysis;
  placement: Placement;
  mug: Detection;
  /** As on the photo. */
  number: number;
}

type Cell = string | number | null;

/** Header and content of every column; lengths come in pixels and, where calibrated, in millimetres. */
const columns: [header: string, cell: (row: Row) => Cell][] = [
  ['photo', ({ analysis }) => analysis.photo.name],
  ['photo_id', ({ analysis }) => analysis.photo.id],
  ['analysis_id', ({ analysis }) => analysis.id],
  ['analysed_at', ({ analysis }) => analysis.createdAt],
  ['photo_width_px', ({ analysis }) => analysis.width],
  ['photo_height_px', ({ analysis }) => analysis.height],
  ['mug', ({ number }) => number],
  ['mugs_in_photo', ({ analysis }) => analysis.placements.length],
  ['standing', ({ placement }) => placement.standing],
  ['score', ({ placement }) => rounded(placement.score, 4)],
  ['x_px', ({ mug }) => rounded(mug.box.x)],
  ['y_px', ({ mug }) => rounded(mug.box.y)],
  ...lengthColumns('width', ({ placement }) => placement.size.width),
  ...lengthColumns('height', ({ placement }) => placement.size.height),
  ['centre_x_px', ({ placement }) => rounded(placement.centre.px.x)],
  ['centre_y_px', ({ placement }) => rounded(placement.centre.px.y)],
  ['centre_x_share', ({ placement }) => rounded(placement.centre.share.x, 4)],
  ['centre_y_share', ({ placement }) => rounded(placement.centre.share.y, 4)],
  ['zone', ({ placement }) => placement.zone],
  ...lengthColumns('offset_x', ({ placement: { offset } }) => ({
    px: offset.px.x,
    mm: offset.mm?.x ?? null,
  })),
  ...lengthColumns('offset_y', ({ placement: { offset } }) => ({
    px: offset.px.y,
    mm: offset.mm?.y ?? null,
  })),
  ...lengthColumns('left_edge', ({ placement }) => placement.edges.left),
  ...lengthColumns('right_edge', ({ placement }) => placement.edges.right),
  ...lengthColumns('top_edge', ({ placement }) => placement.edges.top),
  ...lengthColumns('bottom_edge', ({ placement }) => placement.edges.bottom),
  ['size', ({ placement }) => placement.size.class],
  ['share_of_photo', ({ placement }) => rounded(placement.size.share, 4)],
  ['handle', ({ mug }) => mug.handle?.side ?? null],
  ['handle_confidence', ({ mug }) => rounded(mug.handle?.confidence, 4)],
  ['upright', ({ mug }) => mug.upright?.verdict ?? null],
  ['tilt_degrees', ({ mug }) => rounded(mug.upright?.degrees)],
  ['seen_from_above', ({ mug }) => (mug.seenFromAbove ? String(mug.seenFromAbove.value) : null)],
  ['surface', ({ placement }) => placement.surface?.label ?? null],
  ...lengthColumns('surface_distance', ({ placement }) => placement.surface?.distance ?? null),
  ...lengthColumns('nearest_mug', ({ placement }) => placement.mugs[0]?.edge ?? null),
  ['nearest_object', ({ placement }) => placement.objects[0]?.label ?? null],
  ...lengthColumns('nearest_object_distance', ({ placement }) => placement.objects[0]?.edge ?? null),
  ['arrangement', ({ analysis }) => analysis.arrangement.kind],
  ...lengthColumns('arrangement_deviation', ({ analysis }) => analysis.arrangement.deviation),
  ['spacing_evenness', ({ analysis }) => rounded(analysis.arrangement.spacing?.evenness, 4)],
  ['pixels_per_millimetre', ({ analysis }) => rounded(analysis.pixelsPerMillimetre, 6)],
  ['model', ({ analysis }) => analysis.model.name],
];

function lengthColumns(name: string, length: (row: Row) => Length | null): typeof columns {
  return [
    [`${name}_px`, (row) => rounded(length(row)?.px)],
    [`${name}_mm`, (row) => rounded(length(row)?.mm)],
  ];
}

/**
 * One row per placed mug under a row of headers, for spreadsheets: UTF-8 with a byte order mark, without which
 * Excel garbles names; text that a spreadsheet would run as a formula is preceded by an apostrophe
 * (https://owasp.org/www-community/attacks/CSV_Injection).
 */
export function toCsv(analyses: readonly Analysis[]): string {
  const rows = analyses.flatMap(rowsOf);
  return stringify(
    rows.map((row) => columns.map(([, cell]) => cell(row))),
    {
      header: true,
      columns: columns.map(([header]) => header),
      bom: true,
      escape_formulas: true,
      // A lone one would end the row for some readers.
      quoted_match: /[\r\n]/,
      record_delimiter: 'windows',
    },
  );
}

/** Mugs carry the numbers they have on the photo. */
function rowsOf(analysis: Analysis): Row[] {
  const numbers = mugNumbers(analysis.placements, analysis.arrangement);
  return analysis.placements
    .flatMap((placement): Row[] => {
      const mug = analysis.detections[placement.detection];
      return mug ? [{ analysis, placement, mug, number: numbers.get(placement.detection) ?? 0 }] : [];
    })
    .toSorted((a, b) => a.number - b.number);
}

function rounded(value: number | null | undefined, decimals = 2): number | null {
  return value === null || value === undefined ? null : Number(value.toFixed(decimals)) + 0;
}

import { cross, subtract, unit, type Vector } from './projection.ts';

/** A closed grid of points, row after row; each row is a loop. Rows are joined to the next, not the last to the first. */
export interface Surface {
  rows: readonly (readonly Vector[])[];
}
/** A point of a profile: distance from the axis and height, centimetres. */
export type ProfilePoint = readonly [radius: number, height: number];

const turns = (count: number): number[] => Array.from({ length: count }, (_, i) => (i / count) * 2 * Math.PI);

/** The profile turned about the upright axis. */
export function lathe(profile: readonly ProfilePoint[], segments = 96): Surface {
  const angles = turns(segments);
  return { rows: profile.map(([r, y]) => angles.map((a): Vector => [r * Math.cos(a), y, r * Math.sin(a)])) };
}

/** Part of a circle as profile points, angles in degrees from straight outwards, + upwards. */
export function fillet(
  [centreRadius, centreHeight]: ProfilePoint,
  size: number,
  fromDegrees: number,
  toDegrees: number,
): ProfilePoint[] {
  const steps = 10;
  return Array.from({ length: steps + 1 }, (_, i) => {
    const angle = ((fromDegrees + ((toDegrees - fromDegrees) * i) / steps) * Math.PI) / 180;
    return [centreRadius + size * Math.cos(angle), centreHeight + size * Math.sin(angle)];
  });
}

/** An oval tube along a line in the plane z = 0; `girth` gives half its thickness and half its width at each point. */
export function tube(
  line: readonly Vector[],
  girth: (share: number) => readonly [thickness: number, width: number],
  segments = 28,
): Surface {
  const angles = turns(segments);
  const rows = line.map((centre, i): Vector[] => {
    const along = unit(
      subtract(line[Math.min(i + 1, line.length - 1)] ?? centre, line[Math.max(i - 1, 0)] ?? centre),
    );
    const outwards = cross([0, 0, 1], along);
    const [thickness, width] = girth(i / (line.length - 1));
    return angles.map((a) => {
      const out = thickness * Math.cos(a);
      return [centre[0] + outwards[0] * out, centre[1] + outwards[1] * out, width * Math.sin(a)];
    });
  });
  return { rows };
}

/** Every point of a surface. */
export const pointsOf = (surface: Surface): Vector[] => surface.rows.flat();

/** The surface as POV-Ray's mesh2, smooth all over. */
export function mesh2({ rows }: Surface): string {
  const faces: string[] = [];
  const normals: string[] = [];
  const vertices: string[] = [];
  const loop = rows[0]?.length ?? 0;
  rows.forEach((row, r) => {
    row.forEach((point, c) => {
      const next = (c + 1) % loop;
      const around = subtract(row[next] ?? point, row[(c + loop - 1) % loop] ?? point);
      const along = subtract(
        rows[Math.min(r + 1, rows.length - 1)]?.[c] ?? point,
        rows[Math.max(r - 1, 0)]?.[c] ?? point,
      );
      vertices.push(text(point));
      normals.push(text(unit(cross(along, around))));
      if (r + 1 === rows.length) return;
      const [a, b] = [r * loop + c, r * loop + next];
      faces.push(`<${a},${b},${b + loop}>`, `<${a},${b + loop},${a + loop}>`);
    });
  });
  const block = (name: string, items: string[]) => `${name} { ${items.length}, ${items.join(' ')} }`;
  return `mesh2 { ${block('vertex_vectors', vertices)} ${block('normal_vectors', normals)} ${block('face_indices', faces)} }`;
}

const text = (point: Vector): string => `<${point.map((value) => value.toFixed(4)).join(',')}>`;

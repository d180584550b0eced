import type { Box, Point } from '../../../shared/analysis.ts';
import type { Layer, Template } from '../../../shared/template.ts';
import type { LayerGroup } from './mapping-draft.ts';

export interface LayerBox extends Box {
  /** Degrees clockwise around the centre. */
  rotation: number;
  hide: boolean;
}

/** Where a layer stands after the mapping: `became` is what the preview says of it. Pixels of the template. */
export function boxOf(layer: Layer, became: unknown): LayerBox {
  const given = typeof became === 'object' && became !== null ? became : {};
  const number = (name: 'x' | 'y' | 'width' | 'height' | 'rotation') => {
    const value: unknown = Reflect.get(given, name);
    return typeof value === 'number' ? value : layer[name];
  };
  const hide: unknown = Reflect.get(given, 'hide');
  return {
    x: number('x'),
    y: number('y'),
    width: number('width'),
    height: number('height'),
    rotation: number('rotation'),
    hide: typeof hide === 'boolean' ? hide : layer.hide,
  };
}

/** Whether a point lies in a box that is turned. */
export function holdsPoint({ x, y, width, height, rotation }: LayerBox, point: Point): boolean {
  const [centreX, centreY] = [x + width / 2, y + height / 2];
  const angle = (-rotation * Math.PI) / 180;
  const [dx, dy] = [point.x - centreX, point.y - centreY];
  const turnedX = dx * Math.cos(angle) - dy * Math.sin(angle);
  const turnedY = dx * Math.sin(angle) + dy * Math.cos(angle);
  return Math.abs(turnedX) <= width / 2 && Math.abs(turnedY) <= height / 2;
}

/** The layers whose box is under a point: the smallest, as the large ones lie behind everything. */
export function groupAt(
  groups: readonly LayerGroup[],
  template: Template,
  layers: Readonly<Record<string, unknown>>,
  point: Point,
): LayerGroup | undefined {
  const byName = new Map(template.layers.map((layer) => [layer.layer, layer]));
  const hits = groups.flatMap((group) =>
    group.members.flatMap(({ layer: name }) => {
      const layer = byName.get(name);
      if (layer === undefined) return [];
      const box = boxOf(layer, layers[name]);
      return !box.hide && holdsPoint(box, point) ? [{ group, area: box.width * box.height }] : [];
    }),
  );
  return hits.sort((a, b) => a.area - b.area)[0]?.group;
}

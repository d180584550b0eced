import type { PlacementDialect } from '../render.ts';
import type { LayerOverrides } from '../template.ts';
import type { TurnedBox } from './placing.ts';

/** What a placement is made of before it is put into the words of another tool. */
export interface PlacedDesign {
  templateId: string;
  /** Of the template, as they came from the mapping. */
  overrides: LayerOverrides;
  /** The photo, on which the design goes. */
  area: { width: number; height: number };
  /** The design on it, pixels of the photo. */
  box: TurnedBox;
}

type Json = string | number | boolean | Json[] | { [key: string]: Json };

/**
 * The same placement as other tools take it: the body of a render for Templated.io (layers by name), the `position` of
 * Printful's mock-up generator, an `asset` of Dynamic Mockups. Zeros are in it.
 * https://templated.io/docs/renders/create · https://developers.printful.com/docs/ (Mockup Generator API) ·
 * https://docs.dynamicmockups.com (Render API)
 */
export function inDialect(dialect: PlacementDialect, placed: PlacedDesign): Record<string, Json> {
  switch (dialect) {
    case 'templated':
      return templated(placed);
    case 'printful':
      return printful(placed);
    case 'dynamic-mockups':
      return dynamicMockups(placed);
  }
}

const placeFields = ['x', 'y', 'width', 'height', 'rotation', 'opacity', 'hide'] as const;

/** Only where layers stand: the names of these fields are the same on both sides. */
function templated({ templateId, overrides }: PlacedDesign): Record<string, Json> {
  const layers: Record<string, Json> = {};
  for (const [name, override] of Object.entries(overrides)) {
    const place: Record<string, Json> = {};
    for (const field of placeFields) {
      const value = override[field];
      if (value !== undefined) place[field] = value;
    }
    if (Object.keys(place).length > 0) layers[name] = place;
  }
  return { template: templateId, layers };
}

/** Knows no rotation: the upright box around the turned one, cut to the area as its limit asks. */
function printful({ area, box }: PlacedDesign): Record<string, Json> {
  const { x, y, width, height } = uprightAround(box);
  const [left, top] = [Math.max(0, x), Math.max(0, y)];
  return {
    position: {
      area_width: area.width,
      area_height: area.height,
      width: Math.round(Math.min(area.width, x + width) - left),
      height: Math.round(Math.min(area.height, y + height) - top),
      top: Math.round(top),
      left: Math.round(left),
      limit_to_print_area: true,
    },
  };
}

/** The box before it is turned, and the turn apart. */
function dynamicMockups({ box }: PlacedDesign): Record<string, Json> {
  return {
    smart_objects: [
      {
        asset: {
          fit: 'stretch',
          size: { width: Math.round(box.width), height: Math.round(box.height) },
          position: { top: Math.round(box.y), left: Math.round(box.x) },
          rotate: Math.round(box.rotation * 100) / 100 + 0,
        },
      },
    ],
  };
}

function uprightAround({ x, y, width, height, rotation }: TurnedBox) {
  const angle = (rotation * Math.PI) / 180;
  const [sin, cos] = [Math.abs(Math.sin(angle)), Math.abs(Math.cos(angle))];
  const [outerWidth, outerHeight] = [width * cos + height * sin, width * sin + height * cos];
  return {
    x: x + (width - outerWidth) / 2,
    y: y + (height - outerHeight) / 2,
    width: outerWidth,
    height: outerHeight,
  };
}

import type { FitMode, Mapping } from '../../../shared/mapping.ts';
import type { Template } from '../../../shared/template.ts';

/** Where a picture shows its photo: shares of its width and height, and how the photo fills that. */
export interface PhotoPlace {
  left: number;
  top: number;
  width: number;
  height: number;
  /** Degrees clockwise around its middle. */
  rotation: number;
  fit: FitMode;
}

/** Without a template to ask: the whole picture. */
export const wholePicture: PhotoPlace = {
  left: 0,
  top: 0,
  width: 1,
  height: 1,
  rotation: 0,
  fit: 'contain',
};

/** Where a template puts the photo, so that before and after lie over each other. */
export function photoPlace(template: Template, { frame, fit }: Mapping): PhotoPlace {
  const { width, height, layers } = template;
  if (frame === null) return { ...wholePicture, fit };
  const layer = layers.find((candidate) => candidate.layer === frame);
  if (layer === undefined) return wholePicture;
  return {
    left: layer.x / width,
    top: layer.y / height,
    width: layer.width / width,
    height: layer.height / height,
    rotation: layer.rotation,
    fit,
  };
}

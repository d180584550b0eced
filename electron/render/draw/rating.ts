import type { SKRSContext2D } from '@napi-rs/canvas';
import type { LayerOf } from '../../../shared/template.ts';

const stars = 5;
/** Between two stars, as a share of a star's width. */
const gap = 0.12;
/** Of the stars that are not given. */
const faint = 0.22;
/**
 * Radius of the inner corners as a share of the outer ones': that of a five-pointed star with straight edges.
 */
const innerRadius = 0.382;

/**
 * Five stars, as large as the box lets them be, from its left edge; the context's origin is its upper left
 * corner.
 */
export function drawRating(
  context: SKRSContext2D,
  { rating, color, width, height }: LayerOf<'rating'>,
): void {
  const side = Math.min(height, width / (stars + (stars - 1) * gap));
  const given = Math.round(rating * 2) / 2;
  const opacity = context.globalAlpha;
  context.fillStyle = color;
  for (let index = 0; index < stars; index++) {
    const left = index * side * (1 + gap);
    const top = (height - side) / 2;
    const share = Math.min(1, Math.max(0, given - index));
    context.globalAlpha = opacity * faint;
    fillStar(context, { left, top, side, from: share });
    context.globalAlpha = opacity;
    fillStar(context, { left, top, side, to: share });
  }
}

/** The part of a star between two shares of its width. */
function fillStar(
  context: SKRSContext2D,
  {
    left,
    top,
    side,
    from = 0,
    to = 1,
  }: { left: number; top: number; side: number; from?: number; to?: number },
): void {
  if (from >= to) return;
  context.save();
  context.beginPath();
  context.rect(left + from * side, top, (to - from) * side, side);
  context.clip();
  context.beginPath();
  const radius = side / 2;
  for (let corner = 0; corner < 10; corner++) {
    const distance = corner % 2 === 0 ? radius : radius * innerRadius;
    const angle = (corner * Math.PI) / 5 - Math.PI / 2;
    context.lineTo(left + radius + distance * Math.cos(angle), top + radius + distance * Math.sin(angle));
  }
  context.closePath();
  context.fill();
  context.restore();
}

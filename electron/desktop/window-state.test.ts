import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chooseState, smallestWindow } from './window-state.ts';

const display = { x: 0, y: 0, width: 1920, height: 1040 };
const secondDisplay = { x: 1920, y: 0, width: 1280, height: 1000 };
const kept = { bounds: { x: 100, y: 50, width: 1000, height: 700 }, maximized: true };

describe('chooseState', () => {
  it('takes the window back to where it stood, maximised or not', () => {
    expect(chooseState(kept, [display])).toEqual(kept);
  });

  it('forgets a place on a display that is gone', () => {
    const onSecond = { bounds: { ...kept.bounds, x: 2_000 }, maximized: false };
    expect(chooseState(onSecond, [display, secondDisplay])).toEqual(onSecond);
    expect(chooseState(onSecond, [display]).bounds.x).toBeLessThan(display.width);
  });

  it('forgets a window whose title bar is out of reach', () => {
    for (const bounds of [
      { ...kept.bounds, y: -300 },
      { ...kept.bounds, y: 1_030 },
      { ...kept.bounds, x: -950 },
      { ...kept.bounds, width: 100 },
    ]) {
      expect(chooseState({ bounds, maximized: false }, [display]).bounds, JSON.stringify(bounds)).not.toEqual(
        bounds,
      );
    }
  });

  it('makes a fresh, centred window of anything that was not kept by us', () => {
    for (const junk of [undefined, null, {}, 'text', { bounds: kept.bounds }, { bounds: { x: 'a' } }]) {
      const { bounds, maximized } = chooseState(junk, [display]);
      expect(maximized).toBe(false);
      expect(bounds.x * 2 + bounds.width).toBe(display.width);
    }
  });

  it('always gives a window that can be taken hold of on some display', () => {
    const whole = fc.integer({ min: -10_000, max: 10_000 });
    const size = fc.integer({ min: -100, max: 10_000 });
    const bounds = fc.record({ x: whole, y: whole, width: size, height: size });
    fc.assert(
      fc.property(bounds, (given) => {
        const state = chooseState({ bounds: given, maximized: false }, [display, secondDisplay]);
        expect(state.bounds.y).toBeGreaterThanOrEqual(0);
        expect(state.bounds.y).toBeLessThan(1_040);
        expect(state.bounds.x + state.bounds.width).toBeGreaterThan(100);
        expect(state.bounds.x).toBeLessThan(1920 + 1280);
        expect(state.bounds.width).toBeGreaterThanOrEqual(smallestWindow.width);
      }),
    );
  });
});

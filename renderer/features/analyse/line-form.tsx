import { Button, CloseButton, NumberInput } from '@mantine/core';
import { useState } from 'react';
import type { Frame } from '../../../shared/positioning.ts';
import { tryOut, useJudging } from './judging.ts';
import classes from './line-form.module.css';
import { useView } from './view.ts';
import { useZoom } from './zoom.ts';

const discard = () => useView.setState({ line: null });

/** Asks, beside the line just drawn, how long it is; the answer calibrates the photo. */
export function LineForm({ frame }: { frame: Frame }) {
  const line = useView((view) => view.line);
  const { k, x, y } = useZoom();
  const [millimetres, setMillimetres] = useState<number | string>(100);
  if (line === null) return null;
  const { from, to } = line;
  const use = () => {
    if (typeof millimetres !== 'number' || millimetres <= 0) return;
    const share = (point: typeof from) => ({ x: point.x / frame.width, y: point.y / frame.height });
    const calibration = { kind: 'line', from: share(from), to: share(to), millimetres } as const;
    tryOut({ positioning: { ...useJudging.getState().positioning, calibration } });
    discard();
  };
  const place = `translate(${((from.x + to.x) / 2) * k + x}px, ${((from.y + to.y) / 2) * k + y + 16}px)`;
  return (
    <form
      className={classes.form}
      style={{ transform: `${place} translateX(-50%)` }}
      aria-label="Length of the line"
      onSubmit={(event) => {
        event.preventDefault();
        use();
      }}
      onKeyDown={(event) => event.key === 'Escape' && discard()}
    >
      <NumberInput
        w={96}
        aria-label="This line measures"
        suffix=" mm"
        min={0.1}
        value={millimetres}
        onChange={setMillimetres}
        autoFocus
        onFocus={(event) => event.currentTarget.select()}
      />
      <Button type="submit">Use</Button>
      <CloseButton size="sm" aria-label="Discard the line" onClick={discard} />
    </form>
  );
}

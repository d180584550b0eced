import { Button, CloseButton, NumberInput } from '@mantine/core';
import { useState } from 'react';
import type { Frame } from '../../../shared/positioning.ts';
import { tryOut, useJudging } from './judging.ts';
import classes from './line-form.module.css';
import { useView } from './view.ts';
import { useZoom } from './zoom.ts';

const discard = () => useView.setState({ line: null });

type Line = NonNullable<ReturnType<typeof useView.getState>['line']>;

/** Asks, beside the line just drawn, how long it is; the answer calibrates the photo. */
export function LineForm({ frame }: { frame: Frame }) {
  const line = useView((view) => view.line);
  return line === null ? null : <LengthForm frame={frame} line={line} />;
}

/** Starts empty for every line: a length filled in beforehand would mix with what is typed. */
function LengthForm({ frame, line: { from, to } }: { frame: Frame; line: Line }) {
  const { k, x, y } = useZoom();
  const [millimetres, setMillimetres] = useState<number | string>('');
  const [refused, setRefused] = useState(false);
  const use = () => {
    if (typeof millimetres !== 'number' || millimetres <= 0) {
      setRefused(true);
      return;
    }
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
        placeholder="mm"
        allowNegative={false}
        value={millimetres}
        error={refused && 'A length above 0 is needed.'}
        onChange={(typed) => {
          setMillimetres(typed);
          setRefused(false);
        }}
        autoFocus
      />
      <Button type="submit">Use</Button>
      <CloseButton size="sm" aria-label="Discard the line" onClick={discard} />
    </form>
  );
}

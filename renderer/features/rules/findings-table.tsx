import { UnstyledButton } from '@mantine/core';
import { type MouseEvent, useEffect, useState } from 'react';
import type { Finding } from '../../../shared/rules/verdict.ts';
import { tight } from '../../ui/words.ts';
import { pointAt, selectDetection, useView } from '../analyse/view.ts';
import type { About } from './about.ts';
import classes from './findings-table.module.css';
import marks from './outcome-mark.module.css';
import { outcomeIcons, outcomeWords } from './outcome-mark.tsx';

/** More are not read at a glance; the worst come first. */
const most = 8;

interface FindingsTableProps {
  findings: readonly Finding[];
  nameOf: (detections: readonly number[]) => About;
}

/** What was measured of which mug, and what is asked; a row marks its mug on the photo. */
export function FindingsTable({ findings, nameOf }: FindingsTableProps) {
  const [all, setAll] = useState(false);
  useEffect(() => () => pointAt([]), []);
  const rows = rowsOf(findings);
  if (rows.length === 0) return null;
  // One limit for all is said above.
  const withLimit = new Set(rows.map(({ limit }) => limit?.text)).size > 1;
  const shown = all ? rows : rows.slice(0, most);
  return (
    <>
      <table className={classes.findings} data-testid="findings">
        <thead>
          <tr>
            <th aria-label="Verdict" />
            <th>Mug</th>
            <th>Measured</th>
            {withLimit && <th>Limit</th>}
            <th>To spare</th>
          </tr>
        </thead>
        <tbody>
          {shown.map((finding, index) => (
            <Row key={index} {...{ finding, withLimit }} about={nameOf(finding.detections)} />
          ))}
        </tbody>
      </table>
      {rows.length > shown.length && (
        <UnstyledButton className={classes.more} onClick={() => setAll(true)}>
          Show all {rows.length}
        </UnstyledButton>
      )}
    </>
  );
}

/**
 * What was not measured has only words, which stand above for the first of them. Two that are too near to each other
 * are one row.
 */
function rowsOf(findings: readonly Finding[]): Finding[] {
  const pairs = new Set<string>();
  return findings.filter(({ measured, limit, detections }) => {
    if (measured === null) return findings.length > 1 && detections.length > 0;
    if (detections.length !== 2) return true;
    const pair = JSON.stringify([detections.toSorted((a, b) => a - b), measured, limit]);
    const isNew = !pairs.has(pair);
    pairs.add(pair);
    return isNew;
  });
}

interface RowProps {
  finding: Finding;
  about: About;
  withLimit: boolean;
}

function Row({ finding, about, withLimit }: RowProps) {
  const { outcome, detections, reason } = finding;
  // Of many together none is the one to select.
  const first = detections.length > 2 ? undefined : detections[0];
  const selected = useView((view) => first !== undefined && view.selected === first);
  const Icon = outcomeIcons[outcome];
  const select = ({ currentTarget }: MouseEvent<HTMLTableRowElement>) => {
    if (first === undefined) return;
    currentTarget.querySelector('button')?.focus();
    selectDetection(selected ? null : first);
  };
  return (
    <tr
      title={reason}
      data-selected={selected}
      data-marks={first !== undefined}
      onPointerEnter={() => pointAt(detections)}
      onPointerLeave={() => pointAt([])}
      onClick={select}
    >
      <td>
        <span className={marks.mark} data-outcome={outcome}>
          <Icon size={14} stroke={1.8} aria-label={outcomeWords[outcome]} />
        </span>
      </td>
      <td>
        {first === undefined ? (
          about.short
        ) : (
          <UnstyledButton
            className={classes.who}
            aria-label={about.long}
            aria-pressed={selected}
            onFocus={() => pointAt(detections)}
            onBlur={() => pointAt([])}
          >
            {about.short}
          </UnstyledButton>
        )}
      </td>
      <Measured {...{ finding, withLimit }} />
    </tr>
  );
}

function Measured({ finding, withLimit }: Omit<RowProps, 'about'>) {
  const { measured, limit, margin, reason } = finding;
  if (measured === null) return <td colSpan={withLimit ? 3 : 2}>{tight(reason)}</td>;
  return (
    <>
      <td>{tight(measured.text)}</td>
      {withLimit && <td>{tight(limit?.text ?? '')}</td>}
      <td>{margin === null ? '' : spare(margin, limit?.unit ?? '')}</td>
    </>
  );
}

const unitWords: Readonly<Record<string, string>> = { percent: ' %', degrees: '°', none: '' };

/** "+12 mm", "−3 mm". */
function spare(margin: number, unit: string): string {
  const size = Math.abs(margin);
  const digits = size >= 100 ? 0 : 1;
  const number = size.toLocaleString('en', { maximumFractionDigits: digits });
  return tight(`${margin < 0 ? '−' : '+'}${number}${unitWords[unit] ?? ` ${unit}`}`);
}

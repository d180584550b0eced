import { Switch } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { type DragEvent, memo, useMemo, useState } from 'react';
import { parse } from '../../../shared/rules/parse.ts';
import { percent } from '../../ui/words.ts';
import { moveRule, setEnabled } from './rule-actions.ts';
import { openRule } from './rule-drafts.ts';
import classes from './rule-row.module.css';
import { RuleWords } from './rule-words.tsx';
import type { KnownRule } from './rules.ts';
import { useSurroundings } from './surroundings.ts';
import { VerdictStrip } from './verdict-strip.tsx';

interface RuleRowProps {
  rule: KnownRule;
  /** Index among all rules. */
  place: number;
  open: boolean;
  /** Its words were changed and not saved. */
  changed: boolean;
}

const dragType = 'application/x-rule';

/** One rule: what it asks, and how it did lately. */
export const RuleRow = memo(function RuleRow({ rule, place, open, changed }: RuleRowProps) {
  const { id, name, text, enabled } = rule;
  const [over, setOver] = useState(false);
  const isRule = ({ dataTransfer }: DragEvent) => dataTransfer.types.includes(dragType);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: a larger target for the pointer; the name is the button
    // biome-ignore lint/a11y/useKeyWithClickEvents: the name is the button
    <div
      className={classes.row}
      data-rule={id}
      data-open={open}
      data-off={!enabled}
      data-over={over}
      draggable
      onDragStart={({ dataTransfer }) => {
        dataTransfer.setData(dragType, id);
        dataTransfer.effectAllowed = 'move';
      }}
      onClick={() => openRule(id)}
      onDragOver={(event) => {
        if (!isRule(event)) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        if (!isRule(event)) return;
        event.preventDefault();
        setOver(false);
        void moveRule(event.dataTransfer.getData(dragType), place);
      }}
    >
      <span
        className={classes.place}
        title="Drag the rule, or press Alt and an arrow, to have it looked at earlier or later"
      >
        {place + 1}
      </span>
      <button
        type="button"
        className={classes.name}
        aria-current={open ? 'true' : undefined}
        title={name}
        onClick={(event) => {
          event.stopPropagation();
          openRule(id);
        }}
        onKeyDown={({ altKey, key }) => {
          if (!altKey || (key !== 'ArrowUp' && key !== 'ArrowDown')) return;
          void moveRule(id, place + (key === 'ArrowUp' ? -1 : 1));
        }}
      >
        {name}
      </button>
      <Switch
        size="xs"
        aria-label={`${name} is on`}
        checked={enabled}
        onClick={(event) => event.stopPropagation()}
        onChange={({ currentTarget }) => void setEnabled(rule, currentTarget.checked)}
      />
      <p className={classes.text}>
        <RuleWords text={text} />
      </p>
      <Trouble text={text} />
      <div className={classes.foot}>
        <Figures rule={rule} />
        {changed && <span className={classes.changed}>Not saved</span>}
      </div>
    </div>
  );
});

/** Speaks of a template, a channel or an area that is there no more. */
function Trouble({ text }: { text: string }) {
  const surroundings = useSurroundings();
  const problem = useMemo(
    () => parse(text, surroundings).problems.find(({ level }) => level === 'error'),
    [text, surroundings],
  );
  if (problem === undefined) return null;
  return (
    <p className={classes.trouble}>
      <IconAlertTriangle size={14} stroke={1.8} aria-hidden />
      <span>
        {problem.message} {problem.text}
      </span>
    </p>
  );
}

function Figures({ rule: { figures } }: { rule: KnownRule }) {
  const { last, passed, failed, unknown, wrong } = figures;
  const judged = passed + failed + unknown;
  if (judged === 0) return <span>No photo was judged by it yet</span>;
  return (
    <>
      <VerdictStrip last={last} />
      <span title={`Of the last ${judged} photos: ${passed} pass, ${failed} fail, ${unknown} cannot tell`}>
        {percent(passed / judged)} pass
      </span>
      {wrong > 0 && <span className={classes.wrong}>{wrong.toLocaleString('en')} called wrong</span>}
    </>
  );
}

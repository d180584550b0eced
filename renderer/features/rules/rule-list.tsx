import { Anchor, Skeleton } from '@mantine/core';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useMemo, useRef } from 'react';
import { newRuleId, useRuleDrafts } from './rule-drafts.ts';
import classes from './rule-list.module.css';
import { RuleRow } from './rule-row.tsx';
import { listedRules, useRules } from './rules.ts';

const rowHeight = 92;

/** The rules in their order; only those in sight are drawn. */
export function RuleList({ loading }: { loading: boolean }) {
  const { list, search, show } = useRules();
  const { openId, drafts } = useRuleDrafts();
  const listed = useMemo(() => listedRules({ list, search, show }), [list, search, show]);
  const places = useMemo(() => new Map(list.map(({ id }, index) => [id, index])), [list]);
  const scroller = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count: listed.length,
    estimateSize: () => rowHeight,
    getItemKey: (index) => listed[index]?.id ?? index,
    getScrollElement: () => scroller.current,
    overscan: 8,
  });
  useEffect(() => {
    const at = listed.findIndex(({ id }) => id === openId);
    if (at >= 0) virtualizer.scrollToIndex(at, { align: 'auto' });
  }, [openId]);
  return (
    <div ref={scroller} className={classes.scroller} aria-busy={loading}>
      {loading && [1, 2, 3, 4, 5].map((row) => <SkeletonRow key={row} />)}
      {!loading && listed.length === 0 && <NoneListed empty={list.length === 0} />}
      <ul className={classes.track} style={{ height: virtualizer.getTotalSize() }} aria-label="Rules">
        {virtualizer.getVirtualItems().map(({ index, start, key }) => {
          const rule = listed[index];
          if (rule === undefined) return null;
          return (
            <li
              key={key}
              ref={virtualizer.measureElement}
              data-index={index}
              className={classes.slot}
              style={{ transform: `translateY(${start}px)` }}
            >
              <RuleRow
                rule={rule}
                place={places.get(rule.id) ?? 0}
                open={rule.id === openId}
                changed={rule.id in drafts}
              />
            </li>
          );
        })}
      </ul>
    </div>
  );
}

function NoneListed({ empty }: { empty: boolean }) {
  const writing = useRuleDrafts(({ openId }) => openId === newRuleId);
  if (empty)
    return (
      <p className={classes.none}>
        {writing
          ? 'The rule you are writing appears here once it is saved.'
          : 'Nothing is asked of photos yet. Rules that you write or take from the library appear here.'}
      </p>
    );
  return (
    <p className={classes.none}>
      No rule is like that.{' '}
      <Anchor
        component="button"
        type="button"
        size="sm"
        onClick={() => useRules.setState({ search: '', show: 'all' })}
      >
        Show all
      </Anchor>
    </p>
  );
}

function SkeletonRow() {
  return (
    <div className={classes.skeleton}>
      <Skeleton height={12} width="46%" />
      <Skeleton height={12} width="88%" />
      <Skeleton height={10} width="60%" />
    </div>
  );
}

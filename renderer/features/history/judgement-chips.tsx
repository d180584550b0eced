import { Anchor, Select } from '@mantine/core';
import { IconBan } from '@tabler/icons-react';
import { FilterChips } from '../../ui/filter-bar.tsx';
import { StateChips } from '../../ui/state-chips.tsx';
import marks from '../rules/outcome-mark.module.css';
import { OutcomeMark } from '../rules/outcome-mark.tsx';
import { clearFilter, narrow, useHistory } from './history.ts';

const verdicts = ['pass', 'fail', 'unknown'] as const;
const order = [...verdicts, 'rejected'] as const;
type Chip = (typeof order)[number];

/** What the rules made of the photos: of which verdict, rejected or not, with which tag. */
export function JudgementChips() {
  const { filter, isJudged, tags } = useHistory();
  if (!isJudged) return null;
  const { verdict, rejected, tag } = filter;
  const shown: Chip[] = [...(verdict ? [verdict] : []), ...(rejected ? (['rejected'] as const) : [])];
  return (
    <FilterChips>
      <StateChips<Chip>
        order={order}
        shown={shown.length === 0 ? undefined : shown}
        markOf={(chip) => <Mark chip={chip} />}
        amountOf={() => undefined}
        onChange={(chosen = []) =>
          narrow({
            // A photo has one verdict: another takes the place of the one before.
            verdict:
              verdicts.find((one) => one !== verdict && chosen.includes(one)) ??
              verdicts.find((one) => chosen.includes(one)),
            rejected: chosen.includes('rejected') || undefined,
          })
        }
      />
      {(tags.length > 0 || tag !== undefined) && (
        <Select
          aria-label="Tag"
          placeholder="Any tag"
          w={140}
          styles={{ input: { height: 26, minHeight: 26 } }}
          clearable
          searchable
          data={tag === undefined || tags.includes(tag) ? tags : [tag, ...tags]}
          value={tag ?? null}
          onChange={(chosen) => narrow({ tag: chosen ?? undefined })}
        />
      )}
      {Object.keys(filter).length > 0 && (
        <Anchor component="button" type="button" size="sm" onClick={clearFilter}>
          Clear the search
        </Anchor>
      )}
    </FilterChips>
  );
}

function Mark({ chip }: { chip: Chip }) {
  if (chip !== 'rejected') return <OutcomeMark outcome={chip} size={15} />;
  return (
    <span className={marks.mark} data-outcome="fail">
      <IconBan size={15} stroke={1.8} aria-hidden />
      Rejected
    </span>
  );
}

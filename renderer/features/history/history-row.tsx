import { Checkbox } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { memo } from 'react';
import type { AnalysisSummary } from '../../../shared/analysis.ts';
import { thumbnailUrl } from '../../pictures.ts';
import { agoText, bytesText, count, exactTime, percent } from '../../ui/words.ts';
import { toggleSelected, useHistory } from './history.ts';
import { openChosen } from './history-actions.ts';
import classes from './history-row.module.css';

interface HistoryRowProps {
  item: AnalysisSummary;
  index: number;
  selected: boolean;
  focused: boolean;
}

/** One analysis: a press opens it, the box selects it, Shift selects up to it. */
export const HistoryRow = memo(function HistoryRow({ item, index, selected, focused }: HistoryRowProps) {
  const { photo, mugCount, reviewCount, topScore, createdAt } = item;
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the screen's keys move through the list
    // biome-ignore lint/a11y/useKeyWithClickEvents: Enter opens, x selects
    <div
      className={classes.row}
      role="option"
      aria-selected={selected}
      aria-label={`${photo.name}, ${count(mugCount, 'mug')}`}
      data-focused={focused}
      onClick={(event) => {
        if (event.shiftKey || event.ctrlKey || event.metaKey) toggleSelected(index, event.shiftKey);
        else open(index);
      }}
    >
      <Checkbox
        size="xs"
        aria-label={`Select ${photo.name}`}
        checked={selected}
        readOnly
        onClick={(event) => {
          event.stopPropagation();
          toggleSelected(index, event.shiftKey);
        }}
      />
      <img className={classes.picture} src={thumbnailUrl(photo.id)} alt="" loading="lazy" />
      <span className={classes.name} title={photo.name}>
        {photo.name}
      </span>
      <span className={classes.mugs} data-tone={mugCount > 0 ? 'pass' : 'none'}>
        {mugCount === 0 ? 'No mug' : count(mugCount, 'mug')}
      </span>
      <span className={classes.review}>
        {reviewCount > 0 && (
          <>
            <IconAlertTriangle size={14} aria-hidden /> {reviewCount} to review
          </>
        )}
      </span>
      <span className={classes.number}>{topScore === null ? '–' : percent(topScore)}</span>
      <span className={classes.number}>
        {item.width} × {item.height}, {bytesText(photo.bytes)}
      </span>
      <time className={classes.time} dateTime={createdAt} title={exactTime(createdAt)}>
        {agoText(createdAt, Date.now())}
      </time>
    </div>
  );
});

function open(index: number): void {
  useHistory.setState({ focus: index, selected: new Set() });
  openChosen();
}

import { Checkbox } from '@mantine/core';
import { IconAlertTriangle, IconBan, IconTag } from '@tabler/icons-react';
import { memo } from 'react';
import type { AnalysisSummary, JudgementSummary } from '../../../shared/analysis.ts';
import { thumbnailUrl } from '../../pictures.ts';
import { agoText, bytesText, count, exactTime, labelText, percent, tight } from '../../ui/words.ts';
import { judgementWords } from '../analyse/verdict-mark.tsx';
import marks from '../rules/outcome-mark.module.css';
import { outcomeIcons } from '../rules/outcome-mark.tsx';
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
  const { photo, mugCount, reviewCount, topScore, createdAt, judgement } = item;
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the screen's keys move through the list
    // biome-ignore lint/a11y/useKeyWithClickEvents: Enter opens, x selects
    <div
      className={classes.row}
      role="option"
      aria-selected={selected}
      aria-label={`${photo.name}, ${count(mugCount, 'mug')}${judgement ? `, ${judgementWords(judgement)}` : ''}`}
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
      <div className={classes.about}>
        <span className={classes.name} title={photo.name}>
          {photo.name}
        </span>
        {judgement && <JudgementLine judgement={judgement} />}
      </div>
      <div>
        <span className={classes.mugs} data-tone={mugCount > 0 ? 'pass' : 'none'}>
          {mugCount === 0 ? 'No mug' : count(mugCount, 'mug')}
        </span>
        {reviewCount > 0 && (
          <span className={classes.review}>
            <IconAlertTriangle size={14} aria-hidden /> {reviewCount} to review
          </span>
        )}
      </div>
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

/** What the rules made of it, why, and the tags they gave. */
function JudgementLine({ judgement }: { judgement: JudgementSummary }) {
  const { verdict, rejected, reason, tags } = judgement;
  const outcome = rejected ? 'fail' : verdict;
  const Icon = rejected ? IconBan : outcomeIcons[verdict];
  const words = reason ?? labelText(judgementWords(judgement));
  return (
    <span className={classes.judgement} title={`${labelText(judgementWords(judgement))}. ${reason ?? ''}`}>
      <span className={marks.mark} data-outcome={outcome}>
        <Icon size={14} stroke={1.8} aria-label={labelText(judgementWords(judgement))} />
      </span>
      <span className={classes.reason}>{tight(words)}</span>
      {tags.map((tag) => (
        <span key={tag} className={classes.tag}>
          <IconTag size={12} aria-hidden /> {tag}
        </span>
      ))}
    </span>
  );
}

function open(index: number): void {
  useHistory.setState({ focus: index, selected: new Set() });
  openChosen();
}

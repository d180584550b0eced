import { Checkbox } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { memo, useState } from 'react';
import type { Render } from '../../../shared/render.ts';
import { renderThumbnailUrl, thumbnailUrl } from '../../pictures.ts';
import { agoText, exactTime } from '../../ui/words.ts';
import classes from './render-card.module.css';
import { toggleSelected } from './render-selection.ts';
import { RenderStateMark } from './render-state.tsx';
import { doubtText, formatWords, standingText, stateWords } from './render-words.ts';
import { useRenders } from './renders.ts';

interface RenderCardProps {
  render: Render;
  selected: boolean;
  focused: boolean;
  /** Milliseconds; times are told against it. */
  now: number;
}

/** One picture: a press shows it large, the box selects it, Shift selects up to it. */
export const RenderCard = memo(function RenderCard({ render, selected, focused, now }: RenderCardProps) {
  const { id, photoName, templateName, state } = render;
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the screen's keys move through the list
    // biome-ignore lint/a11y/useKeyWithClickEvents: Enter opens, x selects
    <div
      className={classes.card}
      role="option"
      id={`render-${id}`}
      aria-selected={selected}
      aria-label={`${stateWords[state]}: ${photoName}, ${templateName}`}
      data-focused={focused}
      onClick={(event) => {
        if (event.shiftKey || event.ctrlKey || event.metaKey) toggleSelected(id, event.shiftKey);
        else useRenders.setState({ focusId: id, openId: id });
      }}
    >
      <div className={classes.frame}>
        <Picture render={render} />
        <Checkbox
          className={classes.check}
          size="xs"
          aria-label={`Select ${photoName}, ${templateName}`}
          checked={selected}
          readOnly
          tabIndex={-1}
          onClick={(event) => {
            event.stopPropagation();
            toggleSelected(id, event.shiftKey);
          }}
        />
      </div>
      <Words render={render} now={now} />
    </div>
  );
});

function Picture({ render }: { render: Render }) {
  const { id, state, photoId, result } = render;
  const [broken, setBroken] = useState(false);
  if (result !== null) {
    return (
      <>
        {broken ? (
          <span className={classes.badge}>No picture to show</span>
        ) : (
          <img
            className={classes.picture}
            src={renderThumbnailUrl(id)}
            alt=""
            loading="lazy"
            draggable={false}
            onError={() => setBroken(true)}
          />
        )}
        {result.format === 'pdf' && <span className={classes.format}>{formatWords.pdf}</span>}
      </>
    );
  }
  return (
    <>
      {photoId !== null && (
        <img
          className={classes.picture}
          data-pending
          src={thumbnailUrl(photoId)}
          alt=""
          loading="lazy"
          draggable={false}
        />
      )}
      <span className={classes.badge}>
        <RenderStateMark state={state} />
      </span>
    </>
  );
}

function Words({ render, now }: { render: Render; now: number }) {
  const { photoName, templateName, createdAt, state, attempts } = render;
  const standing = standingText(render, now);
  const doubtful = doubtText(render.result) !== null;
  const isSaid = doubtful || state === 'failed' || state === 'held' || (state === 'waiting' && attempts > 0);
  return (
    <div className={classes.words}>
      <div className={classes.name} title={photoName}>
        {photoName}
      </div>
      {isSaid ? (
        <div className={classes.reason} data-state={doubtful ? 'doubtful' : state} title={standing}>
          {doubtful && <IconAlertTriangle size={13} stroke={2} aria-hidden />} {standing}
        </div>
      ) : (
        <div className={classes.below}>
          <span className={classes.template} title={templateName}>
            {templateName}
          </span>
          <time className={classes.time} dateTime={createdAt} title={exactTime(createdAt)}>
            {agoText(createdAt, now)}
          </time>
        </div>
      )}
    </div>
  );
}

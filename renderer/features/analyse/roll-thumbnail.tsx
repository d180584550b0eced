import { IconCheck, IconPhoto, IconPhotoX } from '@tabler/icons-react';
import { memo, useState } from 'react';
import { thumbnailUrl } from '../../pictures.ts';
import { type RollPhoto, selectPhoto, togglePicked, useRoll } from './roll.ts';
import classes from './roll-thumbnail.module.css';
import { VerdictMark, verdictText } from './verdict-mark.tsx';

interface RollThumbnailProps {
  photo: RollPhoto;
  current: boolean;
  /** One of several that something is to be done with. */
  picked: boolean;
  id: string;
  /** In the grid there is room for the name. */
  withName?: boolean;
  onOpen?: () => void;
}

/** One photo of the roll, in the filmstrip and in the grid. */
export const RollThumbnail = memo(function RollThumbnail(props: RollThumbnailProps) {
  const { photo, current, picked, id, withName = false, onOpen } = props;
  const words = `${photo.name}: ${verdictText(
    photo,
    useRoll(({ thresholds }) => thresholds),
  )}`;
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the list has the focus and names its active option
    // biome-ignore lint/a11y/useKeyWithClickEvents: the keys of the screen move through the list
    <div
      className={classes.item}
      role="option"
      id={id}
      aria-selected={current}
      aria-checked={picked}
      aria-label={words}
      title={words}
      data-standing={photo.state.kind}
      onClick={(event) => {
        if (event.shiftKey || event.ctrlKey || event.metaKey) togglePicked(photo.key, event.shiftKey);
        else selectPhoto(photo.key);
      }}
      onDoubleClick={onOpen}
    >
      <Picture photo={photo} />
      <span className={classes.mark}>
        <VerdictMark photo={photo} />
      </span>
      {picked && (
        <span className={classes.picked}>
          <IconCheck size={13} stroke={2.6} aria-hidden />
        </span>
      )}
      {withName && <span className={classes.name}>{photo.name}</span>}
    </div>
  );
});

function Picture({ photo: { photoId, state } }: { photo: RollPhoto }) {
  // A thumbnail that did not come is asked for once more.
  const [attempt, setAttempt] = useState(1);
  if (photoId !== null && state.kind !== 'failed') {
    return (
      <img
        key={attempt}
        className={classes.picture}
        src={thumbnailUrl(photoId)}
        alt=""
        loading="lazy"
        draggable={false}
        onError={() => setAttempt(2)}
      />
    );
  }
  const Icon = state.kind === 'failed' ? IconPhotoX : IconPhoto;
  return (
    <span className={classes.blank}>
      <Icon size={24} stroke={1.2} />
    </span>
  );
}

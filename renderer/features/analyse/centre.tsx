import { Button, Group } from '@mantine/core';
import { IconClock, IconPhotoX } from '@tabler/icons-react';
import type { Analysis } from '../../../shared/analysis.ts';
import { Blank } from '../../ui/blank.tsx';
import { FirstPhotos } from './first-photos.tsx';
import { retry } from './intake.ts';
import type { Drawn } from './judgement.ts';
import type { Judged } from './judging.ts';
import { deletePhotos } from './known-photos.ts';
import { PhotoCanvas } from './photo-canvas.tsx';
import { PhotoGrid } from './photo-grid.tsx';
import { isHopeless, type RollPhoto, useRoll } from './roll.ts';

interface CentreProps {
  photo: RollPhoto | undefined;
  shown: readonly RollPhoto[];
  analysis: Analysis | undefined;
  judged: Judged | undefined;
  /** What is drawn of the rules. */
  drawn: Drawn;
  /** Why the analysis of an analysed photo could not be fetched. */
  reason: string | null;
  empty: boolean;
  grid: boolean;
  /** Keys of the photos that were picked. */
  picked: ReadonlySet<string>;
}

/** What stands in the middle: the photo, or why there is none. */
export function Centre(props: CentreProps) {
  const { photo, shown, analysis, judged, drawn, reason, empty, grid, picked } = props;
  if (empty) return <FirstPhotos />;
  if (grid && shown.length > 0)
    return <PhotoGrid photos={shown} currentKey={photo?.key ?? null} picked={picked} />;
  if (shown.length === 0) return <NoneShown />;
  if (photo === undefined) return null;
  if (reason !== null)
    return <Blank icon={<IconPhotoX size={32} stroke={1.2} />} title={photo.name} text={reason} />;
  const { state, photoId } = photo;
  if (photoId === null || state.kind === 'failed') return <NoPicture photo={photo} />;
  const size = state.kind === 'analysed' ? state.summary : null;
  return <PhotoCanvas {...{ photoId, name: photo.name, size, analysis, judged, ...drawn }} />;
}

function NoneShown() {
  return (
    <Blank
      icon={<IconPhotoX size={32} stroke={1.2} />}
      title="No photo like that"
      text="None of the photos here came out that way."
    >
      <Button variant="default" onClick={() => useRoll.setState({ show: 'all' })}>
        Show all photos
      </Button>
    </Blank>
  );
}

function NoPicture({ photo }: { photo: RollPhoto }) {
  const { state, name } = photo;
  if (state.kind === 'waiting' || state.kind === 'analysing') {
    return <Blank icon={<IconClock size={32} stroke={1.2} />} title={name} text="Waiting for its turn." />;
  }
  const text = state.kind === 'failed' ? state.reason : 'Not analysed: it was cancelled.';
  const hopeless = isHopeless(photo);
  return (
    <Blank icon={<IconPhotoX size={32} stroke={1.2} />} title={name} text={text}>
      <Group gap={8} justify="center">
        <Button
          variant={hopeless ? 'default' : 'filled'}
          onClick={() => retry(({ key }) => key === photo.key)}
        >
          Try again
        </Button>
        <Button variant={hopeless ? 'filled' : 'default'} onClick={() => deletePhotos([photo])}>
          Remove
        </Button>
      </Group>
    </Blank>
  );
}

import { useEffect, useMemo } from 'react';
import { useCore } from '../../core.ts';
import { useKeys } from '../../ui/keys.ts';
import { useCalm } from '../../ui/use-calm.ts';
import { MakeDialog } from '../renders/make-dialog.tsx';
import { followAreas } from '../rules/areas.ts';
import { followRules } from '../rules/rules.ts';
import { useFollowing } from '../rules/surroundings.ts';
import { analyseKeys } from './analyse-keys.ts';
import classes from './analyse-screen.module.css';
import { fetchAnalysis, useAnalysis } from './analyses.ts';
import { BatchProgress } from './batch-progress.tsx';
import { Centre } from './centre.tsx';
import { Filmstrip } from './filmstrip.tsx';
import { Inspector } from './inspector.tsx';
import { useDrawn, useJudgement } from './judgement.ts';
import { followJudgements } from './judgement-refresh.ts';
import { useJudged } from './judging.ts';
import { currentPhoto, hasPicture, isUrgentChange, type RollPhoto, shownPhotos, useRoll } from './roll.ts';
import { SourcesPanel } from './sources-panel.tsx';
import { Toolbar } from './toolbar.tsx';
import { resetForPhoto, useView } from './view.ts';

/** Photos in on the left, the photo in the middle, the numbers on the right, all photos along the bottom. */
export function AnalyseScreen() {
  const roll = useCalm(useRoll, isUrgentChange);
  const shown = useMemo(() => shownPhotos(roll), [roll]);
  const photo = currentPhoto(roll);
  const { sourcesHidden, inspectorHidden, grid } = useView();
  const connected = useCore((core) => core.connected && core.info !== null);
  useKeys(analyseKeys);
  useFollowing(connected, followRules);
  useFollowing(connected, followAreas);
  useFollowing(connected, followJudgements);
  useEffect(resetForPhoto, [photo?.key]);
  usePrefetch(shown, photo);

  const loaded = useAnalysis(analysisIdOf(photo));
  const reason = loaded !== undefined && 'reason' in loaded ? loaded.reason : null;
  const analysis = loaded === undefined || 'reason' in loaded ? undefined : loaded;
  const judged = useJudged(analysis);
  const judgement = useJudgement(analysis);
  const drawn = useDrawn(judgement);
  const empty = roll.photos.length === 0;
  return (
    <div className={classes.screen}>
      <div className={classes.upper}>
        {!sourcesHidden && <SourcesPanel />}
        <div className={classes.middle}>
          <Toolbar withPhoto={photo !== undefined && hasPicture(photo)} picked={roll.picked.size} />
          <div className={classes.stage}>
            <Centre
              {...{ photo, shown, analysis, judged, drawn, reason, empty, grid, picked: roll.picked }}
            />
          </div>
          <BatchProgress />
        </div>
        {!inspectorHidden && <Inspector {...{ photo, analysis, judged, judgement }} />}
      </div>
      {!empty && !grid && <Filmstrip photos={shown} currentKey={roll.currentKey} picked={roll.picked} />}
      <MakeDialog />
    </div>
  );
}

const analysisIdOf = (photo: RollPhoto | undefined) =>
  photo?.state.kind === 'analysed' ? photo.state.summary.id : undefined;

/** The neighbours are fetched ahead, so that the arrow keys need no waiting. */
function usePrefetch(shown: readonly RollPhoto[], photo: RollPhoto | undefined) {
  const position = photo === undefined ? -1 : shown.indexOf(photo);
  const ahead = [shown[position + 1], position > 0 ? shown[position - 1] : undefined];
  const ids = ahead.map(analysisIdOf).join();
  useEffect(() => {
    for (const id of ids.split(',')) if (id !== '') fetchAnalysis(id);
  }, [ids]);
}

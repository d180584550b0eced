import { Button } from '@mantine/core';
import { IconPhoto } from '@tabler/icons-react';
import { useMemo } from 'react';
import type { Analysis } from '../../../shared/analysis.ts';
import { place } from '../../../shared/positioning.ts';
import type { Rule } from '../../../shared/rules/rule.ts';
import { useCore } from '../../core.ts';
import { goTo } from '../../navigation.ts';
import { Blank } from '../../ui/blank.tsx';
import { PhotoCanvas } from '../analyse/photo-canvas.tsx';
import classes from './proof-pane.module.css';
import { useRecent } from './recent.ts';
import { RecentStrip } from './recent-strip.tsx';
import { useSubjectPhoto } from './subject.ts';
import { scopesOf, useVerdict } from './use-verdicts.ts';
import { VerdictView } from './verdict-view.tsx';

/** What a rule says, before it is saved: of the photo at hand, drawn on it, and of the last fifty. */
export function ProofPane({ rule }: { rule: Rule | null }) {
  const analysis = useSubjectPhoto();
  const { state, reason } = useRecent();
  if (analysis === undefined)
    return (
      <div className={classes.proof}>
        {state !== 'loading' && (
          <Blank
            icon={<IconPhoto size={32} stroke={1.2} />}
            title={state === 'failed' ? 'The photos cannot be shown' : 'No photo to try it on'}
            text={reason ?? 'Rules are tried on photos that were analysed. Drop one anywhere in this window.'}
          >
            <Button variant="default" onClick={() => goTo('analyse')}>
              Analyse a photo
            </Button>
          </Blank>
        )}
      </div>
    );
  return <OnPhoto rule={rule} analysis={analysis} />;
}

/** Says so when the rule is tried where it is not in force. */
function AsIf({ rule }: { rule: Rule | null }) {
  const inForce = useCore((state) => state.settings.rules.context);
  const { context, batch } = scopesOf(rule);
  const elsewhere = context !== null && context.toLowerCase() !== inForce.toLowerCase();
  const where = [
    ...(elsewhere ? [`in the context ${context}`] : []),
    ...(batch === null ? [] : [`of a batch named ${batch}`]),
  ];
  if (where.length === 0) return null;
  return <p className={classes.waiting}>Tried as if it were {where.join(' and ')}.</p>;
}

/** Boxes and labels tell mugs apart; all else would hide what the rule is about. */
const parts = ['boxes', 'verdicts', 'labels'] as const;

function OnPhoto({ rule, analysis }: { rule: Rule | null; analysis: Analysis }) {
  const { detection, positioning } = useCore((state) => state.settings);
  const judged = useMemo(
    () => place(analysis.detections, analysis, { detection, positioning }),
    [analysis, detection, positioning],
  );
  const verdict = useVerdict(rule, analysis);
  const findings = useMemo(() => verdict?.statements.flatMap((each) => each.findings) ?? [], [verdict]);
  const { photo } = analysis;
  return (
    <div className={classes.proof}>
      <div className={classes.upper}>
        <div className={classes.stage}>
          <PhotoCanvas
            photoId={photo.id}
            name={photo.name}
            size={analysis}
            {...{ analysis, judged, findings, parts }}
          />
        </div>
        <section className={classes.verdict} aria-label="Verdict">
          <p className={classes.photo} title={photo.name}>
            {photo.name}
          </p>
          <AsIf rule={rule} />
          {verdict === null ? (
            <p className={classes.waiting}>
              Once all of it is understood, what it says of this photo is here.
            </p>
          ) : (
            <VerdictView {...{ verdict, analysis, judged }} />
          )}
        </section>
      </div>
      <RecentStrip rule={rule} current={analysis.id} />
    </div>
  );
}

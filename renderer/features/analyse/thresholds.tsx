import { RangeSlider, Text } from '@mantine/core';
import { mugLabel } from '../../../shared/analysis.ts';
import { Section } from '../../ui/section.tsx';
import { useAnalysis } from './analyses.ts';
import { tryOut, useJudging } from './judging.ts';
import { currentPhoto, useRoll } from './roll.ts';
import classes from './thresholds.module.css';

const least = 5;

/** Below which score a mug is ignored, and below which a person should look: judged again at once. */
export function Thresholds() {
  const { ignoreBelow, reviewBelow } = useJudging((judging) => judging.detection);
  const value: [number, number] = [Math.round(ignoreBelow * 100), Math.round(reviewBelow * 100)];
  return (
    <Section title="Thresholds">
      <Scores ignoreBelow={ignoreBelow} reviewBelow={reviewBelow} />
      <RangeSlider
        min={least}
        max={100}
        minRange={0}
        step={1}
        size={4}
        thumbSize={16}
        color="var(--review)"
        label={null}
        value={value}
        onChange={([ignore, review]) =>
          tryOut({ detection: { ignoreBelow: ignore / 100, reviewBelow: review / 100 } })
        }
        thumbFromLabel="Ignore below"
        thumbToLabel="Review below"
      />
      <dl className={classes.words}>
        <div>
          <dt>Ignored below</dt>
          <dd data-testid="ignore-below">{value[0]} %</dd>
        </div>
        <div>
          <dt>Reviewed below</dt>
          <dd data-testid="review-below">{value[1]} %</dd>
        </div>
      </dl>
    </Section>
  );
}

/** The scores of the mugs on this photo, where they lie on the slider. */
function Scores({ ignoreBelow, reviewBelow }: { ignoreBelow: number; reviewBelow: number }) {
  const photo = useRoll(currentPhoto);
  const analysis = useAnalysis(photo?.state.kind === 'analysed' ? photo.state.summary.id : undefined);
  const mugs =
    analysis === undefined || 'reason' in analysis
      ? []
      : analysis.detections.filter(({ label }) => label === mugLabel);
  if (mugs.length === 0) {
    return (
      <Text size="xs" c="dimmed" mb={8}>
        Scores of the photo shown appear here.
      </Text>
    );
  }
  return (
    <div className={classes.scores} role="img" aria-label="Scores of the mugs on this photo">
      {mugs.map(({ score }, index) => (
        <span
          key={index}
          className={classes.score}
          data-standing={score < ignoreBelow ? 'ignored' : score < reviewBelow ? 'review' : 'accepted'}
          style={{ left: `${Math.max(0, (100 * (score * 100 - least)) / (100 - least))}%` }}
        />
      ))}
    </div>
  );
}

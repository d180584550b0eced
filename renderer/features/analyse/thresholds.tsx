import { RangeSlider, Text } from '@mantine/core';
import type { KeyboardEvent } from 'react';
import { mugLabel } from '../../../shared/analysis.ts';
import { Section } from '../../ui/section.tsx';
import { useAnalysis } from './analyses.ts';
import { tryOut, useJudging } from './judging.ts';
import { currentPhoto, useRoll } from './roll.ts';
import { type ThresholdPair, thresholdsByKey } from './threshold-keys.ts';
import classes from './thresholds.module.css';

const use = ([ignore, review]: ThresholdPair) =>
  tryOut({ detection: { ignoreBelow: ignore / 100, reviewBelow: review / 100 } });

/** Below which score a mug is ignored, and below which a person should look: judged again at once. */
export function Thresholds() {
  const { ignoreBelow, reviewBelow } = useJudging((judging) => judging.detection);
  const value: ThresholdPair = [Math.round(ignoreBelow * 100), Math.round(reviewBelow * 100)];
  // Mantine's slider knows the arrow keys only.
  const byKey = (event: KeyboardEvent<HTMLDivElement>) => {
    const sliders = Array.from<Element | null>(event.currentTarget.querySelectorAll('[role=slider]'));
    const thumb = sliders.indexOf(document.activeElement);
    const next = thresholdsByKey(value, thumb, event.key);
    if (next === null) return;
    event.preventDefault();
    use(next);
  };
  return (
    <Section title="Thresholds">
      <Scores ignoreBelow={ignoreBelow} reviewBelow={reviewBelow} />
      <RangeSlider
        min={0}
        max={100}
        minRange={0}
        step={1}
        size={4}
        thumbSize={16}
        color="var(--review)"
        label={null}
        value={value}
        onChange={use}
        onKeyDown={byKey}
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
          style={{ left: `${score * 100}%` }}
        />
      ))}
    </div>
  );
}

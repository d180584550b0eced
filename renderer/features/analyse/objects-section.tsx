import { type Analysis, mugLabel } from '../../../shared/analysis.ts';
import { Section } from '../../ui/section.tsx';
import { labelText, percent } from '../../ui/words.ts';
import { useJudging } from './judging.ts';

/** What else was seen on the photo. */
export function ObjectsSection({ analysis }: { analysis: Analysis }) {
  const ignoreBelow = useJudging((judging) => judging.detection.ignoreBelow);
  const objects = analysis.detections.filter(
    ({ label, score }) => label !== mugLabel && score >= ignoreBelow,
  );
  if (objects.length === 0) return null;
  return (
    <Section title="Also seen">
      {objects.map(({ label, score }) => `${labelText(label)} (${percent(score)})`).join(', ')}
    </Section>
  );
}

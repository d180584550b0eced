import { boxAt, mug, thing } from '../../../shared/positioning/test-scenes.ts';
import { decide, judgeAll } from '../../../shared/rules/judge.ts';
import { parse } from '../../../shared/rules/parse.ts';
import { sceneOf } from '../../../shared/rules/scene.ts';
import { starterRules } from '../../../shared/rules/starter.ts';
import { defaultSettings } from '../../../shared/settings.ts';

const ruleCount = 1_000;
const mugCount = 50;

/**
 * The starter rules over and over on a photo with many mugs, beside the least that any judge has to do: a bare loop
 * that holds one number of every mug against a limit.
 */
export function benchJudging(print: (line: string) => void, rounds: number): void {
  const rules = Array.from({ length: ruleCount }, (_, index) => {
    const { id, name, text } = starterRules[index % starterRules.length] ?? { id: '', name: '', text: '' };
    const { rule } = parse(text, {});
    if (!rule) throw new Error(`The starter rule ${id} is not understood.`);
    return { id: `${id}-${index}`, name, version: 1, rule };
  });
  const detections = [
    ...Array.from({ length: mugCount }, (_, index) =>
      mug(
        boxAt(
          20 + (index % 10) * 190 + ((index * 37) % 60),
          40 + Math.floor(index / 10) * 210 + ((index * 53) % 40),
          90,
          110,
        ),
      ),
    ),
    thing('laptop', boxAt(900, 300, 500, 350)),
    thing('table', boxAt(0, 200, 2_000, 1_000)),
  ];
  const input = {
    analysis: {
      photo: { id: '0'.repeat(64), name: 'many.jpg', format: 'jpeg', bytes: 2_000_000 } as const,
      width: 2_000,
      height: 1_200,
      detections,
    },
    settings: {
      ...defaultSettings,
      positioning: {
        ...defaultSettings.positioning,
        calibration: { kind: 'pixelsPerMillimetre', value: 2 } as const,
      },
    },
  };
  const limits = rules.map((_, index) => index);
  const bare = () =>
    limits.reduce((sum, limit) => sum + detections.filter(({ box }) => box.x >= limit).length, 0);
  const deciding = () => {
    // Everything that is measured is measured anew: as it is for a photo that comes in.
    const scene = sceneOf(input);
    return rules.filter(({ rule }) => decide(rule, scene).outcome === 'fail').length;
  };
  const telling = () => judgeAll(rules, sceneOf(input)).rules.length;

  for (let warm = 0; warm < 20; warm += 1) {
    bare();
    deciding();
    telling();
  }
  const times = { bare: [] as number[], deciding: [] as number[], telling: [] as number[] };
  for (let round = 0; round < Math.max(rounds, 10); round += 1) {
    times.bare.push(timed(bare));
    times.deciding.push(timed(deciding));
    times.telling.push(timed(telling));
  }
  const [bareMs, decidingMs, tellingMs] = [median(times.bare), median(times.deciding), median(times.telling)];
  print(`Judging ${ruleCount} rules on ${mugCount} mugs, ${times.bare.length} rounds`);
  print(`  bare loop over mugs and limits    ${bareMs.toFixed(2)} ms`);
  print(
    `  scene, outcomes, scores           ${decidingMs.toFixed(1)} ms (fastest ${Math.min(...times.deciding).toFixed(1)})   ratio ${(decidingMs / bareMs).toFixed(0)}  (under 20 ms wanted)`,
  );
  print(
    `  with every word and mark          ${tellingMs.toFixed(1)} ms (fastest ${Math.min(...times.telling).toFixed(1)})   ratio ${(tellingMs / bareMs).toFixed(0)}\n`,
  );
}

function timed(work: () => unknown): number {
  const before = performance.now();
  work();
  return performance.now() - before;
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

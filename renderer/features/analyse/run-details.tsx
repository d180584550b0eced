import { Collapse, UnstyledButton } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconChevronRight } from '@tabler/icons-react';
import type { Analysis } from '../../../shared/analysis.ts';
import { Facts } from '../../ui/facts.tsx';
import { providerNames } from '../../ui/inference-indicator.tsx';
import { exactTime } from '../../ui/words.ts';
import classes from './run-details.module.css';

const milliseconds = (value: number) => `${value.toFixed(value < 10 ? 1 : 0)} ms`;

/** How it was measured: folded away, there when somebody asks. */
export function RunDetails({ analysis }: { analysis: Analysis }) {
  const [opened, { toggle }] = useDisclosure(false);
  const { timingsMs, model, poseModel, provider } = analysis;
  return (
    <section className={classes.section}>
      <UnstyledButton className={classes.fold} aria-expanded={opened} onClick={toggle}>
        <IconChevronRight size={16} data-open={opened} />
        How this was measured
      </UnstyledButton>
      <Collapse expanded={opened}>
        <Facts
          facts={[
            ['Analysed', exactTime(analysis.createdAt)],
            ['Model', model.name],
            ['Hash', <code key="hash">{model.sha256.slice(0, 12)}</code>],
            ['Pose model', poseModel.name],
            ['Runs on', providerNames[provider.used]],
            ...(provider.reason === null ? [] : ([['Because', provider.reason]] as const)),
            ['Decoding', milliseconds(timingsMs.decode)],
            ['Detecting', milliseconds(timingsMs.detect)],
            ['Pose', milliseconds(timingsMs.pose)],
            ['Placing', milliseconds(timingsMs.place)],
            ['In all', milliseconds(timingsMs.total)],
          ]}
        />
      </Collapse>
    </section>
  );
}

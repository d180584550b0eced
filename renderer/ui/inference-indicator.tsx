import { Popover, Text, UnstyledButton } from '@mantine/core';
import type { InferenceStatus } from '../../shared/contract.ts';
import { useCore } from '../core.ts';
import { Facts } from './facts.tsx';
import classes from './inference-indicator.module.css';

const words: Record<InferenceStatus['state'], { label: string; tone: string }> = {
  starting: { label: 'Starting', tone: 'review' },
  ready: { label: 'Ready', tone: 'pass' },
  restarting: { label: 'Restarting', tone: 'review' },
  failed: { label: 'Not working', tone: 'fail' },
  stopped: { label: 'Stopped', tone: 'fail' },
};

const connecting = { label: 'Connecting', tone: 'review' };
const away = { label: 'Offline', tone: 'fail' };

/** Names of execution providers as people write them. */
export const providerNames = {
  cuda: 'CUDA',
  tensorrt: 'TensorRT',
  dml: 'DirectML',
  coreml: 'Core ML',
  webgpu: 'WebGPU',
  cpu: 'CPU',
} as const;

/** Whether photos can be analysed, on what, and if not, why. */
export function InferenceIndicator() {
  const status = useCore((state) => state.inference);
  const version = useCore((state) => state.info?.version);
  const connected = useCore((state) => state.connected);
  const { label, tone } = !connected ? away : status === null ? connecting : words[status.state];
  const used = status?.provider?.used;
  return (
    <Popover position="right-end" width={320} shadow="md" withinPortal>
      <Popover.Target>
        <UnstyledButton className={classes.indicator} aria-label={`Inference: ${label}`}>
          <span className={classes.dot} data-tone={tone} />
          <span className={classes.label}>{label}</span>
          {used && <span className={classes.provider}>{providerNames[used]}</span>}
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown>
        <Text fw={600}>Inference: {label.toLowerCase()}</Text>
        {status?.reason && <Text mt={4}>{status.reason}</Text>}
        <Facts
          facts={[
            ['Model', status?.model?.name ?? 'none yet'],
            ['Runs on', used ? providerNames[used] : 'not known yet'],
            ['Restarts', String(status?.restarts ?? 0)],
            ['Version', version ?? ''],
          ]}
        />
        {status?.provider?.reason && <Text c="dimmed">{status.provider.reason}</Text>}
      </Popover.Dropdown>
    </Popover>
  );
}

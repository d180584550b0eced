import { Modal, SegmentedControl, Skeleton, Text } from '@mantine/core';
import { create } from 'zustand';
import type { CallInput } from '../../../shared/contract.ts';
import { toAppError } from '../../../shared/errors.ts';
import { type PlacementDialect, placementDialects } from '../../../shared/render.ts';
import { core } from '../../core.ts';
import { CopyText } from '../../ui/copy-text.tsx';
import classes from './placement-dialog.module.css';

/** The tools that a placement can be handed to. */
export const dialectWords: Readonly<Record<PlacementDialect, string>> = {
  templated: 'Templated',
  printful: 'Printful',
  'dynamic-mockups': 'Dynamic Mockups',
};

interface Exported {
  opened: boolean;
  request: CallInput<'renders.preview'> | null;
  dialect: PlacementDialect;
  /** Null while it is on its way. */
  json: string | null;
  reason: string | null;
}

const useExported = create<Exported>(() => ({
  opened: false,
  request: null,
  dialect: 'templated',
  json: null,
  reason: null,
}));

/** Only the answer to the latest question counts. */
let question = 0;

/** Shows where things stand on this photo, in the words of another tool. */
export async function exportPlacement(
  request: CallInput<'renders.preview'>,
  dialect: PlacementDialect,
): Promise<void> {
  const mine = ++question;
  useExported.setState({ opened: true, request, dialect, json: null, reason: null });
  const isCurrent = () => mine === question;
  try {
    const { placement } = await core.call('placements.export', { ...request, dialect });
    if (isCurrent()) useExported.setState({ json: JSON.stringify(placement, null, 2) });
  } catch (error) {
    if (isCurrent()) useExported.setState({ reason: toAppError(error).message });
  }
}

const close = () => useExported.setState({ opened: false });

/** The placement as JSON to copy. */
export function PlacementDialog() {
  const { opened, request, dialect, json, reason } = useExported();
  return (
    <Modal
      opened={opened}
      onClose={close}
      title="Placement as JSON"
      size={640}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <SegmentedControl
        fullWidth
        aria-label="For"
        data={placementDialects.map((value) => ({ value, label: dialectWords[value] }))}
        value={dialect}
        onChange={(value) => {
          const chosen = placementDialects.find((known) => known === value);
          if (chosen !== undefined && request !== null) void exportPlacement(request, chosen);
        }}
      />
      <div className={classes.json}>
        {reason !== null ? (
          <Text role="alert">{reason}</Text>
        ) : json === null ? (
          <Skeleton height={240} />
        ) : (
          <>
            {/* biome-ignore lint/a11y/noNoninteractiveTabindex: long data is scrolled with the keys */}
            <pre tabIndex={0}>{json}</pre>
            <span className={classes.copy}>
              <CopyText text={json} label="Copy the JSON" />
            </span>
          </>
        )}
      </div>
    </Modal>
  );
}

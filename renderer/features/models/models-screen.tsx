import { Alert, Button, FileButton, Skeleton } from '@mantine/core';
import { IconAlertTriangle, IconCubePlus } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import { useCore } from '../../core.ts';
import { useKeys } from '../../ui/keys.ts';
import { Page } from '../../ui/page.tsx';
import { AddedModel } from './added-model.tsx';
import { ModelCard } from './model-card.tsx';
import { addModel, followModels, useModels } from './models.ts';
import classes from './models-screen.module.css';

const noKeys = [] as const;

/** Which model finds the mugs, and bringing one's own. */
export function ModelsScreen() {
  const { list, adding, added, reason } = useModels();
  const connected = useCore((state) => state.connected && state.info !== null);
  const reset = useRef<() => void>(null);
  useKeys(noKeys);
  useEffect(() => (connected ? followModels() : undefined), [connected]);
  return (
    <Page
      title="Models"
      text="The detector in use finds mugs on new photos. Photos analysed before keep the result of the model they were analysed with."
      action={
        <FileButton
          accept=".onnx"
          resetRef={reset}
          onChange={(file) => {
            if (file !== null) void addModel(file);
            reset.current?.();
          }}
        >
          {(props) => (
            <Button {...props} loading={adding} leftSection={<IconCubePlus size={16} stroke={1.6} />}>
              Add an ONNX model
            </Button>
          )}
        </FileButton>
      }
    >
      {reason !== null && (
        <Alert
          color="red"
          variant="light"
          icon={<IconAlertTriangle size={18} />}
          title="The model was not added"
          withCloseButton
          closeButtonLabel="Close"
          onClose={() => useModels.setState({ reason: null })}
        >
          {reason}
        </Alert>
      )}
      {added !== null && <AddedModel added={added} active={added.model.id === list?.activeId} />}
      <div className={classes.list}>
        {list === null ? (
          <Skeleton height={132} />
        ) : (
          list.models.map((model) => (
            <ModelCard key={model.id} model={model} active={model.id === list.activeId} />
          ))
        )}
      </div>
    </Page>
  );
}

import { Alert, Anchor, Button, Drawer } from '@mantine/core';
import { IconAlertTriangle, IconLock, IconSend } from '@tabler/icons-react';
import { type FormEvent, useEffect, useRef } from 'react';
import { type ChannelKindView, channelSchema } from '../../../shared/channel.ts';
import { Fold } from '../../ui/fold.tsx';
import { tell } from '../../ui/notices.tsx';
import { errorsOf } from '../../ui/schema-errors.ts';
import { SchemaForm } from '../../ui/schema-form.tsx';
import type { SchemaNode } from '../../ui/schema-node.ts';
import { count } from '../../ui/words.ts';
import { changeDraft, closeEditor, isChanged, saveChannel, type useChannelDraft } from './channel-draft.ts';
import classes from './channel-editor.module.css';
import { sendTest, useChannelTests } from './channel-tests.ts';
import { channelFormWords } from './channel-words.ts';
import { TestResult } from './test-result.tsx';

type Editing = NonNullable<ReturnType<typeof useChannelDraft.getState>['editing']>;

/** What the kind asks for is judged by the core. */
const draftSchema = channelSchema.omit({ id: true, config: true });
const naming = channelSchema.pick({ name: true });
const choosing = channelSchema.pick({ minSeverity: true, eventTypes: true });
const sending = channelSchema.pick({ ordered: true, retry: true });
const sendingBatches = channelSchema.pick({ ordered: true, batch: true, retry: true });

interface ChannelFormProps {
  editing: Editing;
  kind: ChannelKindView;
  /** Closing is asked for while something is not saved. */
  leaving: boolean;
  onStay: () => void;
}

/** Everything about one channel: what its kind asks for, what it gets, and how patient it is. */
export function ChannelForm({ editing, kind, leaving, onStay }: ChannelFormProps) {
  const { draft, saved, refused, reason } = editing;
  const form = useRef<HTMLFormElement>(null);
  const errors = { ...errorsOf(draftSchema, draft, channelFormWords), ...refused };
  const locked = Object.fromEntries(
    Object.entries(saved?.locked ?? {}).map(([path, source]) => [`config.${path}`, source]),
  );
  // What the core refused is where the operator goes on.
  useEffect(() => {
    if (Object.keys(refused).length > 0)
      form.current?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus();
  }, [refused]);
  const rest = { errors, words: channelFormWords, onChange: changeDraft };
  const batches = kind.maxBatch > 1;
  const advanced = batches ? sendingBatches : sending;
  const wanted = Object.keys(errors).some((path) => /^(ordered|batch|retry)\b/.test(path));
  return (
    <form ref={form} className={classes.form} noValidate onSubmit={submit}>
      <Drawer.Body className={classes.body}>
        {reason !== null && (
          <Alert color="red" variant="light" icon={<IconAlertTriangle size={18} />} title="Not saved">
            {Object.keys(refused).length > 1
              ? `${count(Object.keys(refused).length, 'field')} need correcting.`
              : reason}
          </Alert>
        )}
        <p className={classes.about}>
          {kind.description}{' '}
          <Anchor href={kind.docsUrl} target="_blank" rel="noreferrer" size="sm">
            How to set it up
          </Anchor>
        </p>
        {Object.keys(locked).length > 0 && (
          <p className={classes.about}>
            <IconLock size={14} aria-hidden className={classes.inline} /> Locked fields come from the
            environment and are changed there.
          </p>
        )}
        <section className={classes.part} aria-label="Settings">
          <SchemaForm schema={naming} path="" value={{ name: draft.name }} {...rest} />
          <SchemaForm
            schema={kind.configSchema as SchemaNode}
            path="config"
            value={draft.config}
            onChange={(config) => changeDraft({ config })}
            errors={errors}
            locked={locked}
          />
        </section>
        <section className={classes.part} aria-labelledby="what-it-gets">
          <h3 id="what-it-gets" className={classes.heading}>
            What it gets
          </h3>
          <SchemaForm schema={choosing} path="" value={draft} {...rest} />
        </section>
        <Fold title="Advanced" wanted={wanted}>
          <SchemaForm schema={advanced} path="" value={draft} {...rest} />
        </Fold>
      </Drawer.Body>
      <FormFooter
        editing={editing}
        wrong={Object.keys(errors).length > 0}
        leaving={leaving}
        onStay={onStay}
      />
    </form>
  );
}

async function submit(event: FormEvent): Promise<void> {
  event.preventDefault();
  const view = await saveChannel();
  if (view === null) return;
  closeEditor();
  const { id, name } = view.channel;
  document.querySelector(`[data-channel="${id}"]`)?.scrollIntoView({ block: 'nearest' });
  tell({ tone: 'good', message: `${name} was saved.` });
}

/** Saves what is not saved, and only then sends a test: it tests what is kept. */
async function saveAndTest(editing: Editing): Promise<void> {
  const view = editing.saved === null || isChanged(editing) ? await saveChannel() : editing.saved;
  if (view !== null) await sendTest(view.channel.id);
}

interface FormFooterProps {
  editing: Editing;
  wrong: boolean;
  leaving: boolean;
  onStay: () => void;
}

function FormFooter({ editing, wrong, leaving, onStay }: FormFooterProps) {
  const { saved, saving } = editing;
  const unsaved = saved === null || isChanged(editing);
  const testing = useChannelTests(
    ({ tests }) => saved !== null && tests[saved.channel.id]?.kind === 'sending',
  );
  if (leaving)
    return (
      <footer className={classes.footer} role="alert">
        <span className={classes.grow}>What you changed is not saved.</span>
        <Button variant="default" onClick={onStay} autoFocus>
          Go on editing
        </Button>
        <Button color="red" variant="light" onClick={closeEditor}>
          Discard
        </Button>
        <Button type="submit" loading={saving} disabled={wrong}>
          Save
        </Button>
      </footer>
    );
  return (
    <footer className={classes.footer}>
      {saved && (
        <div className={classes.result}>
          <TestResult channelId={saved.channel.id} />
        </div>
      )}
      <Button
        variant="default"
        loading={testing}
        disabled={saving || wrong}
        leftSection={<IconSend size={14} stroke={1.6} />}
        onClick={() => saveAndTest(editing)}
      >
        {unsaved ? 'Save and send test' : 'Send test'}
      </Button>
      <span className={classes.grow} />
      <Button variant="default" onClick={closeEditor}>
        {unsaved ? 'Cancel' : 'Close'}
      </Button>
      <Button type="submit" loading={saving} disabled={wrong || !unsaved}>
        Save
      </Button>
    </footer>
  );
}

import { Button, Textarea } from '@mantine/core';
import { getHotkeyHandler } from '@mantine/hooks';
import classes from './alert-panel.module.css';
import { noteFieldId } from './field-ids.ts';
import { addNote, useNoteDraft, writeNote } from './note-draft.ts';

const longest = 2_000;

/** Where a note is written: kept by itself, or along with acknowledging and resolving. */
export function NoteField({ alertId }: { alertId: string }) {
  const text = useNoteDraft((draft) => (draft.alertId === alertId ? draft.text : ''));
  return (
    <div className={classes.note}>
      <Textarea
        id={noteFieldId}
        aria-label="Note"
        placeholder="A note ( N ): kept by itself, or along with acknowledging or resolving"
        autosize
        minRows={1}
        maxRows={8}
        maxLength={longest}
        value={text}
        onChange={({ currentTarget }) => writeNote(alertId, currentTarget.value)}
        onKeyDown={getHotkeyHandler([['mod+Enter', () => void addNote(alertId)]])}
      />
      {text.trim() !== '' && (
        <Button variant="default" onClick={() => addNote(alertId)}>
          Add the note
        </Button>
      )}
    </div>
  );
}

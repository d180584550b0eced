import { type DragEvent, type ReactNode, useEffect, useState } from 'react';
import { tellFailure } from '../../ui/notices.tsx';
import classes from './drop-target.module.css';
import { entriesOf } from './dropped-files.ts';
import { addEntries, addFiles } from './intake.ts';

/** The whole screen takes files and folders that are dropped on it, and pictures that are pasted. */
export function DropTarget({ children }: { children: ReactNode }) {
  const [over, setOver] = useState(false);
  usePaste();
  const drag = (event: DragEvent) => {
    if (!event.dataTransfer.types.includes('Files')) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = 'copy';
    setOver(true);
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const entries = entriesOf(event.dataTransfer);
    const files = [...event.dataTransfer.files];
    // Pictures dragged out of another window come as files without an entry.
    if (entries.length > 0) addEntries(entries).catch(tellFailure);
    else addFiles(files.map((file) => ({ file, name: file.name })));
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is a shortcut; the buttons do the same
    <div
      className={classes.target}
      data-testid="drop-target"
      onDragEnter={drag}
      onDragOver={drag}
      onDragLeave={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setOver(false);
      }}
      onDrop={drop}
    >
      {children}
      {over && <div className={classes.veil}>Drop photos and folders to analyse them</div>}
    </div>
  );
}

function usePaste() {
  useEffect(() => {
    const paste = (event: ClipboardEvent) => {
      const files = [...(event.clipboardData?.files ?? [])].filter(({ type }) => type.startsWith('image/'));
      if (files.length === 0) return;
      event.preventDefault();
      const time = new Date().toLocaleTimeString('en-GB').replaceAll(':', '.');
      const named = (file: File) =>
        /^image\.\w+$/.test(file.name) ? `Pasted ${time}.${file.name.split('.').pop()}` : file.name;
      addFiles(files.map((file) => ({ file, name: named(file) })));
    };
    window.addEventListener('paste', paste);
    return () => window.removeEventListener('paste', paste);
  }, []);
}

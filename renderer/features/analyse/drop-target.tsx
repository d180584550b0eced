import { useEffect, useState } from 'react';
import { goTo } from '../../navigation.ts';
import { tellFailure } from '../../ui/notices.tsx';
import classes from './drop-target.module.css';
import { entriesOf, type Incoming } from './dropped-files.ts';
import { addEntries, addFiles } from './intake.ts';

/** The whole window takes files and folders dropped on it, and pictures pasted, whatever screen is shown. */
export function DropTarget() {
  const [over, setOver] = useState(false);
  useEffect(() => {
    const stop = new AbortController();
    const listen = <N extends keyof WindowEventMap>(name: N, hear: (event: WindowEventMap[N]) => void) =>
      window.addEventListener(name, hear, { signal: stop.signal });
    const drag = (event: DragEvent) => {
      if (!event.dataTransfer?.types.includes('Files')) return;
      if (hasOtherUse(event)) return setOver(false);
      event.preventDefault();
      event.dataTransfer.dropEffect = 'copy';
      setOver(true);
    };
    listen('dragenter', drag);
    listen('dragover', drag);
    // Leaving the window has nothing it goes to; leaving an element of it has.
    listen('dragleave', (event) => event.relatedTarget === null && setOver(false));
    listen('drop', (event) => {
      setOver(false);
      if (!hasOtherUse(event)) takeDrop(event);
    });
    listen('paste', takePaste);
    return () => stop.abort();
  }, []);
  return over && <div className={classes.veil}>Drop photos and folders to analyse them</div>;
}

/** Over a part of a screen that takes files for itself, such as designs. */
const hasOtherUse = ({ target }: DragEvent) =>
  target instanceof Element && target.closest('[data-takes-files]') !== null;

function takeDrop(event: DragEvent): void {
  if (event.dataTransfer === null || event.dataTransfer.files.length === 0) return;
  event.preventDefault();
  const entries = entriesOf(event.dataTransfer);
  const files = [...event.dataTransfer.files];
  goTo('analyse');
  // What is dragged out of another program may come as files without an entry.
  if (entries.length > 0) addEntries(entries).catch(tellFailure);
  else addFiles(files.map(named));
}

function takePaste(event: ClipboardEvent): void {
  const files = [...(event.clipboardData?.files ?? [])].filter(({ type }) => type.startsWith('image/'));
  if (files.length === 0) return;
  event.preventDefault();
  goTo('analyse');
  addFiles(files.map(named));
}

/** A picture from the clipboard is called image.png by every browser: the time tells them apart. */
function named(file: File): Incoming {
  if (!/^image\.\w+$/.test(file.name)) return { file, name: file.name };
  const time = new Date().toLocaleTimeString('en-GB').replaceAll(':', '.');
  return { file, name: `Pasted ${time}.${file.name.split('.').pop()}` };
}

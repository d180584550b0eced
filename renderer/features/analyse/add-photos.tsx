import { Button, FileButton, Text } from '@mantine/core';
import { IconFolderPlus, IconPhotoPlus } from '@tabler/icons-react';
import { useRef } from 'react';
import { Section } from '../../ui/section.tsx';
import classes from './add-photos.module.css';
import { pickedFolder } from './dropped-files.ts';
import { addFiles, tellLeftOut } from './intake.ts';

const accepted = 'image/jpeg,image/png,image/webp,image/avif,image/gif,image/tiff';

/** React does not know the attribute, browsers do. */
const pickFolder: Record<string, string> = { webkitdirectory: '' };

const addPicked = (files: readonly File[]) => addFiles(files.map((file) => ({ file, name: file.name })));

function addFolder(files: readonly File[]): void {
  let leftOut = 0;
  const incoming = pickedFolder(files, () => leftOut++);
  addFiles(incoming, incoming[0]?.name.split('/')[0] ?? null);
  tellLeftOut(incoming.length, leftOut);
}

/** The buttons that open the pickers. */
export function AddPhotos() {
  const reset = useRef<() => void>(null);
  const resetFolder = useRef<() => void>(null);
  return (
    <Section title="Add">
      <div className={classes.buttons}>
        <FileButton
          multiple
          accept={accepted}
          resetRef={reset}
          onChange={(files) => {
            addPicked(files);
            reset.current?.();
          }}
        >
          {(props) => (
            <Button {...props} leftSection={<IconPhotoPlus size={16} stroke={1.6} />}>
              Photos
            </Button>
          )}
        </FileButton>
        <FileButton
          multiple
          inputProps={pickFolder}
          resetRef={resetFolder}
          onChange={(files) => {
            addFolder(files);
            resetFolder.current?.();
          }}
        >
          {(props) => (
            <Button {...props} variant="default" leftSection={<IconFolderPlus size={16} stroke={1.6} />}>
              Folder
            </Button>
          )}
        </FileButton>
      </div>
      <Text size="xs" c="dimmed" mt={8}>
        Or drop files and folders anywhere, or paste a picture.
      </Text>
    </Section>
  );
}

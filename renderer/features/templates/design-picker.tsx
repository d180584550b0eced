import { ActionIcon, Button, FileButton, Text, Tooltip } from '@mantine/core';
import { IconBan, IconPlus, IconTrash } from '@tabler/icons-react';
import { type DragEvent, useRef, useState } from 'react';
import type { Design } from '../../../shared/render.ts';
import { designUrl } from '../../pictures.ts';
import { Section } from '../../ui/section.tsx';
import { bytesText } from '../../ui/words.ts';
import classes from './design-picker.module.css';
import { addDesigns, chooseDesign, designFiles, removeDesign, useDesigns } from './designs.ts';

/** The design that is laid onto the mug: chosen, dropped, or taken from a file. */
export function DesignPicker() {
  const { list, state, reason, chosenId } = useDesigns();
  const [over, setOver] = useState(false);
  const chosen = list.find(({ id }) => id === chosenId);
  return (
    <Section title="Design" aside={<AddButton />}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the button above does the same for the keyboard */}
      <div
        className={classes.picker}
        data-over={over}
        data-takes-files
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          setOver(false);
          takeDrop(event);
        }}
      >
        {list.length === 0 && state !== 'loading' ? (
          <p className={classes.none}>
            Drop a picture here: PNG, JPEG, WebP or SVG. Until then, what shows the design stays empty.
          </p>
        ) : (
          <div className={classes.list} role="radiogroup" aria-label="Design">
            <Choice chosen={chosen === undefined} label="No design" onChoose={() => chooseDesign(null)}>
              <IconBan size={20} stroke={1.3} aria-hidden />
            </Choice>
            {list.map((design) => (
              <Choice
                key={design.id}
                chosen={design.id === chosenId}
                label={design.name}
                onChoose={() => chooseDesign(design.id)}
              >
                <img src={designUrl(design.id)} alt="" loading="lazy" draggable={false} />
              </Choice>
            ))}
          </div>
        )}
      </div>
      {chosen && <Chosen design={chosen} />}
      {reason !== null && (
        <Text className={classes.reason ?? ''} role="alert">
          {reason}
        </Text>
      )}
    </Section>
  );
}

function takeDrop(event: DragEvent): void {
  event.preventDefault();
  const files = [...event.dataTransfer.files];
  if (files.length > 0) void addDesigns(files);
}

function AddButton() {
  const adding = useDesigns((designs) => designs.adding);
  const reset = useRef<() => void>(null);
  return (
    <FileButton
      accept={designFiles}
      multiple
      resetRef={reset}
      onChange={(files) => {
        void addDesigns(files);
        reset.current?.();
      }}
    >
      {(props) => (
        <Button
          {...props}
          variant="subtle"
          color="gray"
          size="compact-xs"
          loading={adding}
          leftSection={<IconPlus size={14} stroke={1.8} />}
        >
          Add a design
        </Button>
      )}
    </FileButton>
  );
}

interface ChoiceProps {
  chosen: boolean;
  label: string;
  onChoose: () => void;
  children: React.ReactNode;
}

function Choice({ chosen, label, onChoose, children }: ChoiceProps) {
  return (
    <label className={classes.choice} title={label}>
      <input type="radio" name="design" aria-label={label} checked={chosen} onChange={onChoose} />
      {children}
    </label>
  );
}

function Chosen({ design }: { design: Design }) {
  const { name, width, height, bytes } = design;
  return (
    <div className={classes.chosen}>
      <span className={classes.facts}>
        <span className={classes.name} title={name}>
          {name}
        </span>
        <span>
          {width} × {height}&nbsp;px, {bytesText(bytes)}
        </span>
      </span>
      <Tooltip label={`Remove ${name}`}>
        <ActionIcon aria-label={`Remove ${name}`} onClick={() => removeDesign(design)}>
          <IconTrash size={16} stroke={1.5} />
        </ActionIcon>
      </Tooltip>
    </div>
  );
}

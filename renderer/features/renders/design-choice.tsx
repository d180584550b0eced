import { Button, FileButton, Select } from '@mantine/core';
import { IconPerspective, IconPlus } from '@tabler/icons-react';
import { useEffect } from 'react';
import { designUrl } from '../../pictures.ts';
import { addDesigns, chooseDesign, designFiles, followDesigns, useDesigns } from '../templates/designs.ts';
import classes from './design-choice.module.css';
import { photosOf, placeDesign, useMake } from './make.ts';

/** A mock-up without its design is an empty picture; by the settings, some template may show one. */
export type DesignWanted = 'needed' | 'shown' | 'perhaps';

/** The design that goes into the pictures, and its place on the mug where there is one photo only. */
export function DesignChoice({ wanted }: { wanted: DesignWanted }) {
  const { list, chosenId, adding, reason } = useDesigns();
  const single = useMake((make) => photosOf(make).length === 1);
  useEffect(followDesigns, []);
  const chosen = list.find(({ id }) => id === chosenId);
  return (
    <div>
      <div className={classes.row}>
        <Select
          className={classes.select}
          label="Design"
          placeholder="None"
          clearable
          data={list.map(({ id, name }) => ({ value: id, label: name }))}
          value={chosenId}
          leftSection={chosen && <img className={classes.swatch} src={designUrl(chosen.id)} alt="" />}
          onChange={chooseDesign}
          renderOption={({ option }) => (
            <span className={classes.option}>
              <img src={designUrl(option.value)} alt="" />
              <span className={classes.name}>{option.label}</span>
            </span>
          )}
        />
        <FileButton accept={designFiles} multiple onChange={(files) => void addDesigns(files)}>
          {(props) => (
            <Button
              {...props}
              variant="default"
              loading={adding}
              leftSection={<IconPlus size={15} stroke={1.6} />}
            >
              Add
            </Button>
          )}
        </FileButton>
      </div>
      {reason !== null && (
        <p className={classes.note} data-tone="fail" role="alert">
          {reason}
        </p>
      )}
      {wanted !== 'perhaps' && chosenId === null && (
        <p className={classes.note} data-tone="review">
          {wanted === 'needed'
            ? 'Add or choose the design that goes onto the mug.'
            : 'This template shows a design: without one that part stays empty.'}
        </p>
      )}
      {wanted === 'needed' && chosenId !== null && single && <Place />}
    </div>
  );
}

function Place() {
  const byHand = useMake((make) => make.placement !== null);
  return (
    <Button
      mt={8}
      variant="default"
      leftSection={<IconPerspective size={15} stroke={1.6} />}
      onClick={placeDesign}
    >
      {byHand ? 'Placed by hand…' : 'Place the design…'}
    </Button>
  );
}

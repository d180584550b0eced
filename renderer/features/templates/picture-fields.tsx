import { NumberInput, Select, TextInput } from '@mantine/core';
import type { Picture } from '../../../shared/template.ts';
import type { FieldErrors } from '../../ui/schema-errors.ts';
import { useDesigns } from './designs.ts';
import { pictureWords } from './mapping-words.ts';
import classes from './picture-fields.module.css';

interface PictureFieldsProps {
  picture: Picture;
  problems: FieldErrors;
  path: (...rest: string[]) => string;
  onChange: (picture: Picture) => void;
}

const kinds = Object.keys(pictureWords) as Picture['kind'][];

/** What an image layer shows. */
export function PictureFields({ picture, problems, path, onChange }: PictureFieldsProps) {
  const designs = useDesigns((state) => state.list);
  const choose = (kind: Picture['kind']) => {
    if (kind === 'mug') onChange({ kind, margin: 0.1 });
    else if (kind === 'asset') onChange({ kind, designId: designs[0]?.id ?? '' });
    else if (kind === 'url') onChange({ kind, url: '' });
    else onChange({ kind });
  };
  return (
    <div className={classes.fields}>
      <Select
        aria-label="Picture"
        data={kinds.map((kind) => ({
          value: kind,
          label: pictureWords[kind],
          disabled: kind === 'asset' && designs.length === 0 && picture.kind !== 'asset',
        }))}
        value={picture.kind}
        onChange={(value) => {
          const kind = kinds.find((known) => known === value);
          if (kind !== undefined && kind !== picture.kind) choose(kind);
        }}
      />
      {picture.kind === 'mug' && (
        <NumberInput
          label="Margin around the mug"
          suffix=" %"
          min={0}
          max={200}
          value={Math.round(picture.margin * 100)}
          error={problems[path('margin')]}
          onChange={(value) => typeof value === 'number' && onChange({ ...picture, margin: value / 100 })}
        />
      )}
      {picture.kind === 'asset' && (
        <Select
          aria-label="Which picture"
          data={designs.map(({ id, name }) => ({ value: id, label: name }))}
          value={picture.designId === '' ? null : picture.designId}
          placeholder="Choose one of the designs"
          error={problems[path('designId')] && 'Choose one of the designs.'}
          onChange={(designId) => designId !== null && onChange({ ...picture, designId })}
        />
      )}
      {picture.kind === 'url' && (
        <TextInput
          aria-label="Address of the picture"
          description="Only Templated fetches it. This machine leaves it out and says so."
          placeholder="https://"
          spellCheck={false}
          value={picture.url}
          error={problems[path('url')] && 'Write an address that begins with https://.'}
          onChange={({ currentTarget }) => onChange({ ...picture, url: currentTarget.value })}
        />
      )}
    </div>
  );
}

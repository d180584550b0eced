import { Select, TextInput } from '@mantine/core';
import type { RenderRequest } from '../../../shared/render.ts';
import type { Needs } from '../../../shared/rendering/template-needs.ts';
import { type RenderFormat, renderFormats } from '../../../shared/template.ts';
import { paramsFor, setParam, useParams } from '../templates/params.ts';
import { DesignChoice } from './design-choice.tsx';
import { choose, useFormat, useMake } from './make.ts';
import classes from './make-dialog.module.css';
import { paramLabel } from './param-label.ts';
import { formatWords } from './render-words.ts';

const providers: readonly { value: RenderRequest['provider']; label: string }[] = [
  { value: 'auto', label: 'As the settings say' },
  { value: 'templated', label: 'Only Templated' },
  { value: 'local', label: 'Only this machine' },
];

/** What the template asks for, the format, and who draws. */
export function MakeOptions({ needs }: { needs: Needs }) {
  const provider = useMake((make) => make.provider);
  const templateId = useMake((make) => make.templateId);
  const format = useFormat();
  return (
    <>
      {needs.design && (
        <DesignChoice wanted={templateId === null ? 'perhaps' : needs.mockup ? 'needed' : 'shown'} />
      )}
      {templateId !== null && needs.params.map((name) => <Param key={name} {...{ templateId, name }} />)}
      <div className={classes.pair}>
        <Select
          label="Format"
          data={renderFormats.map((value) => ({ value, label: formatWords[value] }))}
          value={format}
          onChange={(value) => choose({ format: value as RenderFormat | null })}
        />
        <Select
          label="Drawn by"
          data={[...providers]}
          value={provider}
          onChange={(value) => choose({ provider: (value as RenderRequest['provider'] | null) ?? 'auto' })}
        />
      </div>
    </>
  );
}

function Param({ templateId, name }: { templateId: string; name: string }) {
  const text = useParams((params) => paramsFor(params, templateId)[name] ?? '');
  return (
    <TextInput
      label={paramLabel(name)}
      maxLength={10_000}
      value={text}
      onChange={({ currentTarget: { value } }) => setParam(templateId, name, value === '' ? null : value)}
    />
  );
}

import { Combobox, Textarea, useCombobox } from '@mantine/core';
import { type SyntheticEvent, useEffect, useRef, useState } from 'react';
import type { RenderValue } from '../../../shared/render.ts';
import { fillText, hasPlaceholders, lacksParam } from '../../../shared/rendering/placeholders.ts';
import { complete, type OpenPlaceholder, placeholderAt, suggest } from './placeholders.ts';
import classes from './template-text.module.css';
import { ValueOption } from './value-option.tsx';

interface TemplateTextProps {
  label: string;
  text: string;
  values: readonly RenderValue[];
  error: string | undefined;
  onChange: (text: string) => void;
}

/** A text with placeholders: `{{` offers the values of the photo, and what comes out stands below. */
export function TemplateText({ label, text, values, error, onChange }: TemplateTextProps) {
  const [open, setOpen] = useState<OpenPlaceholder | null>(null);
  const input = useRef<HTMLTextAreaElement>(null);
  const combobox = useCombobox();
  const found = open === null ? [] : suggest(values, open.query);
  const offers = found.length > 0;
  const offered = found.map(({ name }) => name).join();
  // Enter takes the first one, once it is drawn.
  useEffect(() => {
    if (offered !== '') combobox.selectFirstOption();
  }, [offered]);

  const look = ({ currentTarget }: SyntheticEvent<HTMLTextAreaElement>) => {
    const next = placeholderAt(currentTarget.value, currentTarget.selectionStart);
    setOpen(next);
    if (next === null) return combobox.closeDropdown();
    combobox.openDropdown();
  };
  const take = (name: string) => {
    const field = input.current;
    if (field === null || open === null) return;
    const next = complete(text, field.selectionStart, open, name);
    onChange(next.text);
    setOpen(null);
    combobox.closeDropdown();
    // The caret is set once React has put the new text in.
    requestAnimationFrame(() => field.setSelectionRange(next.caret, next.caret));
  };

  return (
    <div>
      <Combobox store={combobox} onOptionSubmit={take} withinPortal shadow="md" position="bottom-start">
        <Combobox.Target withKeyboardNavigation={offers} withAriaAttributes={offers}>
          <Textarea
            ref={input}
            aria-label={label}
            autosize
            minRows={1}
            maxRows={8}
            spellCheck={false}
            value={text}
            error={error}
            placeholder="Type {{ for a value of the photo"
            onChange={(event) => {
              onChange(event.currentTarget.value);
              look(event);
            }}
            onClick={look}
            onBlur={() => {
              setOpen(null);
              combobox.closeDropdown();
            }}
            onKeyDown={(event) => {
              if (event.key !== 'Escape' || open === null) return;
              event.stopPropagation();
              setOpen(null);
              combobox.closeDropdown();
            }}
          />
        </Combobox.Target>
        <Combobox.Dropdown hidden={!offers}>
          <Combobox.Options className={classes.options ?? ''} aria-label="Values">
            {found.map((value) => (
              <Combobox.Option key={value.name} value={value.name}>
                <ValueOption value={value} />
              </Combobox.Option>
            ))}
          </Combobox.Options>
        </Combobox.Dropdown>
      </Combobox>
      {error === undefined && <Outcome text={text} values={values} />}
    </div>
  );
}

/** A text without its parameter is not put in. */
const templatesOwn = 'The template’s own text, until the parameter is filled in.';

/** The text as it comes out for this photo. */
function Outcome({ text, values }: { text: string; values: readonly RenderValue[] }) {
  if (values.length === 0 || !hasPlaceholders(text)) return null;
  const filled = lacksParam(text, values) ? templatesOwn : fillText(text, values).text;
  return (
    <p className={classes.outcome} title={filled}>
      {filled}
    </p>
  );
}

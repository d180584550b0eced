import { Button, Skeleton, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconListCheck, IconSearch } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import type { TemplateSummary } from '../../../shared/template.ts';
import { templateThumbnailUrl } from '../../pictures.ts';
import { TemplatePicture } from '../templates/template-picture.tsx';
import { sourceWords } from '../templates/template-words.ts';
import { choose, useMake } from './make.ts';
import classes from './template-choice.module.css';
import { useTemplateList } from './template-list.ts';

const searchPauseMs = 200;

/** The template for the pictures: by the choices of the settings, or one of both sources. */
export function TemplateChoice() {
  const templateId = useMake((make) => make.templateId);
  const [text, setText] = useState('');
  const [wanted] = useDebouncedValue(text, searchPauseMs);
  const { list, state, reason, problem, retry } = useTemplateList(wanted);
  return (
    <div className={classes.choice}>
      <TextInput
        aria-label="Search templates"
        placeholder="Search templates"
        leftSection={<IconSearch size={15} stroke={1.6} />}
        value={text}
        onChange={({ currentTarget: { value } }) => setText(value)}
      />
      {problem !== null && <p className={classes.problem}>{problem}</p>}
      <div className={classes.list} role="radiogroup" aria-label="Template">
        {wanted === '' && (
          <Card
            name="By the settings"
            note="Each photo gets its own"
            picture={<IconListCheck size={32} stroke={1.2} aria-hidden />}
            checked={templateId === null}
            onChoose={() => choose({ templateId: null })}
          />
        )}
        {state === 'loading' &&
          list.length === 0 &&
          Array.from({ length: 5 }, (_, index) => <Skeleton key={index} height={142} />)}
        {list.map((template) => (
          <Card
            key={template.id}
            name={template.name}
            note={noteOf(template)}
            picture={<TemplatePicture template={template} url={templateThumbnailUrl(template)} />}
            checked={template.id === templateId}
            onChoose={() => choose({ templateId: template.id })}
          />
        ))}
      </div>
      {state === 'failed' && (
        <Text c="dimmed">
          {reason}{' '}
          <Button variant="default" size="compact-xs" onClick={retry}>
            Try again
          </Button>
        </Text>
      )}
      {state === 'ready' && list.length === 0 && <Text c="dimmed">No template is called that.</Text>}
    </div>
  );
}

const noteOf = ({ source, cells, width, height }: TemplateSummary) =>
  `${source === 'templated' ? `${sourceWords.templated}, ` : ''}${cells > 1 ? `${cells} photos a page` : `${width} × ${height}`}`;

interface CardProps {
  name: string;
  note: string;
  picture: ReactNode;
  checked: boolean;
  onChoose: () => void;
}

function Card({ name, note, picture, checked, onChoose }: CardProps) {
  return (
    <label className={classes.card} title={name}>
      <input
        type="radio"
        name="template"
        className={classes.radio}
        aria-label={`${name}, ${note}`}
        checked={checked}
        data-autofocus={checked || undefined}
        onChange={onChoose}
      />
      <span className={classes.frame}>{picture}</span>
      <span className={classes.words}>
        <span className={classes.name}>{name}</span>
        <span className={classes.note}>{note}</span>
      </span>
    </label>
  );
}

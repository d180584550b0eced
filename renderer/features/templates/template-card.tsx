import { memo } from 'react';
import type { TemplateSummary } from '../../../shared/template.ts';
import { templateThumbnailUrl } from '../../pictures.ts';
import { count } from '../../ui/words.ts';
import { openTemplate } from './opened.ts';
import { SourceBadge } from './source-badge.tsx';
import classes from './template-card.module.css';
import { TemplatePicture } from './template-picture.tsx';
import { sizeText } from './template-words.ts';
import { useTemplates } from './templates.ts';

/** Tags that have room on a card, where nothing else stands beside them. */
const mostTags = 3;

/** One template: how it looks, what it is called, where it lives. */
export const TemplateCard = memo(function TemplateCard({ template }: { template: TemplateSummary }) {
  const { id, name, description, tags, builtIn, cells } = template;
  const room = cells > 1 ? 1 : mostTags;
  const [first, rest] = [tags.slice(0, room), tags.slice(room)];
  return (
    <li className={classes.item}>
      <button
        type="button"
        className={classes.card}
        data-template={id}
        aria-label={`${name}, ${sizeText(template)}`}
        title={description === '' ? name : `${name}\n${description}`}
        onClick={() => openTemplate(id)}
      >
        <Thumbnail template={template} />
        <span className={classes.words}>
          <span className={classes.name}>{name}</span>
          <span className={classes.line}>
            <span className={classes.size}>{sizeText({ ...template, cells: 1 })}</span>
            <SourceBadge source={template.source} own={!builtIn} />
          </span>
          <span className={classes.tags}>
            {cells > 1 && <span className={classes.cells}>{count(cells, 'photo')}</span>}
            {first.map((tag) => (
              <span key={tag} className={classes.tag}>
                {tag}
              </span>
            ))}
            {rest.length > 0 && (
              <span className={classes.rest} title={rest.join(', ')}>
                +{rest.length}
              </span>
            )}
          </span>
        </span>
      </button>
    </li>
  );
});

/** Where a template stands in the gallery; null when it is not among those shown. */
export const cardOf = (id: string) =>
  document.querySelector<HTMLElement>(`[data-template="${CSS.escape(id)}"]`);

function Thumbnail({ template }: { template: TemplateSummary }) {
  const version = useTemplates((templates) => templates.version);
  return (
    <span className={classes.stage}>
      <TemplatePicture template={template} url={`${templateThumbnailUrl(template)}&version=${version}`} />
    </span>
  );
}

import { IconLayoutGrid, IconTemplate } from '@tabler/icons-react';
import { useState } from 'react';
import type { TemplateSummary } from '../../../shared/template.ts';
import classes from './template-picture.module.css';

interface TemplatePictureProps {
  template: TemplateSummary;
  url: string;
}

/** How a template looks: its outline until the picture is there, a sign where there is none. */
export function TemplatePicture({ template, url }: TemplatePictureProps) {
  const [known, setKnown] = useState<{ url: string; isThere: boolean } | null>(null);
  const { width, height, cells } = template;
  const isKnown = known?.url === url;
  if (isKnown && !known.isThere) {
    const Icon = cells > 1 ? IconLayoutGrid : IconTemplate;
    return <Icon size={36} stroke={1} aria-hidden />;
  }
  return (
    <span className={classes.picture} data-waiting={!isKnown}>
      {!isKnown && (
        <svg
          className={classes.outline}
          data-testid="outline"
          viewBox={`0 0 ${width} ${height}`}
          aria-hidden="true"
        >
          <rect width={width} height={height} />
        </svg>
      )}
      <img
        key={url}
        src={url}
        alt=""
        loading="lazy"
        draggable={false}
        onLoad={() => setKnown({ url, isThere: true })}
        onError={() => setKnown({ url, isThere: false })}
      />
    </span>
  );
}

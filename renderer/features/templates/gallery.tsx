import { Button, Skeleton } from '@mantine/core';
import { IconAlertTriangle, IconKey, IconPlugConnectedX, IconSearchOff } from '@tabler/icons-react';
import { goTo } from '../../navigation.ts';
import { Banner } from '../../ui/banner.tsx';
import { Blank } from '../../ui/blank.tsx';
import { useKeys } from '../../ui/keys.ts';
import { DeleteTemplate } from './delete-template.tsx';
import classes from './gallery.module.css';
import { GalleryFilter } from './gallery-filter.tsx';
import { galleryKeys } from './gallery-keys.ts';
import { RendererBar } from './renderer-bar.tsx';
import { rendererOf, useRenderers } from './renderers.ts';
import { TemplateCard } from './template-card.tsx';
import { everything, loadMoreTemplates, loadTemplates, narrowTemplates, useTemplates } from './templates.ts';

/** All templates of this machine and of Templated, as pictures. */
export function Gallery() {
  useKeys(galleryKeys);
  return (
    <div className={classes.screen}>
      <GalleryFilter />
      <Problem />
      <div className={classes.scroller}>
        <Cards />
      </div>
      <RendererBar />
      <DeleteTemplate />
    </div>
  );
}

/** Templated cannot be asked: why, and what still works. */
function Problem() {
  const problem = useTemplates((templates) => templates.problem);
  // Without a key there is nothing wrong: the bar at the bottom says so.
  if (problem === null || problem.code === 'templated.notConfigured') return null;
  return (
    <Banner
      tone="review"
      icon={<IconPlugConnectedX size={18} />}
      action={
        <Button variant="default" onClick={loadTemplates}>
          Try again
        </Button>
      }
    >
      {problem.message} Templates of this machine work as ever; of Templated’s, those read before are shown.
    </Banner>
  );
}

function Cards() {
  const { list, state, reason, filter, nextCursor, loadingMore } = useTemplates();
  const noKey = useRenderers((renderers) => rendererOf(renderers.list, 'templated')?.configured === false);
  if (state === 'loading' && list.length === 0) return <Waiting />;
  if (state === 'failed' && list.length === 0)
    return (
      <Blank
        icon={<IconAlertTriangle size={32} stroke={1.2} />}
        title="The templates cannot be shown"
        text={reason}
      >
        <Button onClick={loadTemplates}>Try again</Button>
      </Blank>
    );
  if (list.length === 0 && filter.source === 'templated' && noKey) return <NoAccount />;
  if (list.length === 0)
    return (
      <Blank
        icon={<IconSearchOff size={32} stroke={1.2} />}
        title="Nothing found"
        text="No template matches all of that."
      >
        <Button variant="default" onClick={() => narrowTemplates(everything)}>
          Clear the search
        </Button>
      </Blank>
    );
  return (
    <>
      <ul className={classes.cards} aria-label="Templates" aria-busy={state === 'loading'}>
        {list.map((template) => (
          <TemplateCard key={template.id} template={template} />
        ))}
      </ul>
      {nextCursor !== null && (
        <div className={classes.more}>
          <Button variant="default" loading={loadingMore} onClick={loadMoreTemplates}>
            Show more
          </Button>
        </div>
      )}
    </>
  );
}

function Waiting() {
  return (
    <div className={classes.cards}>
      {Array.from({ length: 8 }, (_, index) => (
        <Skeleton key={`blank ${index + 1}`} height={250} radius={8} />
      ))}
    </div>
  );
}

function NoAccount() {
  return (
    <Blank
      icon={<IconKey size={32} stroke={1.2} />}
      title="No Templated account yet"
      text="With an account of templated.io its templates appear here, and pictures can be made there. Everything on this screen works without one, on this machine."
    >
      <Button onClick={() => goTo('settings')}>Enter its key in the settings</Button>
    </Blank>
  );
}

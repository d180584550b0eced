import { Anchor } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { Render, RenderResult } from '../../../shared/render.ts';
import { goTo } from '../../navigation.ts';
import { Facts } from '../../ui/facts.tsx';
import { Section } from '../../ui/section.tsx';
import { bytesText, count, exactTime, tookText } from '../../ui/words.ts';
import { openAnalysis } from '../inbox/open-analysis.ts';
import { useDesigns } from '../templates/designs.ts';
import { openTemplate } from '../templates/opened.ts';
import { RenderActions } from './render-actions-bar.tsx';
import classes from './render-panel.module.css';
import { RenderStateMark } from './render-state.tsx';
import { fallbackText, formatWords, providerWords } from './render-words.ts';
import { SentSection } from './sent-section.tsx';

/** The right side of one picture: what it is, who drew it, what was left out, what can be done with it. */
export function RenderPanel({ render }: { render: Render }) {
  const { result } = render;
  const fallback = fallbackText(result);
  return (
    <aside className={classes.panel} aria-label="Picture">
      <header className={classes.header}>
        <RenderStateMark state={render.state} />
        <h2 className={classes.title}>{render.photoName}</h2>
        <p className={classes.quiet}>{render.templateName}</p>
        {fallback !== null && (
          <p className={classes.fallback}>
            <IconAlertTriangle size={16} stroke={1.8} aria-hidden />
            {fallback}
          </p>
        )}
        <RenderActions render={render} />
      </header>
      <SentSection renderId={render.id} />
      {result !== null && result.warnings.length > 0 && (
        <Section title="Left out or replaced">
          <ul className={classes.warnings}>
            {result.warnings.map((warning) => (
              <li key={warning}>{warning}</li>
            ))}
          </ul>
        </Section>
      )}
      <Section title="Facts">
        <Facts facts={[...(result === null ? [] : factsOf(result)), ...requestFacts(render)]} />
      </Section>
    </aside>
  );
}

type Fact = readonly [string, ReactNode];

function factsOf(result: RenderResult): Fact[] {
  const { usedProvider, format, width, height, pages, bytes, tookMs, reused, receipt, completedAt } = result;
  return [
    ['Drawn by', providerWords[usedProvider]],
    ['Size', `${width} × ${height}\u00a0px${pages > 1 ? `, ${count(pages, 'page')}` : ''}`],
    ['File', `${formatWords[format]}, ${bytesText(bytes)}`],
    ['Took', reused ? 'Nothing: an equal picture was there already' : tookText(tookMs)],
    ['Ready', exactTime(completedAt)],
    ...(receipt === null ? [] : [['Receipt', receipt] as const]),
  ];
}

function requestFacts({ request, templateId, createdAt, attempts }: Render): Fact[] {
  const { analysisIds, designId, designPlacement, params } = request;
  const [first] = analysisIds;
  const values = Object.entries(params);
  return [
    [
      'Template',
      <Anchor
        key="template"
        component="button"
        type="button"
        size="sm"
        onClick={() => toTemplate(templateId)}
      >
        Open template
      </Anchor>,
    ],
    analysisIds.length > 1
      ? ['Photos', count(analysisIds.length, 'photo')]
      : [
          'Photo',
          <Anchor
            key="photo"
            component="button"
            type="button"
            size="sm"
            onClick={() => first !== undefined && void openAnalysis(first)}
          >
            Open photo
          </Anchor>,
        ],
    ...(designId === undefined ? [] : [['Design', <DesignName key="design" id={designId} />] as const]),
    ...(designPlacement === undefined ? [] : [['Its place', 'Corrected by hand'] as const]),
    ...(values.length === 0
      ? []
      : [['Values', values.map(([name, value]) => `${name}: ${value}`).join(', ')] as const]),
    ['Asked for', exactTime(createdAt)],
    ...(attempts > 1 ? [['Tries', String(attempts)] as const] : []),
  ];
}

function DesignName({ id }: { id: string }) {
  const { list, state } = useDesigns();
  const design = list.find((candidate) => candidate.id === id);
  return design?.name ?? (state === 'loading' ? '–' : 'One that is not kept any more');
}

function toTemplate(id: string): void {
  openTemplate(id);
  goTo('templates');
}

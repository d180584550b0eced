import { Anchor, Button } from '@mantine/core';
import { IconCloud, IconDeviceDesktop, IconRefresh } from '@tabler/icons-react';
import type { RendererState } from '../../../shared/render.ts';
import { goTo } from '../../navigation.ts';
import { useNow } from '../../ui/use-now.ts';
import { agoText, exactTime } from '../../ui/words.ts';
import { QuotaGauge } from './quota-gauge.tsx';
import classes from './renderer-bar.module.css';
import { loadRenderers, rendererOf, useRenderers } from './renderers.ts';
import { conditionWords } from './template-words.ts';
import { useTemplates } from './templates.ts';

/** Who can draw, how each of them does, and what is left of Templated's account. */
export function RendererBar() {
  const { list, reason } = useRenderers();
  const [local, templated] = [rendererOf(list, 'local'), rendererOf(list, 'templated')];
  if (list.length === 0) return reason === null ? null : <footer className={classes.bar}>{reason}</footer>;
  return (
    <section className={classes.bar} aria-label="Renderers">
      {local && (
        <div className={classes.renderer}>
          <IconDeviceDesktop size={16} stroke={1.5} aria-hidden />
          <span className={classes.name}>This machine</span>
          <Condition state={local} />
        </div>
      )}
      {templated && (
        <div className={classes.renderer} data-wide>
          <IconCloud size={16} stroke={1.5} aria-hidden />
          <span className={classes.name}>Templated</span>
          <Condition state={templated} failure={reason} />
          {templated.configured ? <Account state={templated} /> : <SetUp />}
        </div>
      )}
    </section>
  );
}

/** `failure`: it was asked just now, and did not answer. */
function Condition({ state, failure = null }: { state: RendererState; failure?: string | null }) {
  const { word, tone } =
    failure === null ? conditionWords(state) : { word: 'Did not answer', tone: 'review' as const };
  return (
    <span className={classes.condition}>
      <span className={classes.dot} data-tone={tone} />
      <span>{word}</span>
      {state.reason !== null && state.configured && (
        <span className={classes.reason} title={state.reason}>
          {state.reason}
        </span>
      )}
    </span>
  );
}

/** Often enough for a time that is told in minutes. */
const tickMs = 15_000;

function Account({ state: { quota } }: { state: RendererState }) {
  const { asking, reason } = useRenderers();
  // Said at the top already.
  const problem = useTemplates((templates) => templates.problem?.message);
  const now = useNow(tickMs);
  return (
    <>
      {reason !== null ? (
        reason !== problem && (
          <span className={classes.failure} title={reason}>
            {reason}
          </span>
        )
      ) : quota === null ? (
        <span className={classes.quiet}>{asking ? 'Asking for the account' : 'Account not asked yet'}</span>
      ) : (
        <>
          <QuotaGauge quota={quota} />
          <span className={classes.quiet} title={exactTime(quota.askedAt)}>
            {quota.plan !== null && `${quota.plan} plan, `}asked {agoText(quota.askedAt, now)}
          </span>
        </>
      )}
      <Button
        variant="subtle"
        color="gray"
        size="compact-xs"
        loading={asking}
        leftSection={<IconRefresh size={14} stroke={1.6} />}
        onClick={() => loadRenderers(true)}
      >
        Ask
      </Button>
    </>
  );
}

function SetUp() {
  return (
    <span className={classes.quiet}>
      Everything is drawn here.{' '}
      <Anchor component="button" type="button" size="sm" onClick={() => goTo('settings')}>
        Enter a key
      </Anchor>
    </span>
  );
}

import { useId } from 'react';
import type { ChannelKindView } from '../../../shared/channel.ts';
import { ChannelBadge } from '../../ui/channel-icon.tsx';
import { beginChannel, useChannelDraft } from './channel-draft.ts';
import { useChannels } from './channels.ts';
import classes from './kind-choice.module.css';

/** The kinds of channels there are, each with what it does, to begin one. */
export function KindChoice() {
  const kinds = useChannels((channels) => channels.kinds);
  const choosing = useChannelDraft(({ step }) => step === 'kind');
  return (
    <ul className={classes.kinds} data-narrow={choosing}>
      {kinds.map((kind) => (
        <li key={kind.kind}>
          <KindButton kind={kind} />
        </li>
      ))}
    </ul>
  );
}

function KindButton({ kind }: { kind: ChannelKindView }) {
  const id = useId();
  return (
    <button
      type="button"
      className={classes.kind}
      aria-labelledby={`${id}-label`}
      aria-describedby={`${id}-description`}
      onClick={() => beginChannel(kind)}
    >
      <ChannelBadge kind={kind.kind} />
      <span className={classes.words}>
        <strong id={`${id}-label`} className={classes.label}>
          {kind.label}
        </strong>
        <span id={`${id}-description`} className={classes.description}>
          {kind.description}
        </span>
      </span>
    </button>
  );
}

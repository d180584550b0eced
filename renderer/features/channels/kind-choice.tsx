import type { ChannelKindView } from '../../../shared/channel.ts';
import { ChannelIcon } from '../../ui/channel-icon.tsx';
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
  return (
    <button type="button" className={classes.kind} onClick={() => beginChannel(kind)}>
      <span className={classes.icon}>
        <ChannelIcon kind={kind.kind} />
      </span>
      <span className={classes.words}>
        <strong className={classes.label}>{kind.label}</strong>
        <span className={classes.description}>{kind.description}</span>
      </span>
    </button>
  );
}

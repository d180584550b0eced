import { IconAlertCircle, IconBan, IconSend, IconTag, IconTemplate } from '@tabler/icons-react';
import type { Consequence } from '../../../shared/rules/rule.ts';
import { SeverityMark } from '../../ui/severity.tsx';
import classes from './reading-view.module.css';

/** Something that follows from a rule, by icon and words. */
export function ConsequenceChip({ consequence }: { consequence: Consequence }) {
  return (
    <span className={classes.chip}>
      <Words consequence={consequence} />
    </span>
  );
}

const icon = { size: 13, stroke: 1.8, 'aria-hidden': true } as const;

function Words({ consequence }: { consequence: Consequence }) {
  switch (consequence.do) {
    case 'alert':
      return (
        <>
          <IconAlertCircle {...icon} />
          Alert: <SeverityMark severity={consequence.severity ?? 'warning'} size={13} />
        </>
      );
    case 'notify':
      return (
        <>
          <IconSend {...icon} />
          Notify: {consequence.channel}
        </>
      );
    case 'useTemplate':
      return (
        <>
          <IconTemplate {...icon} />
          Template: {consequence.template}
        </>
      );
    case 'reject':
      return (
        <>
          <IconBan {...icon} />
          Reject the photo
        </>
      );
    case 'tag':
      return (
        <>
          <IconTag {...icon} />
          Tag: {consequence.tag}
        </>
      );
  }
}

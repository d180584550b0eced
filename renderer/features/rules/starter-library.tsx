import { Modal } from '@mantine/core';
import { create } from 'zustand';
import { starterGroups, starterRules } from '../../../shared/rules/starter.ts';
import { StarterItem } from './starter-item.tsx';
import classes from './starter-library.module.css';
import { useSubjectPhoto } from './subject.ts';

const useLibrary = create(() => ({ opened: false }));

export const openLibrary = (opened: boolean) => useLibrary.setState({ opened });

/** Rules to begin with, each judged on the photo at hand. */
export function StarterLibrary() {
  const opened = useLibrary((library) => library.opened);
  return (
    <Modal opened={opened} onClose={() => openLibrary(false)} title="Library of rules" size={760}>
      <Groups />
    </Modal>
  );
}

function Groups() {
  const analysis = useSubjectPhoto();
  return starterGroups.map((group) => (
    <section key={group} aria-label={group}>
      <h3 className={classes.group}>{group}</h3>
      <ul className={classes.list}>
        {starterRules
          .filter((starter) => starter.group === group)
          .map((starter) => (
            <StarterItem key={starter.id} starter={starter} analysis={analysis} />
          ))}
      </ul>
    </section>
  ));
}

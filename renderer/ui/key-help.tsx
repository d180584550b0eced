import { Group, Kbd, Modal, Text, Tooltip } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconKeyboard } from '@tabler/icons-react';
import frame from '../app.module.css';
import classes from './key-help.module.css';
import { type KeyBinding, useKeyEverywhere, useKeyList } from './keys.ts';

const names: Record<string, string> = {
  arrowleft: '←',
  arrowright: '→',
  arrowup: '↑',
  arrowdown: '↓',
  delete: 'Delete',
  backspace: 'Backspace',
  escape: 'Esc',
  enter: 'Enter',
  home: 'Home',
  end: 'End',
  '-': '−',
};

/** The key as printed on a keyboard. */
export const keyName = (key: string) => names[key] ?? key.toUpperCase();

/** The button and the `?` key that show what the keys of this screen do. */
export function KeyHelp({ screen }: { screen: string }) {
  const [opened, { toggle, close }] = useDisclosure(false);
  const bindings = useKeyList((list) => list.bindings);
  useKeyEverywhere('?', toggle);
  const groups = Map.groupBy(bindings, (binding) => binding.group ?? 'This screen');
  return (
    <>
      <Tooltip label="Keys of this screen (?)" position="right">
        <button type="button" className={frame.entry} onClick={toggle} aria-label="Keys of this screen">
          <IconKeyboard size={20} stroke={1.5} />
        </button>
      </Tooltip>
      <Modal opened={opened} onClose={close} title={`Keys: ${screen}`} size={640}>
        <div className={classes.columns}>
          {[...groups].map(([title, list]) => (
            <section key={title} className={classes.group}>
              <Text component="h3" fw={600} size="sm">
                {title}
              </Text>
              {list.map((binding) => (
                <Line key={binding.does} binding={binding} />
              ))}
            </section>
          ))}
        </div>
      </Modal>
    </>
  );
}

function Line({ binding }: { binding: KeyBinding }) {
  return (
    <div className={classes.line}>
      <span>{binding.does}</span>
      <Group gap={4} wrap="nowrap">
        {binding.keys.map((key) => (
          <Kbd key={key} size="xs">
            {keyName(key)}
          </Kbd>
        ))}
      </Group>
    </div>
  );
}

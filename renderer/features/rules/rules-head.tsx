import { ActionIcon, Button, FileButton, Menu, Select, TextInput, Tooltip } from '@mantine/core';
import { IconBooks, IconDots, IconDownload, IconPlus, IconSearch, IconUpload } from '@tabler/icons-react';
import { useRef } from 'react';
import { ContextChoice } from './context-choice.tsx';
import { exportRules, importRules } from './rule-actions.ts';
import { writeRule } from './rule-drafts.ts';
import { isListed, type RuleShow, ruleShows, useRules } from './rules.ts';
import classes from './rules-head.module.css';
import { openLibrary } from './starter-library.tsx';

const labels: Record<RuleShow, string> = {
  all: 'All',
  on: 'Switched on',
  off: 'Switched off',
  failing: 'Failed lately',
  doubted: 'Called wrong',
};

/** Id of the search field, for its key. */
export const searchId = 'rules-search';

/** Above the list: what is listed, and where rules come from and go to. */
export function RulesHead() {
  const { list, search, show } = useRules();
  const pick = useRef<() => void>(null);
  return (
    <header className={classes.head}>
      <div className={classes.line}>
        <h1 className={classes.title}>Rules</h1>
        <Button
          variant="default"
          leftSection={<IconBooks size={16} stroke={1.6} />}
          onClick={() => openLibrary(true)}
        >
          Library
        </Button>
        <Button leftSection={<IconPlus size={16} stroke={1.6} />} onClick={() => writeRule()}>
          New
        </Button>
        <FileButton accept=".json,application/json" onChange={(file) => file && void importRules(file)}>
          {({ onClick }) => {
            pick.current = onClick;
            return <More onImport={() => pick.current?.()} some={list.length > 0} />;
          }}
        </FileButton>
      </div>
      {list.length > 0 && (
        <div className={classes.line}>
          <TextInput
            id={searchId}
            className={classes.search}
            aria-label="Search rules"
            placeholder="Search"
            leftSection={<IconSearch size={14} />}
            value={search}
            onChange={({ currentTarget }) => useRules.setState({ search: currentTarget.value })}
            onKeyDown={({ key, currentTarget }) => {
              if (key !== 'Escape') return;
              useRules.setState({ search: '' });
              currentTarget.blur();
            }}
          />
          <Select
            w={142}
            aria-label="Which rules are listed"
            data={ruleShows.map((value) => ({
              value,
              label: `${labels[value]} (${list.filter((rule) => isListed(rule, value)).length.toLocaleString('en')})`,
            }))}
            value={show}
            onChange={(value) => value && useRules.setState({ show: value })}
          />
        </div>
      )}
      <ContextChoice />
    </header>
  );
}

function More({ onImport, some }: { onImport: () => void; some: boolean }) {
  return (
    <Menu position="bottom-end" shadow="md">
      <Tooltip label="Import and export">
        <Menu.Target>
          <ActionIcon size={30} aria-label="Import and export">
            <IconDots size={16} />
          </ActionIcon>
        </Menu.Target>
      </Tooltip>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconUpload size={14} />} onClick={onImport}>
          Import rules…
        </Menu.Item>
        <Menu.Item
          leftSection={<IconDownload size={14} />}
          disabled={!some}
          onClick={() => void exportRules()}
        >
          Export all rules
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

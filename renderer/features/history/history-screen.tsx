import { Button } from '@mantine/core';
import { IconAlertTriangle, IconHistory, IconSearchOff } from '@tabler/icons-react';
import { useEffect } from 'react';
import { core, useCore } from '../../core.ts';
import { goTo } from '../../navigation.ts';
import { Blank } from '../../ui/blank.tsx';
import { useKeys } from '../../ui/keys.ts';
import { MakeDialog } from '../renders/make-dialog.tsx';
import { clearFilter, reload, useHistory } from './history.ts';
import { HistoryFilter } from './history-filter.tsx';
import { historyKeys } from './history-keys.ts';
import classes from './history-screen.module.css';
import { HistoryTable } from './history-table.tsx';
import { JudgementChips } from './judgement-chips.tsx';
import { SelectionBar } from './selection-bar.tsx';

/** Everything analysed before: find it, open it, export it. */
export function HistoryScreen() {
  const { items, total, state, reason, filter } = useHistory();
  useKeys(historyKeys);
  useFollow();
  const narrowed = Object.keys(filter).length > 0;
  return (
    <div className={classes.screen}>
      <HistoryFilter total={total} />
      <JudgementChips />
      {!(state === 'ready' && items.length === 0) && <SelectionBar />}
      <div className={classes.list}>
        {state === 'failed' ? (
          <Blank
            icon={<IconAlertTriangle size={32} stroke={1.2} />}
            title="The history cannot be shown"
            text={reason}
          >
            <Button onClick={reload}>Try again</Button>
          </Blank>
        ) : state === 'ready' && items.length === 0 ? (
          <Nothing narrowed={narrowed} />
        ) : (
          <HistoryTable />
        )}
      </div>
      <MakeDialog />
    </div>
  );
}

function Nothing({ narrowed }: { narrowed: boolean }) {
  if (narrowed) {
    return (
      <Blank
        icon={<IconSearchOff size={32} stroke={1.2} />}
        title="Nothing found"
        text="No analysis matches all of that."
      >
        <Button variant="default" onClick={clearFilter}>
          Clear the search
        </Button>
      </Blank>
    );
  }
  return (
    <Blank
      icon={<IconHistory size={32} stroke={1.2} />}
      title="Nothing analysed yet"
      text="Every photo you analyse is kept here with its numbers, to search, open and export."
    >
      <Button onClick={() => goTo('analyse')}>Analyse a photo</Button>
    </Blank>
  );
}

/** Waits this long after an analysis, so that a running batch does not reload the list for each photo. */
const settleMs = 600;

function useFollow() {
  const connected = useCore((state) => state.connected && state.info !== null);
  useEffect(() => {
    if (!connected) return;
    void reload();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = core.listen('analysis.completed', () => {
      timer ??= setTimeout(() => {
        timer = undefined;
        void reload();
      }, settleMs);
    });
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, [connected]);
}

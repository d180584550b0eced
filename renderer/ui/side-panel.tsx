import { Alert, CloseButton, Skeleton } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './side-panel.module.css';
import type { Loaded } from './use-detail.ts';

interface SidePanelProps {
  /** What it is about, for screen readers. */
  label: string;
  children: ReactNode;
}

/** One thing of a list in full, beside the list. */
export function SidePanel({ label, children }: SidePanelProps) {
  return (
    <aside className={classes.panel} aria-label={label}>
      {children}
    </aside>
  );
}

interface DetailPanelProps<Detail> {
  label: string;
  loaded: Loaded<Detail>;
  /** What is said when it could not be fetched, before the reason. */
  failed: string;
  onClose: () => void;
  children: (detail: Detail) => ReactNode;
}

/** A side panel about something that is fetched first. */
export function DetailPanel<Detail extends object>(props: DetailPanelProps<Detail>) {
  const { label, loaded, failed, onClose, children } = props;
  return (
    <SidePanel label={label}>
      {loaded === null ? (
        <div className={classes.unshown}>
          <Skeleton height={20} width="60%" />
          <Skeleton height={80} />
          <Skeleton height={160} />
        </div>
      ) : 'reason' in loaded ? (
        <div className={classes.unshown}>
          <Alert
            color="red"
            variant="light"
            title={failed}
            withCloseButton
            closeButtonLabel="Close"
            onClose={onClose}
          >
            {loaded.reason}
          </Alert>
        </div>
      ) : (
        children(loaded)
      )}
    </SidePanel>
  );
}

interface PanelHeaderProps {
  /** State, severity, times: what is seen first. */
  marks: ReactNode;
  title?: string;
  onClose: () => void;
  children: ReactNode;
}

/** The head of a side panel, with the way back to the list. */
export function PanelHeader({ marks, title, onClose, children }: PanelHeaderProps) {
  return (
    <header className={classes.header}>
      <div className={classes.top}>
        <div className={classes.marks}>{marks}</div>
        <CloseButton size="sm" aria-label="Close" onClick={onClose} />
      </div>
      {title !== undefined && <h2 className={classes.title}>{title}</h2>}
      {children}
    </header>
  );
}

/** What can be done with the thing. */
export function PanelActions({ children }: { children: ReactNode }) {
  return <div className={classes.actions}>{children}</div>;
}

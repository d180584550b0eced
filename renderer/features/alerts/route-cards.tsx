import { Menu } from '@mantine/core';
import { IconArrowDownRight } from '@tabler/icons-react';
import type { Route } from '../../../shared/alert.ts';
import type { FieldErrors } from '../../ui/schema-errors.ts';
import { useChannels } from '../channels/channels.ts';
import { AddButton } from './add-button.tsx';
import { beginRoute, dropRoute, shiftRoute, togglePart, useAlerting } from './alerting-draft.ts';
import { useExplain } from './explain.ts';
import classes from './part-card.module.css';
import { PartCard } from './part-card.tsx';
import tree from './route-cards.module.css';
import { RouteForm } from './route-form.tsx';
import { type Inherited, type Move, moveRoute, nothingInherited, resolved } from './route-tree.ts';
import { conditionText, targetsText, timersText } from './route-words.ts';

/** The tree of routes, each a sentence: the first that fits takes the alert; what none takes goes to the last. */
export function RouteCards({ root, errors }: { root: Route; errors: FieldErrors }) {
  const inherited = resolved(root, nothingInherited);
  return (
    <div className={tree.tree}>
      <Children route={root} inherited={inherited} errors={errors} path="routes" />
      <AddButton onPress={() => beginRoute(root.id)}>Add a route</AddButton>
      <RouteCard route={root} isRoot inherited={nothingInherited} errors={errors} path="routes" />
    </div>
  );
}

interface RouteCardProps {
  route: Route;
  isRoot?: boolean;
  inherited: Inherited;
  errors: FieldErrors;
  path: string;
}

function Children({ route, inherited, errors, path }: RouteCardProps) {
  return route.routes.map((child, index) => {
    const childPath = `${path}.routes.${index}`;
    const holds = resolved(child, inherited);
    return (
      <div key={child.id} className={tree.branch}>
        <RouteCard route={child} inherited={inherited} errors={errors} path={childPath} />
        {child.routes.length > 0 && (
          <div className={tree.within}>
            <Children route={child} inherited={holds} errors={errors} path={childPath} />
          </div>
        )}
      </div>
    );
  });
}

function RouteCard({ route, isRoot = false, inherited, errors, path }: RouteCardProps) {
  const open = useAlerting(({ openPart }) => openPart === route.id);
  const channels = useChannels();
  const visit = useExplain(({ answer }) => answer?.visited.find(({ routeId }) => routeId === route.id));
  const holds = resolved(route, inherited);
  const conditions = isRoot ? '' : conditionText(route);
  const wrong = Object.keys(errors).some((name) => isOwn(name, path));
  return (
    <PartCard
      label={route.name}
      wrong={wrong}
      lit={visit?.takes ? 'takes' : visit?.fits ? 'fits' : undefined}
      form={
        open ? (
          <RouteForm route={route} isRoot={isRoot} inherited={inherited} errors={errors} path={path} />
        ) : null
      }
      menu={isRoot ? undefined : <RouteMenu route={route} />}
      onToggle={() => togglePart(route.id)}
    >
      <span className={classes.name}>{route.name}</span>
      {conditions !== '' && conditions !== route.name && (
        <span className={classes.quiet}> ({conditions})</span>
      )}{' '}
      → {targetsText(holds.to, channels)}
      {route.to === null && <span className={classes.quiet}> (as above)</span>}
      {route.continue && (
        <span className={tree.goesOn}>
          <IconArrowDownRight size={14} stroke={1.8} aria-hidden /> then goes on
        </span>
      )}
      <span className={classes.small}>{timersText(holds)}</span>
    </PartCard>
  );
}

/** Whether a problem is of this route and not of one within it. */
const isOwn = (name: string, path: string) =>
  name.startsWith(`${path}.`) && !/^routes\.\d/.test(name.slice(path.length + 1));

const moveWords: Readonly<Record<Move, string>> = {
  up: 'Move up',
  down: 'Move down',
  in: 'Move into the one above',
  out: 'Move out',
};

function RouteMenu({ route }: { route: Route }) {
  const root = useAlerting(({ draft }) => draft?.routes);
  return (
    <>
      {(Object.keys(moveWords) as Move[]).map((move) => (
        <Menu.Item
          key={move}
          disabled={root === undefined || moveRoute(root, route.id, move) === null}
          onClick={() => shiftRoute(route.id, move)}
        >
          {moveWords[move]}
        </Menu.Item>
      ))}
      <Menu.Item onClick={() => beginRoute(route.id)}>Add a route within it</Menu.Item>
      <Menu.Divider />
      <Menu.Item onClick={() => dropRoute(route)}>Remove</Menu.Item>
    </>
  );
}

/** An element in the order of the file: how deep it stands, what it is called, and what it refers to. */
export interface Reference {
  depth: number;
  id: string | undefined;
  to: readonly string[];
}

/**
 * Elements drawn once every reference is followed: ten elements that use each other ten times over are
 * billions.
 */
const maxDrawn = 50_000;

/** Refuses references that go round in a circle or multiply beyond what can be drawn. */
export function checkReferences(elements: readonly Reference[], refuse: (reason: string) => never): void {
  const indexOf = new Map<string, number>();
  for (const [index, { id }] of elements.entries()) {
    if (id !== undefined && !indexOf.has(id)) indexOf.set(id, index);
  }
  const costs = new Map<number, number | 'counting'>();

  /** Elements drawn for the one at this index, with all it contains and refers to. */
  function costOf(start: number): number {
    const known = costs.get(start);
    if (known === 'counting') return refuse('refers to itself. Remove the loop, or save the drawing as PNG.');
    if (known !== undefined) return known;
    costs.set(start, 'counting');
    const depth = elements[start]?.depth ?? 0;
    let cost = 0;
    for (let index = start; index < elements.length; index++) {
      const element = elements[index];
      if (element === undefined || (index > start && element.depth <= depth)) break;
      cost += 1;
      for (const id of element.to) {
        const target = indexOf.get(id);
        if (target !== undefined) cost += costOf(target);
      }
      if (cost > maxDrawn) refuse('repeats its parts too many times. Simplify it, or save it as PNG.');
    }
    costs.set(start, cost);
    return cost;
  }
  if (elements.length > 0) costOf(0);
}

/** What is looked for in a page, as text can say it. */
export type Sought =
  | { css: string }
  | { button: string; within?: Sought }
  | { both: [Sought, Sought] }
  | { either: [Sought, Sought] }
  | { first: Sought };

/** Runs in the page. */
function find(sought: Sought): HTMLElement[] {
  if ("css" in sought) return [...document.querySelectorAll<HTMLElement>(sought.css)];
  if ("first" in sought) return find(sought.first).slice(0, 1);
  if ("button" in sought) {
    const roots: ParentNode[] = sought.within ? find(sought.within) : [document];
    const name = sought.button.toLowerCase();
    return roots
      .flatMap((root) => [...root.querySelectorAll<HTMLElement>("button")])
      .filter((button) => (button.ariaLabel ?? button.innerText).toLowerCase().includes(name));
  }
  const [one, other] = ("both" in sought ? sought.both : sought.either).map(find) as [HTMLElement[], HTMLElement[]];
  if ("both" in sought) return one.filter((element) => other.includes(element));
  const all = new Set([...one, ...other]);
  return [...document.querySelectorAll<HTMLElement>("*")].filter((element) => all.has(element));
}

/** An expression of what `task` makes of the elements that are found. */
export const withFound = (sought: Sought, task: (elements: HTMLElement[]) => unknown): string =>
  `(() => { ${find.toString()}; return (${task.toString()})(find(${JSON.stringify(sought)})); })()`;

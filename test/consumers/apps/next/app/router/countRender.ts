let renders = 0;

/** A number that tells a page from the same page rendered again. */
export function countRender(): number {
  return ++renders;
}

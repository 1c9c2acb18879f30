/** The rules of axe by which every story and page is checked: those of WCAG 2.2 AA. */
export const WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

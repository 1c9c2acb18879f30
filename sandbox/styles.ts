/** In a string and not in a file of its own, so that the sandbox can be bundled into one file. */
export const STYLES = `
:root {
  color-scheme: light dark;
  --page: #f3f5f1; --card: #fff; --sunken: #f3f5f1; --line: #d5dbd2; --edge: #76827a;
  --text: #2e3a47; --strong: #1d2833; --quiet: #55616c; --link: #1b533f;
  --primary: #1b533f; --primary-hover: #133d2e; --on-primary: #fff;
  --accent: #88b04b; --accent-soft: #e9f1dd; --on-accent-soft: #1b533f;
  --alert: #fbeae6; --alert-line: #b3391f; --on-alert: #7a2412;
  --shadow: 0 1px 2px rgb(46 58 71 / .06), 0 12px 32px -12px rgb(46 58 71 / .18);
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #141b20; --card: #1d262d; --sunken: #161e24; --line: #35424b; --edge: #7f8d97;
    --text: #d5dde1; --strong: #f2f6f4; --quiet: #a5b2ba; --link: #a9cf72;
    --primary: #88b04b; --primary-hover: #9cc262; --on-primary: #10202a;
    --accent-soft: #24392f; --on-accent-soft: #b9da8a;
    --alert: #3b1f1a; --alert-line: #e2765c; --on-alert: #ffc9bb;
    --shadow: 0 1px 2px rgb(0 0 0 / .4);
  }
}
* { box-sizing: border-box; }
body {
  margin: 0; min-height: 100vh; padding: 0 1rem 3rem; background: var(--page); color: var(--text);
  font: 1rem/1.55 system-ui, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; overflow-wrap: anywhere;
}
.bar { display: flex; flex-wrap: wrap; gap: .25rem 1.5rem; align-items: center; justify-content: space-between; max-width: 60rem; margin: 0 auto; padding: 1.25rem 0; }
.wordmark { color: var(--strong); font-size: 1.125rem; font-weight: 700; letter-spacing: -.01em; text-decoration: none; padding: .25rem 0; }
.wordmark span { color: var(--link); font-weight: 500; }
.note { margin: 0; padding: .2rem .6rem; border-radius: 1rem; background: var(--accent-soft); color: var(--on-accent-soft); font-size: .75rem; }
.card { max-width: 27rem; margin: clamp(0rem, 4vw, 2.5rem) auto 0; padding: clamp(1.25rem, 5vw, 2.25rem); border: 1px solid var(--line); border-top: 4px solid var(--accent); border-radius: .75rem; background: var(--card); box-shadow: var(--shadow); }
.wide { max-width: 60rem; margin-top: 0; }
h1 { margin: 0 0 .75rem; color: var(--strong); font-size: 1.5rem; line-height: 1.25; letter-spacing: -.015em; text-wrap: balance; }
h2 { margin: 2.25rem 0 .75rem; color: var(--strong); font-size: 1.125rem; line-height: 1.3; }
p { margin: 0 0 1rem; }
.card > :last-child, .email > :last-child { margin-bottom: 0; }
hr { margin: 1.5rem 0; border: 0; border-top: 1px solid var(--line); }
a { color: var(--link); text-underline-offset: .15em; }
.hint a { display: inline-block; }
strong { color: var(--strong); font-weight: 600; }
code { font: .875em/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
.hint { color: var(--quiet); font-size: .875rem; }
.status { margin: 0; color: var(--quiet); font-size: .875rem; font-weight: 600; letter-spacing: .08em; }
.alert { padding: .625rem .875rem; border-left: 3px solid var(--alert-line); border-radius: .25rem; background: var(--alert); color: var(--on-alert); }
label { display: block; margin: 1rem 0 .3rem; color: var(--strong); font-size: .9375rem; font-weight: 600; }
input, select { width: 100%; min-height: 2.75rem; padding: .5rem .75rem; border: 1px solid var(--edge); border-radius: .5rem; background: var(--card); color: var(--strong); font: inherit; }
button, a.primary {
  display: inline-block; min-height: 2.75rem; padding: .55rem 1.25rem; border: 1px solid var(--edge); border-radius: .5rem;
  background: transparent; color: var(--strong); font: inherit; font-weight: 600; text-align: center; text-decoration: none; cursor: pointer;
}
button + .hint { margin-top: .5rem; }
button:hover { background: var(--sunken); }
button.primary, a.primary { border-color: var(--primary); background: var(--primary); color: var(--on-primary); }
button.primary:hover, a.primary:hover { border-color: var(--primary-hover); background: var(--primary-hover); }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
form > button.primary { width: 100%; margin: 1.5rem 0 1rem; }
form.inline { display: inline; }
button.link { min-height: 1.5rem; padding: 0; border: 0; border-radius: .125rem; color: var(--link); font-weight: inherit; text-decoration: underline; text-underline-offset: .15em; }
button.link:hover { background: transparent; text-decoration-thickness: 2px; }
.line { margin: 0 0 1rem; }
.connections { margin: 0 0 1rem; padding: 0; list-style: none; }
.connections li { display: flex; flex-wrap: wrap; gap: .5rem 1rem; align-items: center; justify-content: space-between; padding: .6rem 0; border-bottom: 1px solid var(--line); }
.connections li:last-child { border-bottom: 0; }
.actions { display: grid; gap: .75rem; margin-top: 1.5rem; }
.parties { display: flex; align-items: center; gap: .75rem; margin-bottom: 1.25rem; }
.parties span { display: grid; place-items: center; width: 3rem; height: 3rem; border-radius: .75rem; background: var(--accent-soft); color: var(--on-accent-soft); font-size: 1.25rem; font-weight: 700; }
.parties span:last-child { border-radius: 50%; }
.parties i { width: 2rem; border-top: 2px dashed var(--edge); }
.scopes { margin: 0 0 1rem; padding: 0; list-style: none; }
.scopes li { position: relative; padding: .5rem 0 .5rem 2rem; border-bottom: 1px solid var(--line); }
.scopes li:last-child { border-bottom: 0; }
.scopes li::before { content: ""; position: absolute; left: .35rem; top: .85rem; width: .4rem; height: .75rem; border: solid var(--link); border-width: 0 2px 2px 0; transform: rotate(40deg); }
.email { padding: 1rem 1.25rem 1.25rem; border: 1px solid var(--line); border-radius: .5rem; background: var(--sunken); }
.email a.primary { display: block; padding-inline: .5rem; }
dl { margin: 0 0 1rem; }
dl div { display: grid; grid-template-columns: 4.5rem 1fr; gap: 0 1rem; font-size: .875rem; }
.email dl { padding-bottom: .75rem; border-bottom: 1px solid var(--line); }
.facts div { grid-template-columns: minmax(7rem, 12rem) 1fr; padding: .55rem 0; border-bottom: 1px solid var(--line); font-size: .9375rem; }
dt { color: var(--quiet); }
dd { margin: 0; color: var(--strong); }
dd code { display: block; }
.switches { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 16rem), 1fr)); gap: 1rem 1.5rem; align-items: start; }
.switches label { margin-top: 0; }
.switches > button.primary { grid-column: 1 / -1; justify-self: start; width: auto; margin: 0; }
.scroll { overflow-x: auto; margin-bottom: 1rem; border: 1px solid var(--line); border-radius: .5rem; }
table { width: 100%; border-collapse: collapse; font-size: .875rem; overflow-wrap: normal; font-variant-numeric: tabular-nums; }
th, td { padding: .5rem .75rem; border-top: 1px solid var(--line); text-align: left; white-space: nowrap; }
tr:first-child th { border-top: 0; }
th { color: var(--quiet); font-weight: 600; }
@media (max-width: 32rem) { .facts div { grid-template-columns: 1fr; } }
@media (min-width: 24rem) { .actions { grid-template-columns: 1fr 1fr; } }
`;

export const ICON = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="8" fill="#1b533f"/><circle cx="16" cy="16" r="7" fill="#88b04b"/></svg>`;

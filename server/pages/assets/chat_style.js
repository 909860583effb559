// How the chat looks: one constructed style sheet, no style attributes. Sizes are in em, so that a
// page's own root font size changes nothing.

const CSS = `
:host { display: block !important; }
:host([hidden]) { display: none !important; }
:host([theme="light"]) .chat { color-scheme: light; }
:host([theme="dark"]) .chat { color-scheme: dark; }

.chat {
  all: initial; /* what the page's own style would hand down ends here */
  direction: ltr;
  unicode-bidi: isolate;
  display: block;
  position: relative;
  color-scheme: light dark;
  --paper: var(--footnote-paper, light-dark(#faf9f6, #14181a));
  --raised: var(--footnote-raised, light-dark(#ffffff, #1c2224));
  --ink: var(--footnote-ink, light-dark(#1d2326, #e9e7e1));
  --soft: var(--footnote-soft, light-dark(#566067, #a3adb2));
  --line: var(--footnote-line, light-dark(#dedbd3, #343c40));
  --accent: var(--footnote-accent, light-dark(#1f5a68, #86c5d3));
  --accent-ink: var(--footnote-accent-ink, light-dark(#ffffff, #0d2127));
  --tint: var(--footnote-tint, light-dark(#e6f0f2, #1e3439));
  --mark: var(--footnote-mark, light-dark(#fff0a6, #5a4b0c));
  --mark-ink: var(--footnote-mark-ink, light-dark(#1d2326, #fff6d6));
  --alert: var(--footnote-alert, light-dark(#8a3b12, #f0a884));
  --radius: var(--footnote-radius, .7em);
  --serif: var(--footnote-quote-font, Charter, Georgia, "Noto Serif", "DejaVu Serif", serif);
  --sans: var(--footnote-font, system-ui, "DejaVu Sans", sans-serif);
  font-family: var(--sans);
  font-size: var(--footnote-font-size, medium);
  line-height: 1.55;
  color: var(--ink);
  overflow-wrap: anywhere;
}
.chat *, .chat *::before, .chat *::after { box-sizing: border-box; }
[hidden] { display: none !important; }
.visually-hidden, dialog .ask label, .inline .log:not(:empty) + .ask label, :host(:not([heading])) .inline .header { position: absolute; width: 1px; height: 1px; margin: -1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
h2, h3, h4, p, ul, blockquote { margin: 0; padding: 0; }
h2, h3, h4 { line-height: 1.3; font-size: 1em; text-wrap: balance; }
h4 { font-size: .95em; margin: 1.3em 0 .3em; }
ul { list-style: none; }
a { color: var(--accent); text-underline-offset: .15em; }
a:hover { text-decoration-thickness: 2px; }
button, textarea, summary { font: inherit; letter-spacing: inherit; }
button, summary { cursor: pointer; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; border-radius: .25em; }
.fine { color: var(--soft); font-size: .875em; }
mark { background: var(--mark); color: var(--mark-ink); border-radius: .15em; padding: .05em 0; -webkit-box-decoration-break: clone; box-decoration-break: clone; }

/* Where it stands */
.dock { position: fixed; inset: auto var(--footnote-inset, 1em) var(--footnote-inset, 1em) auto; z-index: 2147483000; display: flex; flex-direction: column; align-items: flex-end; gap: .6em; width: auto; height: auto; max-width: calc(100vw - 2 * var(--footnote-inset, 1em)); margin: 0; padding: 0; border: 0; background: none; color: inherit; overflow: visible; }
.launcher { min-height: 2.75em; padding: .6em 1.2em; border: 1px solid transparent; border-radius: 1.5em; background: var(--accent); color: var(--accent-ink); font-weight: 600; box-shadow: 0 4px 16px rgb(0 0 0 / 25%); }
.launcher:hover, .primary:hover { filter: brightness(1.1); }
dialog.panel { position: static; flex-direction: column; width: var(--footnote-width, 26em); max-width: 100%; height: var(--footnote-height, 40em); max-height: calc(100dvh - 6em); margin: 0; padding: 0; border: 1px solid var(--line); border-radius: calc(var(--radius) * 1.4); background: var(--paper); color: var(--ink); box-shadow: 0 8px 40px rgb(0 0 0 / 25%); overflow: clip; }
dialog.panel[open] { display: flex; }
dialog.panel:modal { position: fixed; inset: 0; width: 100%; max-width: none; height: 100%; max-height: none; border: 0; border-radius: 0; }
dialog::backdrop { background: none; }
.header { display: flex; align-items: center; justify-content: space-between; gap: .5em; }
dialog .header { padding: .7em .7em .7em 1.1em; border-bottom: 1px solid var(--line); }
.header h2 { font: 600 1.15em/1.3 var(--serif); }
.close { flex: none; width: 2em; height: 2em; padding: 0; border: 0; border-radius: .4em; background: none; color: var(--soft); font-size: 1.2em; line-height: 1; }
.close:hover, .action:hover { background: var(--tint); color: var(--accent); }
.scroller { position: relative; flex: 1; min-height: 6em; overflow-y: auto; overscroll-behavior: contain; padding: 1em 1.1em; }
dialog .ask { padding: .7em 1.1em 0; border-top: 1px solid var(--line); }
dialog .foot { padding: .2em 1.1em .5em; min-height: 2em; overflow-y: auto; }
.inline .panel { padding: 1.2em; background: var(--paper); border: 1px solid var(--line); border-radius: var(--radius); }
.inline .ask { position: sticky; bottom: 0; z-index: 1; padding: .6em 0; background: var(--paper); }
.inline .log:empty + .ask { position: static; padding-top: 0; }
.inline .log:not(:empty) { padding-bottom: .6em; }
.inline .header { margin-bottom: .8em; }
.inline h2 { font-size: 1.5em; }

/* Asking */
label { display: block; font-weight: 600; font-size: .9em; margin-bottom: .4em; }
.ask-row { display: flex; gap: .5em; align-items: flex-end; padding: .45em; background: var(--raised); border: 1px solid var(--line); border-radius: calc(var(--radius) * 1.3); box-shadow: 0 4px 16px rgb(0 0 0 / 6%); }
.ask-row:focus-within { border-color: var(--accent); outline: 2px solid var(--accent); outline-offset: -1px; }
textarea { flex: 1; min-width: 0; resize: none; border: 0; background: none; color: inherit; line-height: 1.5; padding: .4em .5em; }
.ask textarea:focus-visible { outline: none; }
.inline textarea { font-size: 1.05em; }
textarea::placeholder { color: var(--soft); opacity: 1; white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
.primary { flex: none; min-width: 5em; padding: .5em 1em; border: 1px solid transparent; border-radius: var(--radius); background: var(--accent); color: var(--accent-ink); font-weight: 600; }
.primary.stops { background: none; border-color: var(--accent); color: var(--accent); }
.hint { color: var(--alert); font-size: .875em; }
.purpose { color: var(--soft); font-size: .75em; line-height: 1.45; padding-top: .8em; }
.suggestions { display: grid; gap: .5em; }
[part="suggestions"] h3 { color: var(--soft); font-size: .9em; margin-bottom: .6em; }
.inline [part="suggestions"] { margin-top: 1.6em; }
.suggestion { width: 100%; padding: .55em .9em; border: 1px solid var(--line); border-radius: var(--radius); background: none; color: var(--ink); line-height: 1.4; text-align: start; }
.suggestion:hover { background: var(--tint); border-color: var(--accent); }

/* The conversation */
.log { outline-offset: .3em; }
.turn { position: relative; padding-bottom: 1.6em; }
.turn:last-child { padding-bottom: .4em; }
.turn, .safety { scroll-margin: 1em 0; }
.inline .log * { /* the box sticks to the bottom, the page may have a bar at the top */
  scroll-margin: var(--footnote-scroll-margin, 1em) 0 7em;
}
.asked { font: 600 1.15em/1.35 var(--serif); margin-bottom: .7em; white-space: pre-line; }
.inline .asked { font-size: 1.3em; }
.words { unicode-bidi: isolate; }
.reply > .fine { margin-bottom: .6em; }
.waiting { color: var(--soft); }
.waiting::after { content: ""; display: inline-block; width: .5em; height: .5em; margin-left: .5em; border-radius: 50%; background: var(--accent); animation: breathe 1.2s ease-in-out infinite alternate; }
@keyframes breathe { from { opacity: .2; } }
.quotes, .resources { display: grid; gap: .7em; }
.quote, .none, .failed, .nearest li { border: 1px solid var(--line); border-radius: var(--radius); background: var(--raised); padding: .75em .95em; }
.none { margin-block: .7em; }
.quote, .failed { border-left: 3px solid var(--accent); border-radius: .35em var(--radius) var(--radius) .35em; }
.failed, .cautions { border-left-color: var(--alert); }
.mixed { border-left-style: double; border-left-width: 5px; }
.quote blockquote p { font: 1.05em/1.6 var(--serif); white-space: pre-line; }
.quote blockquote .neighbour { color: var(--soft); font-size: .875em; }
.tail { white-space: nowrap; }
.tail .words { white-space: normal; }
.chip { min-width: 1.9em; height: 1.9em; padding: 0 .4em; margin-inline-start: .35em; border: 1px solid transparent; border-radius: .45em; background: var(--tint); color: var(--accent); font: 600 .8em/1 var(--sans); vertical-align: .1em; }
.chip:hover, .chip[aria-expanded="true"] { background: var(--accent); color: var(--accent-ink); }
.where { margin-top: .3em; }
.columns { display: grid; gap: 1em; grid-template-columns: repeat(auto-fit, minmax(min(100%, 16em), 1fr)); }
.columns:not(:empty) { margin-top: .9em; }
.column .side { display: none; }
.column h4 { margin: 0 0 .5em; }
.source-title { font-weight: 600; }

/* Sources */
.source { margin-top: .7em; padding-top: .7em; border-top: 1px solid var(--line); font-size: .9em; }
.context { margin: .4em 0; padding-left: .8em; border-left: 2px solid var(--line); color: var(--soft); font-family: var(--serif); }
.source > a { display: inline-block; margin-top: .3em; padding: .1em 0; font-weight: 600; }
.sources li { padding: .45em 0; border-bottom: 1px solid var(--line); }
.answer > .fine { margin-top: .8em; }
.actions { display: flex; flex-wrap: wrap; align-items: center; gap: .3em; margin: .5em 0 0 -.55em; }
.action { min-height: 2em; padding: .25em .55em; border: 1px solid transparent; border-radius: .45em; background: none; color: var(--accent); font-size: .875em; }
.action[aria-pressed="true"] { background: var(--tint); border-color: var(--accent); }
.foot { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: 0 1em; }
.foot .action { margin-left: -.55em; }
.foot details { margin: 0; font-size: .95em; }
.help[open] { width: 100%; }
.help > * + * { margin-top: .5em; }
.help summary { color: var(--soft); font-weight: 400; text-decoration: underline; text-decoration-color: var(--line); text-underline-offset: .15em; width: fit-content; }
.by-hand textarea { font-weight: 400; display: block; width: 100%; border: 1px solid var(--line); }

/* No answer, failures, care */
details { margin-top: 1em; }
summary { font-weight: 600; font-size: .9em; padding: .25em 0; }
.nearest li { border-style: dashed; background: none; margin-top: .6em; }
.passage { margin-top: .35em; color: var(--soft); font: .95em/1.55 var(--serif); white-space: pre-line; }
.secondary { margin-top: .6em; padding: .4em .9em; border: 1px solid var(--accent); border-radius: var(--radius); background: none; color: var(--accent); font-weight: 600; }
.safety { background: var(--tint); border-radius: var(--radius); padding: 1em 1.2em; font-size: 1.05em; }
.safety > p { margin-bottom: .7em; }
.help li { border: 1px solid var(--line); }
.resources li { background: var(--raised); border-radius: .6em; padding: .65em .85em; }
.resources .fine { margin-left: .8em; }
.ways { display: flex; flex-wrap: wrap; gap: .3em 1em; }
.ways a { font-weight: 600; padding: .1em 0; }

@media (max-width: 32em) {
  .primary { min-width: 0; padding: .5em .8em; }
}
@media (max-height: 26em) {
  .inline .ask { position: static; }
  dialog.panel { overflow-y: auto; } /* all of it scrolls, heading and box stay */
  dialog .scroller, dialog .foot { flex: none; overflow: visible; }
  dialog .header, dialog .ask { position: sticky; z-index: 1; background: var(--paper); }
  dialog .header { top: 0; padding-block: .2em; }
  dialog .ask { bottom: 0; padding-block: .4em; }
  dialog h2 { white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
  dialog .log * { scroll-margin: 4em 0 5em; }
}
@media (prefers-reduced-motion: reduce) {
  .waiting::after { animation: none; }
}
@media (forced-colors: active) {
  mark { forced-color-adjust: none; }
  .chip, .primary, .launcher, .suggestion { border-color: ButtonText; }
  .chip[aria-expanded="true"], .action[aria-pressed="true"] { border-width: 3px; }
}
@media print {
  .dock, .ask, .actions { display: none; }
}
`;

let sheet = null;

/** Shared by all chats of a page. */
export function chatStyle() {
  if (!sheet) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(CSS);
  }
  return sheet;
}

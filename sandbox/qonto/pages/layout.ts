/** Makes text safe inside HTML and its attributes. */
export function escape(text: string): string {
  return text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`)
}

const style = `
:root{color-scheme:light dark;--ink:#16181d;--soft:#5b616e;--line:#dfe2e8;--ground:#f6f7f9;--card:#fff;--accent:#5240c9;--on:#fff}
@media (prefers-color-scheme:dark){:root{--ink:#eceef2;--soft:#a3a9b5;--line:#33373f;--ground:#14161a;--card:#1d2026;--accent:#a99dff;--on:#15131f}}
*{box-sizing:border-box}body{margin:0;background:var(--ground);color:var(--ink);font:15px/1.5 system-ui,sans-serif}
.banner{background:#fff3cd;color:#4a3b00;padding:.5rem 1rem;text-align:center;font-size:.875rem;border-bottom:1px solid #e5d48f}
main{max-width:62rem;margin:0 auto;padding:2rem 1rem 4rem}main.narrow{max-width:30rem}h1{font-size:1.6rem;line-height:1.2;margin:0 0 .5rem}h2{font-size:1.1rem;margin:2rem 0 .75rem}
p{margin:.25rem 0 1rem}a{color:var(--accent)}.soft{color:var(--soft);font-size:.875rem}.card{background:var(--card);border:1px solid var(--line);border-radius:.75rem;padding:1.25rem;margin:0 0 1rem}
.scroll{overflow-x:auto}table{border-collapse:collapse;width:100%}th{text-align:left;font-weight:600;font-size:.8125rem;color:var(--soft)}th,td{padding:.5rem .75rem .5rem 0;border-bottom:1px solid var(--line);vertical-align:top}
td.num,th.num{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}label{display:block;font-weight:600;margin:.75rem 0 .25rem;font-size:.875rem}
input,select{font:inherit;color:inherit;background:var(--ground);border:1px solid var(--line);border-radius:.5rem;padding:.5rem .625rem;width:100%;min-height:2.75rem}
input[type=radio]{width:auto;min-height:0;margin:.3rem .6rem 0 0}.choice{display:flex;align-items:flex-start;font-weight:400;padding:.6rem;border:1px solid var(--line);border-radius:.5rem;margin:.4rem 0;cursor:pointer}
button{font:inherit;font-weight:600;min-height:2.75rem;padding:.5rem 1.1rem;border-radius:.5rem;border:1px solid var(--accent);background:var(--accent);color:var(--on);cursor:pointer;margin:1rem .5rem 0 0}
button.plain{background:transparent;color:var(--ink);border-color:var(--line)}:focus-visible{outline:3px solid var(--accent);outline-offset:2px}.grid{display:grid;gap:1rem;grid-template-columns:repeat(auto-fit,minmax(17rem,1fr))}
ul{padding-left:1.1rem}ul.plain{list-style:none;padding:0;margin:0}h2.flat{margin:0 0 .5rem}button.small{min-height:2rem;padding:.2rem .7rem;margin:0;font-size:.875rem}.tag{border:1px solid var(--line);border-radius:1rem;padding:0 .5rem;font-size:.75rem;color:var(--soft)}fieldset{border:0;padding:0;margin:0}legend{font-weight:600;margin-top:1rem}`

/** A whole page with the banner that says what this server is. `body` must be safe HTML. */
export function layout(title: string, body: string, narrow = false): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>${escape(title)} · local Qonto</title><link rel="icon" href="data:,"><style>${style}</style></head><body>
<div class="banner" role="note">Local stand-in for Qonto, for trying things out. No bank and no real money behind it.</div>
<main${narrow ? ' class="narrow"' : ''}>${body}</main></body></html>`
}

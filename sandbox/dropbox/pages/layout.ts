import type { ServerResponse } from 'node:http'
import { html, Html } from './html'

const STYLE = new Html(`
:root{color-scheme:light dark;--ground:#f6f5f2;--card:#fff;--ink:#23211d;--soft:#6b675f;--line:#e3e0d9;--accent:#2f5d50;--on-accent:#fff;--warn:#a3401f}
@media (prefers-color-scheme:dark){:root{--ground:#191817;--card:#232220;--ink:#ece9e3;--soft:#a5a097;--line:#37342f;--accent:#8fc7b4;--on-accent:#14211c;--warn:#f0a184}}
*{box-sizing:border-box}body{margin:0;background:var(--ground);color:var(--ink);font:16px/1.5 system-ui,sans-serif}
.banner{padding:.4rem 1rem;border-bottom:1px solid var(--line);color:var(--soft);font-size:.8125rem;text-align:center}
main{max-width:60rem;margin:2rem auto;padding:0 1rem}main.narrow{max-width:30rem}
.card{background:var(--card);border:1px solid var(--line);border-radius:12px;padding:1.5rem;margin-bottom:1rem}
h1{font-size:1.375rem;line-height:1.3;margin:0 0 .75rem}h2{font-size:1rem;margin:0 0 .5rem}p{margin:.25rem 0 1rem}.soft{color:var(--soft);font-size:.875rem}
a{color:var(--accent)}fieldset{border:0;margin:0 0 1.25rem;padding:0}legend{padding:0;font-weight:600;margin-bottom:.5rem}
.choice{display:flex;gap:.75rem;align-items:center;border:1px solid var(--line);border-radius:10px;padding:.75rem 1rem;margin-bottom:.5rem;cursor:pointer}
.choice:has(:checked){border-color:var(--accent)}.choice small{display:block;color:var(--soft)}
.actions{display:flex;gap:.75rem;flex-wrap:wrap}
button{font:inherit;border:1px solid var(--line);background:var(--card);color:var(--ink);border-radius:8px;padding:.5rem 1rem;cursor:pointer}
button.primary{background:var(--accent);border-color:var(--accent);color:var(--on-accent)}button.danger{color:var(--warn)}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
input[type=text],textarea,select{font:inherit;width:100%;background:var(--ground);color:var(--ink);border:1px solid var(--line);border-radius:8px;padding:.4rem .6rem}
label.field{display:block;margin-bottom:.75rem;font-size:.875rem}ul.plain{margin:0 0 1.25rem;padding-left:1.25rem}
table{width:100%;border-collapse:collapse}th,td{text-align:left;padding:.5rem .5rem;border-bottom:1px solid var(--line);vertical-align:top}th{font-size:.8125rem;color:var(--soft);font-weight:500}
td.number{white-space:nowrap;text-align:right;color:var(--soft)}td.when{white-space:nowrap;color:var(--soft)}tr.gone td:first-child{text-decoration:line-through;color:var(--soft)}
details{position:relative}summary{cursor:pointer;color:var(--accent);font-size:.875rem}details form{margin:.5rem 0}
.crumbs{font-size:.9375rem;margin-bottom:1rem;overflow-wrap:anywhere}.row{display:grid;grid-template-columns:repeat(auto-fit,minmax(15rem,1fr));gap:1rem}.notice{border-left:3px solid var(--warn);padding-left:.75rem}
:is(main,section,form)>p:last-child{margin-bottom:0}input[type=radio]{accent-color:var(--accent)}table+p{margin-top:1rem}
@media (max-width:34rem){td.when,th.when{display:none}.card{padding:1rem}}
.inline{display:flex;gap:.5rem;align-items:center}.scroll{overflow-x:auto}
`)

/** A whole page around its content. */
export function layout(title: string, content: Html, narrow = false): string {
  return `<!DOCTYPE html>${html`<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>${title}</title><style>${STYLE}</style></head><body><div class="banner">Local stand-in for Dropbox on this machine. Nothing here leaves it.</div>
<main class="${narrow ? 'narrow' : ''}">${content}</main></body></html>`.text}`
}

/** Sends a page; pages are never framed and run no script. */
export function sendPage(res: ServerResponse, status: number, title: string, content: Html, narrow = false, headers: Record<string, string | string[]> = {}): void {
  const body = Buffer.from(layout(title, content, narrow))
  res.writeHead(status, {
    'content-type': 'text/html; charset=utf-8', 'content-length': body.length, 'cache-control': 'no-store', 'x-frame-options': 'DENY',
    'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'", 'x-content-type-options': 'nosniff', ...headers,
  })
  res.end(body)
}

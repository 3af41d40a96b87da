/** The name for the n-th file of one name in a folder: `x.pdf`, `x (2).pdf`, `x (3).pdf`. */
export function numberedName(name: string, n: number): string {
  if (n <= 1) return name
  const dot = /\.[A-Za-z0-9]{1,8}$/.exec(name)?.index ?? name.length
  return `${name.slice(0, dot)} (${n})${name.slice(dot)}`
}

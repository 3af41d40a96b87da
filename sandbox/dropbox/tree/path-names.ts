/** The components of a path that a caller wrote, whatever its form; ids and namespace numbers are not names. */
export function pathNames(path: string): string[] {
  if (path === '' || path.startsWith('rev:')) return []
  const slash = path.indexOf('/')
  return slash < 0 ? [] : path.slice(slash + 1).split('/')
}

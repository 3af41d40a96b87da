/** A path as the service reads it: several slashes at its beginning count as one (rclone lists a root's folders as `//name`). */
export function cleanPath(path: string): string {
  return path.startsWith('//') ? path.replace(/^\/+/, '/') : path
}

/** The components of a path that a caller wrote, whatever its form; ids and namespace numbers are not names. */
export function pathNames(path: string): string[] {
  if (path === '' || path.startsWith('rev:')) return []
  const slash = path.indexOf('/')
  return slash < 0 ? [] : path.slice(slash + 1).split('/')
}

/** The folders above a path, from the top: `/a/b/c` → `/a`, `/a/b`. */
export function foldersAbove(path: string): string[] {
  const names = path.split('/').slice(1, -1)
  return names.map((_, index) => `/${names.slice(0, index + 1).join('/')}`)
}

/** The folder that holds a path; '' for the top. */
export const folderAbove = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('/')))

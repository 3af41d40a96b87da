/** JSON that PostgreSQL can also take apart: without the escaped NUL character, which its text cannot hold. */
export function toJson(value: unknown): string {
  return (JSON.stringify(value) ?? 'null').replace(/(?<!\\)((?:\\\\)*)\\u0000/g, '$1')
}

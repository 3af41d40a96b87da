type Term = { text: string } | { path: string[] }
interface Expression {
  left: Term[]
  right: Term[] | null
}

const TOKEN = /\s*(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"|([A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*)|(==|\+))/y

/**
 * The part of CEL that our functions use: property paths, string literals, `+` and one `==`.
 * Null when the text asks for more than that.
 */
export function parseExpression(text: string): Expression | null {
  const sides: Term[][] = [[]]
  let isTermNext = true
  const source = text.trimEnd()
  for (TOKEN.lastIndex = 0; TOKEN.lastIndex < source.length; ) {
    const token = TOKEN.exec(source)
    if (!token) return null
    const [, single, double, path, operator] = token
    if (isTermNext === Boolean(operator)) return null
    isTermNext = !isTermNext
    if (operator === '==') sides.push([])
    else if (path) sides.at(-1)?.push({ path: path.split('.') })
    else if (!operator) sides.at(-1)?.push({ text: (single ?? double ?? '').replace(/\\(.)/g, '$1') })
  }
  const [left, right = null] = sides
  return isTermNext || sides.length > 2 || !left ? null : { left, right }
}

/** The expression's value; undefined where CEL reports an error: a missing property, or `+` between things that are not text. */
export function evaluate(text: string, scope: Record<string, unknown>): unknown {
  const expression = parseExpression(text)
  if (!expression) return undefined
  const left = sum(expression.left, scope)
  if (!expression.right || left === undefined) return left
  const right = sum(expression.right, scope)
  return right === undefined ? undefined : left === right
}

function sum(terms: Term[], scope: Record<string, unknown>): unknown {
  const values = terms.map((term) => ('text' in term ? term.text : readPath(scope, term.path)))
  if (values.length === 1) return values[0]
  return values.every((value) => typeof value === 'string') ? values.join('') : undefined
}

function readPath(scope: unknown, path: string[]): unknown {
  let value = scope
  for (const name of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined
    value = (value as Record<string, unknown>)[name]
  }
  return value
}

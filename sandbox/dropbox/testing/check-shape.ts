import ts from 'typescript'
import { declarations, type Declared } from './sdk-types'

interface Field {
  type: ts.TypeNode
  optional: boolean
  ns: string
}

/** All fields of an interface, inherited ones included. */
export function fieldsOf(name: string): Map<string, Field> {
  const declared = declarations.get(name)
  const fields = new Map<string, Field>()
  if (!declared) return fields
  if (ts.isTypeAliasDeclaration(declared.node)) return fieldsOf(resolve(declared.node.type.getText(), declared.ns))
  for (const clause of declared.node.heritageClauses ?? []) {
    for (const base of clause.types) for (const [key, field] of fieldsOf(resolve(base.expression.getText(), declared.ns))) fields.set(key, field)
  }
  for (const member of declared.node.members) {
    if (!ts.isPropertySignature(member) || !member.type) continue
    fields.set(member.name.getText().replace(/['"]/g, ''), { type: member.type, optional: member.questionToken !== undefined, ns: declared.ns })
  }
  return fields
}

/** The generator writes nullable members of unions as `Object`; they are left out when null. */
function isNullable(field: Field): boolean {
  const declared = declarations.get(resolve(field.type.getText(), field.ns))
  const written = declared && ts.isTypeAliasDeclaration(declared.node) ? declared.node.type.getText() : field.type.getText()
  return written === 'Object'
}

function resolve(name: string, ns: string): string {
  return declarations.has(`${ns}${name}`) ? `${ns}${name}` : name
}

function checkStruct(name: string, value: unknown, at: string): string[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [`${at}: not an object (${name})`]
  const object = value as Record<string, unknown>
  const fields = fieldsOf(name)
  const problems: string[] = []
  for (const [key, field] of fields) {
    if (object[key] !== undefined) problems.push(...checkType(field.type, field.ns, object[key], `${at}.${key}`))
    else if (!field.optional && !isNullable(field)) problems.push(`${at}.${key}: missing (${name})`)
  }
  for (const key of Object.keys(object)) if (!fields.has(key)) problems.push(`${at}.${key}: not in ${name}`)
  return problems
}

function checkUnion(types: readonly ts.TypeNode[], ns: string, value: unknown, at: string): string[] {
  let fewest: string[] | null = null
  for (const type of types) {
    const problems = checkType(type, ns, value, at)
    if (problems.length === 0) return []
    if (fewest === null || problems.length < fewest.length) fewest = problems
  }
  return fewest ?? []
}

function checkDeclared({ ns, node }: Declared, name: string, value: unknown, at: string): string[] {
  return ts.isTypeAliasDeclaration(node) ? checkType(node.type, ns, value, at) : checkStruct(name, value, at)
}

function checkKeyword(type: ts.TypeNode, value: unknown, at: string): string[] | null {
  const expected = { [ts.SyntaxKind.StringKeyword]: 'string', [ts.SyntaxKind.NumberKeyword]: 'number', [ts.SyntaxKind.BooleanKeyword]: 'boolean' }[type.kind as number]
  if (expected !== undefined) return typeof value === expected ? [] : [`${at}: expected ${expected}, got ${JSON.stringify(value)}`]
  if (type.kind === ts.SyntaxKind.VoidKeyword) return value === null ? [] : [`${at}: expected null`]
  if (ts.isLiteralTypeNode(type)) {
    const literal = type.literal.getText().replace(/^['"]|['"]$/g, '')
    return String(value) === literal ? [] : [`${at}: expected ${literal}, got ${JSON.stringify(value)}`]
  }
  return null
}

/** What is wrong with a JSON value as an instance of a declared type; no entry when nothing is. */
export function checkType(type: ts.TypeNode, ns: string, value: unknown, at = ''): string[] {
  const keyword = checkKeyword(type, value, at)
  if (keyword) return keyword
  if (ts.isUnionTypeNode(type)) return checkUnion(type.types, ns, value, at)
  if (ts.isArrayTypeNode(type)) return checkList(type.elementType, ns, value, at)
  if (!ts.isTypeReferenceNode(type)) return [`${at}: cannot check ${type.getText()}`]
  const written = type.typeName.getText()
  if (written === 'Object' || written === 'Timestamp') return []
  if (written === 'Array') return checkList(type.typeArguments?.[0] as ts.TypeNode, ns, value, at)
  if (written === 'DropboxDownloadResult') return checkType(type.typeArguments?.[0] as ts.TypeNode, ns, value, at)
  const name = resolve(written, ns)
  const declared = declarations.get(name)
  return declared ? checkDeclared(declared, name, value, at) : [`${at}: unknown type ${written}`]
}

function checkList(type: ts.TypeNode, ns: string, value: unknown, at: string): string[] {
  if (!Array.isArray(value)) return [`${at}: not a list`]
  return value.flatMap((item, index) => checkType(type, ns, item, `${at}[${index}]`))
}

/** The same for a type given by its qualified name. */
export function checkNamed(name: string, value: unknown, at = ''): string[] {
  const declared = declarations.get(name)
  return declared ? checkDeclared(declared, name, value, at) : [`${at}: unknown type ${name}`]
}

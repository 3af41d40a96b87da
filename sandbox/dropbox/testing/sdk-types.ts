import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import ts from 'typescript'

/** A declaration in the SDK's type files, with the namespace it stands in. */
export interface Declared {
  ns: string
  node: ts.InterfaceDeclaration | ts.TypeAliasDeclaration
}

export interface Method {
  arg: string | null
  result: ts.TypeNode
  error: string | null
}

const root = join(dirname(createRequire(import.meta.url).resolve('dropbox/package.json')), 'types')

function parse(file: string): ts.SourceFile {
  return ts.createSourceFile(file, readFileSync(join(root, file), 'utf8'), ts.ScriptTarget.Latest, true)
}

function collect(statements: readonly ts.Statement[], ns: string, into: Map<string, Declared>): void {
  for (const node of statements) {
    if (ts.isModuleDeclaration(node) && node.body && ts.isModuleBlock(node.body)) collect(node.body.statements, `${node.name.text}.`, into)
    else if (ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node)) into.set(`${ns}${node.name.text}`, { ns, node })
  }
}

/** Every type the SDK declares, by qualified name. */
export const declarations: ReadonlyMap<string, Declared> = (() => {
  const into = new Map<string, Declared>()
  collect(parse('dropbox_types.d.ts').statements, '', into)
  return into
})()

function methodOf(member: ts.MethodDeclaration): Method | null {
  const returned = member.type && ts.isTypeReferenceNode(member.type) ? member.type.typeArguments?.[0] : undefined
  const result = returned && ts.isTypeReferenceNode(returned) ? returned.typeArguments?.[0] : undefined
  if (!result) return null
  const comment = member.getFullText()
  const error = /DropboxResponseError<([\w.]+)>/.exec(comment)?.[1] ?? null
  const first = member.parameters[0]
  const arg = first?.name.getText() === 'arg' && first.type ? first.type.getText() : null
  return { arg, result, error }
}

/** The SDK's methods by name: argument type, result type, and the error type its comment names. */
export const methods: ReadonlyMap<string, Method> = (() => {
  const found = new Map<string, Method>()
  const visit = (node: ts.Node): void => {
    if (ts.isMethodDeclaration(node)) {
      const method = methodOf(node)
      if (method) found.set(node.name.getText(), method)
    }
    ts.forEachChild(node, visit)
  }
  visit(parse('index.d.ts'))
  return found
})()

/** `files/list_folder/continue` as the SDK calls it: `filesListFolderContinue`. */
export function methodName(route: string): string {
  return route.replace(/[/_](\w)/g, (_whole, letter: string) => letter.toUpperCase())
}
